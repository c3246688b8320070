"""Losses and cases are read by inspectors, of their unit and those below, and not acted on."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.records.cases import CasePaperRow
from finance.records.declarations import TaxFactRow
from finance.records.employers import EmployerRow
from tests.doors import LONG_AGO, House
from tests.finance.web.desk import inline

OWN, BELOW, BESIDE = "9900000016", "9900000023", "9900000031"
COLLECTED_BY = {OWN: "LDA", BELOW: "CTA", BESIDE: "CTC"}
OFFICE = "/office/units/{unit}/losses/"


@pytest.fixture(autouse=True)
def _known(house: House) -> None:
    with house.database.writing() as session:
        for tax_code, unit in COLLECTED_BY.items():
            session.add(_employer(tax_code, unit))
            session.add(_tax(tax_code))
        session.commit()


def _employer(tax_code: str, unit: str) -> EmployerRow:
    return EmployerRow(
        tax_code=tax_code,
        valid_from=LONG_AGO,
        valid_to=dt.date(9999, 12, 31),
        name="Cty",
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


def _opened(house: House, unit: str, tax_code: str) -> None:
    """A case with a reminder, worked by the accountant of LDA."""
    house.sign_in("accountant")
    page = OFFICE.format(unit=unit)
    fields = {"tax_code": tax_code, "year": "2026", "kind": "not_in_si"}
    assert house.send(f"{page}open", page, **fields).status_code == 303
    case = f"/office/units/{unit}/cases/1/"
    assert house.send(f"{case}step", case, step="notice").status_code == 303


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_inspector_reads_the_cases_of_the_unit_and_below(house: House, language: str) -> None:
    """Listed, shown with what they were computed from, their letters fetched as they were sent."""
    _opened(house, "LDA", OWN)
    _opened(house, "CTA", BELOW)
    house.sign_in("inspector", language)
    everywhere = house.client.get("/inspect/cases/").text
    assert "LDA/C/1" in everywhere
    assert "CTA/C/1" in everywhere
    assert 'href="/inspect/units/CTA/cases/1/"' in everywhere
    own = house.client.get("/inspect/units/CTA/cases/").text
    assert "CTA/C/1" in own
    assert "LDA/C/1" not in own
    page = house.client.get("/inspect/units/CTA/cases/1/").text
    assert ("từ 30/06/2026" if language == "vi" else "from 30/06/2026") in page
    assert 'href="/inspect/units/CTA/cases/1/papers/1"' in page
    paper = house.client.get("/inspect/units/CTA/cases/1/papers/1")
    with house.database.reading() as session:
        query = select(CasePaperRow).where(CasePaperRow.unit_code == "CTA")
        kept = session.scalars(query).one()
    assert paper.mimetype == "application/pdf"
    assert kept.letter_no.encode() in paper.data
    for each in (everywhere, own, page):
        assert inline(each) == []


def test_an_inspector_reads_what_was_found(house: House) -> None:
    """Of the unit and those below; a finding leads to its case behind the same door."""
    _opened(house, "CTA", BELOW)
    house.sign_in("inspector")
    page = house.client.get("/inspect/units/LDA/losses/").text
    assert OWN in page
    assert BELOW in page
    assert BESIDE not in page
    assert 'href="/inspect/units/CTA/cases/1/"' in page
    assert "/office/units" not in page
    assert OWN not in house.client.get("/inspect/units/LDA/losses/?kind=silent").text
    assert house.client.get("/inspect/units/LDA/losses/?year=x").status_code == 400


def test_an_inspector_acts_on_nothing(house: House) -> None:
    """No form stands on these pages, none is taken behind this door, the office is shut."""
    _opened(house, "LDA", OWN)
    house.clock.day += dt.timedelta(days=20)
    house.sign_in("inspector")
    for page in ("/inspect/units/LDA/cases/1/", "/inspect/units/LDA/losses/", "/inspect/cases/"):
        assert 'action="/office/units' not in house.client.get(page).text
        assert 'action="/inspect/units' not in house.client.get(page).text
    assert house.client.get("/office/units/LDA/cases/1/").status_code == 403
    token = house.token_of("/inspect/cases/")
    for address in ("LDA/losses/open", *(f"LDA/cases/1/{x}" for x in ("step", "assign", "close"))):
        for door, refused in (("inspect", {404, 405}), ("office", {403})):
            answer = house.client.post(f"/{door}/units/{address}", data={"csrf_token": token})
            assert answer.status_code in refused


def test_who_works_cases_only_reads_them_behind_this_door(house: House) -> None:
    """An accountant may inspect; the forms stand at the office."""
    _opened(house, "LDA", OWN)
    assert "cases/1/close" in house.client.get("/office/units/LDA/cases/1/").text
    assert "cases/1/close" not in house.client.get("/inspect/units/LDA/cases/1/").text
    assert "losses/open" not in house.client.get("/inspect/units/LDA/losses/").text


def test_beside_and_above_nothing_is_there(house: House) -> None:
    """A unit outside the scope is not found, whatever is asked of it."""
    house.sign_in("inspector")
    for unit in ("LDB", "CTC", "TLD"):
        for page in ("cases/", "losses/", "cases/1/", "cases/1/papers/1"):
            assert house.client.get(f"/inspect/units/{unit}/{page}").status_code == 404
