"""The pages of the payment lists, and the file for the bank."""

import datetime as dt

import pytest

from finance.records.receipts import PaymentRow
from tests.doors import House
from tests.finance.web.desk import inline

LISTS = "/office/units/LDA/payments/"
ONE = f"{LISTS}list?ref=LDA/IB/1"
FILE = f"{LISTS}list.csv?ref=LDA/IB/1"
ATTACK = "=<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _ordered(house: House) -> None:
    rows = (
        ("CTA", "0123456789", "settled"),
        ("CTB", "0987654321", "ordered"),
        (ATTACK, "", "ordered"),
    )
    with house.database.writing() as session:
        for seq, (payee, account, state) in enumerate(rows, start=1):
            session.add(
                PaymentRow(
                    unit_code="LDA",
                    seq=seq,
                    ref="LDA/IB/1",
                    pay_on=dt.date(2026, 6, 12),
                    payee=payee,
                    account_no=account,
                    bank_bin="970436",
                    amount_vnd=1_000_000 * seq,
                    purpose="KPCD",
                    state=state,
                )
            )
        session.commit()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", ["/office/payments/", LISTS, ONE])
def test_each_page_is_there_in_both_languages(house: House, language: str, page: str) -> None:
    """The sums to the đồng; texts are shown, not carried out; nothing inline."""
    house.sign_in("accountant", language)
    answer = house.client.get(page)
    assert answer.status_code == 200
    assert "LDA/IB/1" in answer.text
    assert "6.000.000" in answer.text
    assert ("Lệnh chi" if language == "vi" else "Payment list") in answer.text
    assert "<script>alert" not in answer.text
    assert inline(answer.text) == []


def test_a_list_says_what_is_paid_and_what_cannot_be(house: House) -> None:
    """How many lines wait, and that a payee without an account cannot be paid by the bank."""
    house.sign_in("accountant")
    page = house.client.get(ONE).text
    assert "2 trên 3 khoản chi" in page
    assert "1 người hưởng chưa đăng ký tài khoản" in page
    assert "chưa đăng ký</td>" in page
    assert "Đã chi một phần" in house.client.get(LISTS).text


def test_the_file_is_given_to_be_kept(house: House) -> None:
    """A CSV file with a name of its own; formulas are texts."""
    house.sign_in("accountant")
    answer = house.client.get(FILE)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="LDA-IB-1-2026-06-12.csv"'
    )
    text = answer.data.decode("utf-8-sig")
    assert f"'{ATTACK}" in text
    assert "0123456789" not in text


@pytest.mark.parametrize("ref", ["LDA/IB/9", "", "x" * 200, "a%00b", "LDA/IB/1%0a"])
def test_a_list_that_is_not_there_is_not_found(house: House, ref: str) -> None:
    """Neither its page nor its file, whatever the address holds."""
    house.sign_in("accountant")
    assert house.client.get(f"{LISTS}list?ref={ref}").status_code == 404
    assert house.client.get(f"{LISTS}list.csv?ref={ref}").status_code == 404


def test_the_lists_of_other_units_are_not_there(house: House) -> None:
    """One from below sees none of those above."""
    house.sign_in("lan")
    assert "LDA/IB/1" not in house.client.get("/office/payments/").text
    for address in (LISTS, ONE, FILE):
        assert house.client.get(address).status_code == 404


def test_a_line_is_paid_by_a_code(house: House) -> None:
    """Of a payee with an account at a bank; what is paid, or has none, has no code."""
    house.sign_in("accountant", "en")
    assert house.client.get(ONE).text.count("/payments/code?") == 1
    page = house.client.get(f"{LISTS}code?ref=LDA/IB/1&line=2")
    assert page.status_code == 200
    assert "<svg" in page.text
    assert "0987654321" in page.text
    assert inline(page.text) == []
    for wanted in ("1", "3", "9", "", "x"):
        assert house.client.get(f"{LISTS}code?ref=LDA/IB/1&line={wanted}").status_code == 404
    assert house.client.get(f"{LISTS}code?ref=LDA/IB/9&line=1").status_code == 404


def test_what_came_back_is_not_paid_by_this_list(house: House) -> None:
    """It is named so, and stands in no file for the bank."""
    with house.database.writing() as session:
        session.get_one(PaymentRow, ("LDA", 2)).returned_on = dt.date(2026, 6, 14)
        session.commit()
    house.sign_in("accountant")
    page = house.client.get(ONE).text
    assert "Ngân hàng trả lại" in page
    assert "1 trên 3 khoản chi" in page
    assert "0987654321" not in house.client.get(FILE).data.decode("utf-8-sig")
