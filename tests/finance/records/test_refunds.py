"""Refunds are found by their unit, and decided once."""

import datetime as dt

import pytest

from finance.records.refunds import (
    RefundDecided,
    RefundRow,
    UnknownRefund,
    refund_waiting,
    refunds_asked,
    refunds_of,
)
from finance.runtime.database import Database


def _row(unit: str, seq: int, state: str, tax_code: str = "9900000016") -> RefundRow:
    return RefundRow(
        unit_code=unit,
        seq=seq,
        kind="credit",
        tax_code=tax_code,
        payee="Công ty",
        account_no="20",
        amount_vnd=5,
        request="CV",
        asked_on=dt.date(2026, 7, 1),
        state=state,
        maker="lan",
        made_at_us=1,
        checker="" if state == "asked" else "minh",
    )


def test_what_waits_and_what_is_decided(database: Database) -> None:
    """The list shows the latest first; only what waits can be decided."""
    with database.writing() as session:
        rows = [_row("LDA", 1, "paid"), _row("LDA", 2, "asked"), _row("LDB", 1, "asked")]
        session.add_all([*rows, _row("LDA", 3, "asked", "9900000023")])
        session.flush()
        assert [row.public_id for row in refunds_of(session, "LDA")] == [
            "LDA/HT/3",
            "LDA/HT/2",
            "LDA/HT/1",
        ]
        assert [row.seq for row in refunds_asked(session, "LDA", "9900000016")] == [2]
        assert refund_waiting(session, "LDA", 2).seq == 2
        with pytest.raises(RefundDecided, match="minh"):
            refund_waiting(session, "LDA", 1)
        with pytest.raises(UnknownRefund, match="LDA/HT/9"):
            refund_waiting(session, "LDA", 9)
