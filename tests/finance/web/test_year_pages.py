"""A year is carried forward and made final from its page, once it is over."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.records.audit_lines import AuditRow
from finance.web.typed import LONGEST_TEXT
from ledger import book
from ledger.entries import credit, debit
from ledger.periods import Period
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
    assert "Kỳ 01/2025 của CTA chưa khóa nên chưa thể chốt năm 2025" in page
    assert "<form" not in page.split("<main", 1)[1]


def test_the_state_s_money_wants_its_decision(house: House) -> None:
    """Without one the page says so and keeps what was chosen; with one it is done."""
    _spent(house, "state")
    house.sign_in("lan")
    answer = house.send(f"{YEAR}carry", YEAR)
    assert (answer.status_code, "phải nêu quyết định" in answer.text) == (409, True)
    assert 'href="#state"' in answer.text
    answer = house.send(f"{YEAR}carry", YEAR, state="carry", decision=" ")
    assert (answer.status_code, "Phải ghi số quyết định" in answer.text) == (409, True)
    assert 'value="carry" checked' in answer.text
    assert 'href="#decision"' in answer.text
    answer = house.send(f"{YEAR}carry", YEAR, state="carry", decision="x" * LONGEST_TEXT)
    assert (answer.status_code, "«Theo quyết định»" in answer.text) == (422, True)
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


def _closed(house: House, *years: int) -> None:
    """Both years of CTA, each month closed."""
    with house.database.writing() as session:
        book.open_year(session, years[0])
        for year in years:
            for month in range(1, 13):
                by = book.Change("lan", house.clock.now_us())
                book.close_period(session, "CTA", Period(f"{year}-{month:02d}"), by)
        session.commit()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_year_is_made_final_from_above(house: House, language: str) -> None:
    """By its button, in words that say it is for good; then its page and its months say so."""
    _closed(house, 2025)
    house.sign_in("approver", language)
    page = house.client.get(YEAR).text
    assert f'action="{YEAR}final" data-ask="' in page
    assert ("Không thể hoàn tác" in page) is (language == "vi")
    assert house.send(f"{YEAR}final", YEAR).status_code == 303
    page = house.client.get(YEAR).text
    assert f'action="{YEAR}final"' not in page
    assert ("Năm đã chốt" if language == "vi" else "The year is final") in page
    assert inline(page) == []
    month = house.client.get("/office/units/CTA/months/2025-12/").text
    assert ("Đã chốt" if language == "vi" else "Final") in month
    with house.database.reading() as session:
        kept = session.scalars(select(AuditRow).where(AuditRow.action == "make_year_final")).all()
    assert [(row.unit_code, row.subject, row.actor) for row in kept] == [
        ("CTA", "2025", "approver")
    ]


def test_nobody_makes_final_what_they_may_not(house: House) -> None:
    """The unit's own accountant sees why there is no button; sent all the same, it is refused."""
    _closed(house, 2025)
    house.sign_in("lan")
    assert "không được phép «phê duyệt năm và chốt sổ»" in house.client.get(YEAR).text
    assert f'action="{YEAR}final"' not in house.client.get(YEAR).text
    assert house.send(f"{YEAR}final", "/office/units/CTA/months/2026-01/").status_code == 403


def test_years_become_final_in_order(house: House) -> None:
    """The page of the later year leads to the earlier one."""
    _closed(house, 2025, 2026)
    house.sign_in("approver")
    page = "/office/units/CTA/years/2026/"
    told = house.client.get(page).text
    assert "Năm 2025 của CTA chưa chốt" in told
    assert f'href="{YEAR}"' in told
    answer = house.send(f"{page}final", YEAR)
    assert (answer.status_code, "Năm 2025 của CTA chưa chốt" in answer.text) == (409, True)


def test_the_months_lead_to_their_years(house: House) -> None:
    """To those that have begun; on a year's page the months are the place one is in."""
    house.sign_in("lan")
    months = house.client.get("/office/units/CTA/months/").text
    assert 'href="/office/units/CTA/years/2026/"' in months
    page = house.client.get("/office/units/CTA/years/2026/").text
    assert 'href="/office/units/CTA/months/" aria-current="true"' in page
