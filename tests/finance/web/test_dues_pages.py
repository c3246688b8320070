"""Dues in the office of a grassroots union."""

import pytest

from finance.records.dues import DuesRow
from tests.doors import House
from tests.finance.web.desk import inline, without_tokens
from tests.finance.web.dues_desk import MAY, MEMBER, MONTH, begin

DUES = "/office/units/CTA/dues/"
MEMBERS = "/office/units/CTA/members/"
PAGES = (DUES, MONTH, f"{MONTH}qr?member=M1", MEMBERS, MEMBER)


@pytest.fixture(autouse=True)
def _begun(house: House) -> None:
    begin(house)


def _paid(house: House, number: str) -> int:
    with house.database.reading() as session:
        return session.get_one(DuesRow, ("CTA", number, MAY)).paid_vnd


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_each_page_in_both_languages(house: House, language: str, page: str) -> None:
    """Texts are shown and not carried out; nothing inline; of a citizen's number nothing."""
    house.sign_in("accountant", language)
    answer = house.client.get(page)
    assert answer.status_code == 200
    assert ("Đoàn" in answer.text) == (language == "vi") or "Đoàn phí" not in answer.text
    assert inline(answer.text) == []
    assert "<b>1</b>" not in answer.text
    assert "6789" not in without_tokens(answer.text)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_month_member_by_member(house: House) -> None:
    """Owed, paid, open, and their sums."""
    house.sign_in("accountant")
    page = house.client.get(MONTH).text
    for figure in ("88.000", "100.000", "188.000"):
        assert figure in page
    assert "Chưa tính đoàn phí tháng này" in house.client.get(f"{DUES}2026-04/").text


def test_the_treasurer_takes_cash(house: House) -> None:
    """With a slip, once; the page then shows what is left."""
    house.sign_in("treasurer")
    form = {"member": "M1", "amount": "50.000", "slip": "BL01", "on": "15/06/2026"}
    assert house.send(f"{MONTH}cash", MONTH, **form).status_code == 303
    assert house.send(f"{MONTH}cash", MONTH, **form).status_code == 303
    assert _paid(house, "M1") == 50_000
    assert "38.000" in house.client.get(MONTH).text
    assert "BL01" in house.client.get(MEMBER).text


@pytest.mark.parametrize(
    ("change", "status", "place"),
    [
        ({"on": "x"}, 422, "#on"),
        ({"amount": "x"}, 422, "#amount"),
        ({"amount": "99.000"}, 409, "#amount"),
        ({"slip": ""}, 422, "#slip"),
        ({"member": "M9"}, 409, "#member"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    house: House, change: dict[str, str], status: int, place: str
) -> None:
    """And what was typed stays."""
    house.sign_in("treasurer")
    form = {"member": "M1", "amount": "50.000", "slip": "BL01", "on": "15/06/2026"} | change
    answer = house.send(f"{MONTH}cash", MONTH, **form)
    assert answer.status_code == status
    assert f'href="{place}"' in answer.text
    assert 'value="15/06/2026"' in answer.text or change == {"on": "x"}
    assert _paid(house, "M1") == 0


def test_a_form_without_a_member_is_no_form(house: House) -> None:
    """Ours always names one."""
    house.sign_in("treasurer")
    form = {"member": "", "amount": "5", "slip": "1", "on": "15/06/2026"}
    assert house.send(f"{MONTH}cash", MONTH, **form).status_code == 404


def test_who_may_not_collect_sees_no_form(house: House) -> None:
    """An approver reads."""
    house.sign_in("approver")
    page = house.client.get(MONTH)
    assert page.status_code == 200
    assert "/cash" not in page.text
    assert "/link" not in house.client.get(MEMBER).text


def test_the_slip_to_print(house: House) -> None:
    """Picture, account, amount and the code in words; nobody's month is not there."""
    house.sign_in("accountant")
    page = house.client.get(f"{MONTH}qr?member=M1").text
    assert "<svg" in page
    assert "0711" in page
    assert "88.000" in page
    assert "DP0000" in page
    assert house.client.get(f"{MONTH}qr?member=M9").status_code == 404
    assert house.client.get(f"{MONTH}qr").status_code == 404


def test_a_paid_month_has_nothing_to_print(house: House) -> None:
    """It says so."""
    house.sign_in("treasurer")
    form = {"member": "M1", "amount": "88000", "slip": "BL01", "on": "15/06/2026"}
    house.send(f"{MONTH}cash", MONTH, **form)
    page = house.client.get(f"{MONTH}qr?member=M1").text
    assert "<svg" not in page
    assert "đã đóng đủ" in page


def test_the_register(house: House) -> None:
    """Who left has a last day; a unit without members says what to do."""
    house.sign_in("accountant")
    page = house.client.get(MEMBERS).text
    assert "31/05/2026" in page
    assert "9999" not in page
    assert "chưa có đoàn viên" in house.client.get("/office/units/LDA/members/").text
    assert "Chưa tính đoàn phí tháng nào" in house.client.get("/office/units/LDA/dues/").text
    assert house.client.get("/office/units/CTA/members/M9/").status_code == 404


def test_a_link_is_shown_once_and_revoked(house: House) -> None:
    """The page of the answer alone has it; afterwards only that there is one."""
    house.sign_in("treasurer")
    answer = house.send(f"{MEMBER}link", MEMBER)
    assert answer.status_code == 200
    assert "/open/units/CTA/my-dues/?code=" in answer.text
    later = house.client.get(MEMBER).text
    assert "my-dues" not in later
    assert "13/09/2026" in later
    assert house.send(f"{MEMBER}revoke", MEMBER).status_code == 303
    assert "13/09/2026" not in house.client.get(MEMBER).text
