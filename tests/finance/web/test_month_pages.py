"""A month is closed from its page, in order, once nothing stands in the way."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from finance.records.audit_lines import AuditRow
from ledger.store.tables import PeriodRow
from tests.doors import House
from tests.finance.web.desk import PAID, fields, inline

MONTHS = "/office/units/CTA/months/"
BUTTON = "Khóa kỳ 01/2026</button>"


def _close(house: House, period: str) -> TestResponse:
    return house.send(f"{MONTHS}{period}/close", MONTHS)


def _closed(house: House) -> list[str]:
    with house.database.reading() as session:
        rows = session.scalars(select(PeriodRow).where(PeriodRow.state == "closed"))
        return sorted(row.period for row in rows.all())


def _tight(text: str) -> str:
    return " ".join(text.split()).replace(" </button>", "</button>")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "page", ["/office/months/", MONTHS, f"{MONTHS}2026-01/", f"{MONTHS}2026-12/"]
)
def test_each_page_is_there_in_both_languages(house: House, language: str, page: str) -> None:
    """With the unit and the month, and nothing inline."""
    house.sign_in("lan", language)
    answer = house.client.get(page)
    assert answer.status_code == 200
    assert ("Kỳ" if language == "vi" else "Month") in answer.text
    assert inline(answer.text) == []


def test_a_month_is_closed_by_its_button(house: House) -> None:
    """The page then says who closed it and when, offers no button, and the log holds the act."""
    house.sign_in("lan")
    assert BUTTON in _tight(house.client.get(f"{MONTHS}2026-01/").text)
    assert _close(house, "2026-01").status_code == 303
    page = house.client.get(f"{MONTHS}2026-01/").text
    assert "Do lan khóa lúc 15/06/2026 12:00" in page
    assert BUTTON not in _tight(page)
    assert _closed(house) == ["2026-01"]
    with house.database.reading() as session:
        acts = session.scalars(select(AuditRow).where(AuditRow.action == "close_period")).all()
    assert [(act.actor, act.unit_code, act.subject) for act in acts] == [("lan", "CTA", "2026-01")]
    assert "đến lượt khóa" in house.client.get(MONTHS).text


def test_what_blocks_is_told_and_refused(house: House) -> None:
    """A draft dated in the month stands in the list; the button is not offered, nor obeyed."""
    house.sign_in("lan")
    new = "/office/units/CTA/vouchers/new"
    house.send(new, new, **fields(*PAID, accounting_on="20/01/2026"))
    page = house.client.get(f"{MONTHS}2026-01/").text
    assert "Chứng từ chưa duyệt hoặc chưa ghi sổ" in page
    assert "Bắt buộc" in page
    assert BUTTON not in _tight(page)
    answer = _close(house, "2026-01")
    assert answer.status_code == 409
    assert "Chưa thể khóa kỳ 01/2026" in answer.text
    assert _closed(house) == []


@pytest.mark.parametrize(
    ("period", "sentence"),
    [("2026-03", "Phải khóa kỳ 01/2026"), ("2026-12", "Kỳ 12/2026 chưa kết thúc")],
)
def test_a_month_out_of_turn_is_refused_with_a_sentence(
    house: House, period: str, sentence: str
) -> None:
    """Months close in order, and none before its last day; its page says so beforehand."""
    house.sign_in("lan")
    assert f"{period}/close" not in house.client.get(f"{MONTHS}{period}/").text
    answer = _close(house, period)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert _closed(house) == []


def test_who_may_not_close_is_told(house: House) -> None:
    """A treasurer reads the task list; the button sent all the same is refused."""
    house.sign_in("treasurer")
    assert "không được khóa kỳ" in house.client.get(f"{MONTHS}2026-01/").text
    assert _close(house, "2026-01").status_code == 403
    assert _closed(house) == []


@pytest.mark.parametrize(
    ("period", "status"), [("2026-13", 400), ("x", 400), ("2031-01", 404), ("2026-1", 400)]
)
def test_a_month_that_is_none_has_no_page(house: House, period: str, status: int) -> None:
    """Neither one the calendar lacks nor one the book lacks."""
    house.sign_in("lan")
    assert house.client.get(f"{MONTHS}{period}/").status_code == status
    assert _close(house, period).status_code == status


def test_closing_without_the_token_is_refused(house: House) -> None:
    """Nothing is closed."""
    house.sign_in("lan")
    assert house.client.post(f"{MONTHS}2026-01/close").status_code == 400
    assert _closed(house) == []


def test_one_sees_the_months_of_ones_own_units(house: House) -> None:
    """And of those below; a unit beside or above is not there."""
    house.sign_in("lan")
    page = house.client.get("/office/months/").text
    assert "/office/units/CTA/months/2026-01/" in page
    assert "/office/units/LDA/months/" not in page
    assert house.client.get("/office/units/LDA/months/").status_code == 404
    house.sign_in("accountant")
    assert "/office/units/LDA/months/2026-01/" in house.client.get("/office/months/").text


def test_a_unit_without_a_book_says_so(house: House) -> None:
    """It has no months yet."""
    house.sign_in("accountant")
    assert "chưa mở sổ" in house.client.get("/office/units/CTB/months/").text


def test_a_soft_lock_is_set_and_lifted(house: House) -> None:
    """The page says who locked it; one's own lock is lifted by its button."""
    house.sign_in("lan")
    page = f"{MONTHS}2026-01/"
    assert house.send(f"{page}lock", page).status_code == 303
    assert "đã khóa mềm" in house.client.get(page).text
    assert house.send(f"{page}lift", page).status_code == 303
    assert "đã khóa mềm" not in house.client.get(page).text


def test_a_month_is_opened_again_by_two(house: House) -> None:
    """Asked by one, granted by another from above; the page tells the history of the month."""
    house.sign_in("lan")
    page = f"{MONTHS}2026-01/"
    _close(house, "2026-01")
    answer = house.send(f"{page}ask", page, reason="Muộn", until="x")
    assert (answer.status_code, 'href="#until"' in answer.text) == (422, True)
    assert 'value="Muộn"' in answer.text
    assert 'href="#until"' in house.send(f"{page}ask", page, reason="Muộn", until="1/1/2026").text
    answer = house.send(f"{page}ask", page, reason="", until="20/6/2026")
    assert (answer.status_code, 'href="#reason"' in answer.text) == (422, True)
    assert 'value="20/6/2026"' in answer.text
    assert house.send(f"{page}ask", page, reason="Muộn", until="20/6/2026").status_code == 303
    assert house.send(f"{page}grant", page).status_code == 403
    house.sign_in("approver")
    assert "lan, 15/06/2026" in house.client.get(page).text
    assert house.send(f"{page}grant", page).status_code == 303
    told = house.client.get(page).text
    assert "Được mở lại đến 20/06/2026" in told
    assert "Không ghi bút toán nào" in told
    assert inline(told) == []


def test_a_request_is_refused_on_the_page(house: House) -> None:
    """With the reason, which stays to be read."""
    house.sign_in("lan")
    page = f"{MONTHS}2026-01/"
    _close(house, "2026-01")
    house.send(f"{page}ask", page, reason="Muộn", until="20/6/2026")
    house.sign_in("approver")
    assert house.send(f"{page}refuse", page, reason="Không cần").status_code == 303
    assert "Không cần" in house.client.get(page).text
