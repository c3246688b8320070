"""Payment lists as they were ordered, and the file that asks the bank to pay them."""

import csv
import datetime as dt
import io

from finance.records.receipts import PaymentRow
from finance.web.payment_reads import HEAD, PAGE, Paid, bank_file, payment_lists, payments
from tests.doors import House

DAY = dt.date(2026, 6, 12)


def _order(house: House, ref: str, *lines: tuple[str, int, str], on: dt.date = DAY) -> None:
    with house.database.writing() as session:
        before = session.query(PaymentRow).count()
        for seq, (payee, amount, state) in enumerate(lines, start=before + 1):
            session.add(
                PaymentRow(
                    unit_code="LDA",
                    seq=seq,
                    ref=ref,
                    pay_on=on,
                    payee=payee,
                    account_no="0123456789",
                    bank_bin="970436",
                    amount_vnd=amount,
                    purpose=f"KPCD {ref} {payee}",
                    state=state,
                )
            )
        session.commit()


def _read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def _paid(**given: object) -> Paid:
    line = {
        "number": 1,
        "payee": "Công đoàn CTA",
        "unit_code": "CTA",
        "account_no": "0123456789",
        "bank_bin": "970436",
        "amount_vnd": 18_518_519,
        "purpose": "KPCD LDA/IB/1 CTA",
        "settled": False,
        "returned": False,
        "code": "",
    }
    return Paid(**{**line, **given})  # type: ignore[arg-type] # a test's own mixture


def test_lists_are_told_with_what_the_bank_has_paid(house: House) -> None:
    """The latest day first; how much of each is still to be paid, to the đồng."""
    _order(house, "LDA/IB/1", ("CTA", 18_518_519, "settled"), ("CTB", 6_172_839, "ordered"))
    _order(house, "LDA/IB/2", ("CTA", 7, "settled"), on=DAY + dt.timedelta(days=1))
    with house.database.reading() as session:
        found, count = payment_lists(session, ["LDA"], 1)
        assert payment_lists(session, ["CTA"], 1) == ([], 0)
        assert payment_lists(session, ["LDA"], 2) == ([], 2)
    assert count == 2
    assert [
        (each.ref, each.lines, each.amount_vnd, each.open_lines, each.open_vnd) for each in found
    ] == [
        ("LDA/IB/2", 1, 7, 0, 0),
        ("LDA/IB/1", 2, 24_691_358, 1, 6_172_839),
    ]


def test_a_page_of_lists_is_no_longer_than_a_page(house: House) -> None:
    """The rest stands on the next one."""
    for number in range(PAGE + 1):
        _order(house, f"LDA/IB/{number}", ("CTA", 1, "ordered"))
    with house.database.reading() as session:
        first, count = payment_lists(session, ["LDA"], 1)
        second, _ = payment_lists(session, ["LDA"], 2)
    assert (len(first), len(second), count) == (PAGE, 1, PAGE + 1)
    assert len({each.ref for each in (*first, *second)}) == PAGE + 1


def test_a_payee_is_shown_by_name(house: House) -> None:
    """A unit by its name in the register, an organisation as it was given."""
    _order(house, "LDA/IB/1", ("CTA", 5, "settled"), ("Tổ chức Hai", 6, "ordered"))
    with house.database.reading() as session:
        day, lines = payments(session, "LDA", "LDA/IB/1")
        assert payments(session, "LDA", "LDA/IB/9") == (None, [])
    assert day == DAY
    assert [(line.number, line.payee, line.unit_code, line.settled) for line in lines] == [
        (1, "Công đoàn CTA", "CTA", True),
        (2, "Tổ chức Hai", "", False),
    ]


def test_the_file_for_the_bank_holds_what_is_still_to_be_paid() -> None:
    """Plain integers, leading zeros kept, diacritics readable; nothing is paid twice."""
    data = bank_file([_paid(), _paid(number=2, settled=True)])
    assert _read(data) == [
        list(HEAD),
        ["1", "0123456789", "Công đoàn CTA", "970436", "18518519", "KPCD LDA/IB/1 CTA"],
    ]


def test_no_text_of_the_file_is_a_formula() -> None:
    """A name or a text that begins like one is made a text."""
    for sign in "=+-@\t\r":
        (row,) = _read(bank_file([_paid(payee=f"{sign}1+1", purpose=f"{sign}cmd")]))[1:]
        assert row[2] == f"'{sign}1+1"
        assert row[5] == f"'{sign}cmd"
