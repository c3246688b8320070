"""The pages of losses and cases."""

import datetime as dt

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from finance.records.cases import CasePaperRow, CaseRow
from finance.records.declarations import TaxFactRow
from finance.records.employers import EmployerRow
from tests.doors import LONG_AGO, House
from tests.finance.web.desk import inline

LOSSES = "/office/units/LDA/losses/"
CASES = "/office/units/LDA/cases/"
ONE = f"{CASES}1/"
MST = "9900000016"
ATTACK = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _known(house: House) -> None:
    with house.database.writing() as session:
        for tax_code, unit in ((MST, "LDA"), ("9900000023", "CTA")):
            session.add(_employer(tax_code, unit))
            session.add(_tax(tax_code))
        session.commit()


def _employer(tax_code: str, unit: str) -> EmployerRow:
    return EmployerRow(
        tax_code=tax_code,
        valid_from=LONG_AGO,
        valid_to=dt.date(9999, 12, 31),
        name=f"Cty {ATTACK}",
        name_folded="cty",
        employer_type="enterprise",
        pay_cycle="monthly",
        province_code="A",
        collecting_unit=unit,
    )


def _tax(tax_code: str) -> TaxFactRow:
    return TaxFactRow(
        tax_code=tax_code,
        year=2026,
        version=1,
        current=True,
        name="Cty",
        status="active",
        employees=10,
        wages_paid_vnd=600_000_000,
        batch_id=1,
        row_no=2,
    )


def _opened(house: House, who: str = "collector") -> TestResponse:
    house.sign_in(who)
    return house.send(f"{LOSSES}open", LOSSES, tax_code=MST, year="2026", kind="not_in_si")


def _step(house: House, name: str, **fields: str) -> TestResponse:
    return house.send(f"{ONE}{name}", ONE, **fields)


def _on(house: House, day: dt.date, language: str = "vi") -> None:
    """Come again on another day."""
    house.clock.day = day
    house.sign_in("collector", language)


def _sent(house: House, language: str = "vi") -> None:
    """Two reminders and the minutes, each on its day."""
    for day, step in ((15, "notice"), (30, "notice"), (45, "minutes")):
        _on(house, dt.date(2026, 6, 1) + dt.timedelta(days=day - 1), language)
        assert _step(house, "step", step=step, note="Cam kết nộp").status_code == 303


@pytest.mark.parametrize("language", ["vi", "en"])
def test_losses_are_listed_with_what_is_at_stake(house: House, language: str) -> None:
    """Of the unit and those below, with the ground, the assumption and the sum; nothing inline."""
    house.sign_in("collector", language)
    page = house.client.get(LOSSES).text
    assert MST in page
    assert "9900000023" in page
    assert "24.000.000" in page  # 2% of 600 million, twice
    assert ("ước tính" if language == "vi" else "estimated") in page
    assert ("Phần tiền lương" if language == "vi" else "Part of the wages") in page
    assert "<script>alert" not in page
    assert inline(page) == []


def test_losses_are_narrowed_by_year_and_kind(house: House) -> None:
    """Another year and another kind have none; what is no year or kind is refused."""
    house.sign_in("collector")
    for asked in ("?year=2025", "?kind=silent"):
        assert MST not in house.client.get(f"{LOSSES}{asked}").text
    assert MST in house.client.get(f"{LOSSES}?kind=not_in_si&year=2026").text
    for asked in ("?year=x", "?year=9999", "?kind=x"):
        assert house.client.get(f"{LOSSES}{asked}").status_code == 400


def test_a_case_is_opened_from_the_list_and_shown_there(house: House) -> None:
    """The button opens it; the list then leads to it; other units' findings have no button."""
    answer = _opened(house)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(ONE)
    page = house.client.get(LOSSES).text
    assert "LDA/C/1" in page
    assert page.count("losses/open") == 0  # the other one is collected by CTA
    with house.database.reading() as session:
        assert session.scalars(select(CaseRow.owner)).all() == ["collector"]


@pytest.mark.parametrize(
    "fields",
    [
        {"tax_code": "9" * 15, "year": "2026", "kind": "not_in_si"},
        {"tax_code": MST, "year": "26", "kind": "not_in_si"},
        {"tax_code": MST, "year": "2026", "kind": "x"},
    ],
)
def test_what_no_form_sends_is_refused(house: House, fields: dict[str, str]) -> None:
    """A code too long, no year, no kind."""
    house.sign_in("collector")
    assert house.send(f"{LOSSES}open", LOSSES, **fields).status_code == 400


def test_a_finding_that_is_not_there_opens_nothing(house: House) -> None:
    """It is told in a sentence."""
    house.sign_in("collector")
    answer = house.send(f"{LOSSES}open", LOSSES, tax_code=MST, year="2026", kind="silent")
    assert answer.status_code == 409
    assert "silent" in answer.text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_case_shows_its_steps_and_papers(house: House, language: str) -> None:
    """From the first reminder to the dossier, each paper fetched byte for byte."""
    _opened(house)
    house.sign_in("collector", language)
    assert ("đến hạn" if language == "vi" else "Due").lower() in house.client.get(ONE).text.lower()
    _sent(house, language)
    page = house.client.get(ONE).text
    assert ("Có tranh cãi" if language == "vi" else "Disputed") in page
    assert "<script>alert" not in page
    assert inline(page) == []
    assert _step(house, "step", step="dossier", violation="none_for_all").status_code == 303
    paper = house.client.get(f"{ONE}papers/4")
    assert paper.mimetype == "application/pdf"
    assert "attachment" in paper.headers["Content-Disposition"]
    assert paper.headers["Cache-Control"] == "no-store"
    with house.database.reading() as session:
        stored = session.scalars(select(CasePaperRow).order_by(CasePaperRow.number)).all()
    assert [each.step for each in stored] == ["notice", "notice", "minutes", "dossier"]
    assert b'"multiplier":2' in paper.data
    assert house.client.get(f"{ONE}papers/9").status_code == 404


def test_a_person_is_fined_once(house: House) -> None:
    """The box says that the employer is no organisation."""
    _opened(house)
    _sent(house)
    assert _step(house, "step", step="dossier", person="1").status_code == 303
    assert b'"multiplier":1' in house.client.get(f"{ONE}papers/4").data


def test_a_refused_step_stays_on_the_page(house: House) -> None:
    """Too soon is told there; what no form sends is refused."""
    _opened(house)
    assert _step(house, "step", step="notice").status_code == 303
    assert _step(house, "step", step="notice").status_code == 303
    assert "papers/2" not in house.client.get(ONE).text  # sent again on its day, it is the same
    _on(house, dt.date(2026, 6, 16))
    answer = _step(house, "step", step="notice")
    assert answer.status_code == 409
    assert "30/06/2026" in answer.text
    assert _step(house, "step", step="x").status_code == 400
    assert _step(house, "step", step="notice", violation="x").status_code == 400
    _on(house, dt.date(2026, 6, 30))
    answer = _step(house, "step", step="notice", note="\x00")
    assert answer.status_code == 422
    missing = house.send(f"{CASES}9/step", ONE, step="notice")
    assert missing.status_code == 404


def test_a_case_is_given_on(house: House) -> None:
    """To somebody who may; an inspector is told at the field."""
    _opened(house)
    assert _step(house, "assign", owner="accountant").status_code == 303
    answer = _step(house, "assign", owner="inspector")
    assert answer.status_code == 409
    assert 'href="#owner"' in answer.text


def test_a_case_ends_with_a_reason(house: House) -> None:
    """Without one it is told at the field; ended, it has no forms and stands among the ended."""
    _opened(house)
    answer = _step(house, "close", outcome="closed")
    assert (answer.status_code, 'href="#reason"' in answer.text) == (422, True)
    assert _step(house, "close", outcome="paid").status_code == 409
    assert _step(house, "close", outcome="x").status_code == 400
    assert _step(house, "close", outcome="closed", reason="Nhầm").status_code == 303
    page = house.client.get(ONE).text
    assert "Nhầm" in page
    assert "cases/1/close" not in page
    assert "LDA/C/1" in house.client.get(f"{CASES}?state=closed").text
    assert "LDA/C/1" not in house.client.get(f"{CASES}?state=open").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_cases_are_listed_and_wait_on_the_first_page(house: House, language: str) -> None:
    """Those with a step due stand on the first page; the list says whose and which."""
    _opened(house)
    house.sign_in("collector", language)
    assert f"{'hồ sơ thất thu có bước' if language == 'vi' else 'cases of loss with a step'}" in (
        house.client.get("/office/").text
    )
    for address in ("/office/cases/?due=1", CASES):
        page = house.client.get(address).text
        assert "LDA/C/1" in page
        assert inline(page) == []
    _step(house, "step", step="notice")
    assert "LDA/C/1" not in house.client.get("/office/cases/?due=1").text


def test_who_may_not_work_cases_sees_no_forms(house: House) -> None:
    """A treasurer reads them."""
    _opened(house)
    house.sign_in("treasurer")
    assert "cases/1/close" not in house.client.get(ONE).text
    assert "losses/open" not in house.client.get(LOSSES).text
