"""A year is carried forward from its page, once it is over."""

import datetime as dt

import pytest

from finance.web.typed import LONGEST_TEXT
from ledger import book
from ledger.entries import credit, debit
from tests.doors import House
from tests.federation import Federation
from tests.finance.web.desk import inline

YEAR = "/office/units/CTA/years/2025/"


def _spent(house: House, fund: str = "levy") -> None:
    with house.database.writing() as session:
        book.open_year(session, 2025)
        session.commit()
    day = dt.date(2025, 12, 30)
    lines = [debit("611", 1_234, fund=fund, item="31"), credit("112", 1_234)]
    Federation(house.database).voucher("CTA", day, "Quà Tết", lines)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("fund", ["levy", "state"])
def test_the_year_in_both_languages(house: House, language: str, fund: str) -> None:
    """What is to be carried by source; only the State's money asks for a decision."""
    _spent(house, fund)
    house.sign_in("lan", language)
    answer = house.client.get(YEAR)
    assert answer.status_code == 200
    assert "−1.234" in answer.text or "-1.234" in answer.text
    assert ('name="decision"' in answer.text) is (fund == "state")
    assert inline(answer.text) == []


def test_a_year_is_carried_forward(house: House) -> None:
    """By its button; then the page says that nothing is left."""
    _spent(house)
    house.sign_in("lan")
    assert house.send(f"{YEAR}carry", YEAR).status_code == 303
    page = house.client.get(YEAR).text
    assert "đã kết chuyển" in page
    assert "<form" not in page.split("<main", 1)[1]


def test_the_state_s_money_wants_its_decision(house: House) -> None:
    """Without one the page says so and keeps what was chosen; with one it is done."""
    _spent(house, "state")
    house.sign_in("lan")
    answer = house.send(f"{YEAR}carry", YEAR)
    assert (answer.status_code, "phải nêu quyết định" in answer.text) == (409, True)
    answer = house.send(f"{YEAR}carry", YEAR, state="carry", decision=" ")
    assert (answer.status_code, "Phải ghi số quyết định" in answer.text) == (409, True)
    assert 'value="carry" checked' in answer.text
    answer = house.send(f"{YEAR}carry", YEAR, state="carry", decision="x" * LONGEST_TEXT)
    assert answer.status_code == 422
    assert house.send(f"{YEAR}carry", YEAR, state="keep").status_code == 400
    assert house.send(f"{YEAR}carry", YEAR, state="carry", decision="QĐ 1").status_code == 303


def test_a_year_that_is_not_over(house: House) -> None:
    """Offers no button, and obeys none; a year in which nothing moved says so."""
    house.sign_in("lan")
    assert "Không có khoản thu, chi" in house.client.get(YEAR).text
    day = dt.date(2026, 6, 10)
    lines = [debit("611", 5, fund="dues", item="34"), credit("112", 5)]
    Federation(house.database).voucher("CTA", day, "Phụ cấp", lines)
    page = "/office/units/CTA/years/2026/"
    assert "Có thể kết chuyển từ ngày cuối năm" in house.client.get(page).text
    assert house.send(f"{page}carry", page).status_code == 409


def test_a_unit_without_a_book(house: House) -> None:
    """There is no year of it."""
    house.sign_in("lan")
    assert house.client.get("/office/units/NEW/years/2025/").status_code == 404


def test_december_leads_to_its_year(house: House) -> None:
    """The task that keeps December open is a link to where it is done."""
    _spent(house)
    house.sign_in("lan")
    page = house.client.get("/office/units/CTA/months/2025-12/").text
    assert f'href="{YEAR}"' in page


def test_who_may_not(house: House) -> None:
    """The treasurer sees the year, and no button."""
    _spent(house)
    house.sign_in("treasurer")
    assert "không cho phép bạn kết chuyển" in house.client.get(YEAR).text
