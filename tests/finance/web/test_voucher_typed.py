"""The form keeps what was typed, as it was typed."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from finance.records.vouchers import VoucherRow
from finance.web.voucher_typed import MOST_ROWS, Row, Typed, typed, typed_again
from ledger.entries import credit, debit
from tests.finance.web.desk import PAID, fields


@given(st.lists(st.builds(Row, *(st.text(max_size=20),) * 5), max_size=20))
def test_what_is_sent_is_what_was_typed(rows: list[Row]) -> None:
    """Whatever the cells hold, in the order of the rows; other fields are left aside."""
    sent = {
        f"{name}-{number}": getattr(row, name)
        for number, row in enumerate(rows, start=1)
        for name in Row.__slots__
    }
    found = typed({"text": "t", "other-1": "x", "account-0": "y", **sent})
    assert found == Typed("", "", "t", tuple(rows))


def test_there_is_always_room_to_write() -> None:
    """Six rows at first, five more for the asking, never more than a voucher takes."""
    assert len(Typed().with_room().rows) == 6
    assert len(Typed().with_room().with_room(5).rows) == 11
    assert len(Typed(rows=(Row(),) * MOST_ROWS).with_room(5).rows) == MOST_ROWS
    assert len(Typed(rows=(Row("1"),) * (MOST_ROWS + 1)).with_room().rows) == MOST_ROWS + 1


def test_empty_rows_at_the_end_are_no_rows() -> None:
    """Those between are kept in their place, so that numbers stay right."""
    rows = (Row("1"), Row(), Row("2"), Row(" "), Row())
    assert Typed(rows=rows).trimmed().rows == rows[:3]
    assert Typed(rows=(Row(),)).trimmed().rows == ()


def test_sums_count_what_can_be_read() -> None:
    """Letters, negative amounts and cells too long to be one count for nothing."""
    rows = (Row(debit="1.000"), Row(debit="x", credit="2 000"), Row(debit="-5", credit="9" * 99))
    assert Typed(rows=rows).sums == (1000, 2000)


def test_a_voucher_is_typed_again_as_it_was_kept() -> None:
    """Amounts with dots, funds by their words, days as Vietnam writes them."""
    row = VoucherRow(
        accounting_on=dt.date(2026, 6, 10), document_on=dt.date(2026, 6, 1), text="Chi thăm hỏi"
    )
    lines = [debit("611", 24_500_000, fund="levy", item="31"), credit("112", 24_500_000)]
    again = typed_again(row, lines)
    assert again == Typed(
        "10/06/2026",
        "01/06/2026",
        "Chi thăm hỏi",
        (Row("611", "24.500.000", "", "KPCĐ", "31"), Row("112", "", "24.500.000")),
    )
    assert again.sums == typed(fields(*PAID)).sums
