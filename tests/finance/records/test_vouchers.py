"""A voucher and its lines, as typed."""

import datetime as dt

from sqlalchemy import select

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.records.vouchers import VoucherLineRow, VoucherRow, VoucherState
from finance.runtime.database import Database
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, federation

DAY = dt.date(2026, 7, 22)


def test_lines_go_with_their_voucher(database: Database) -> None:
    """In the order they were typed; a draft that is thrown away leaves none."""
    fed = federation(database)
    lines = [credit("112", 5), debit("611", 5, fund="levy", item="31")]
    draft_voucher(fed.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", lines))
    with database.writing() as session:
        rows = session.scalars(select(VoucherLineRow).order_by(VoucherLineRow.line_no)).all()
        assert [(row.line_no, row.account, row.side) for row in rows] == [
            (1, "112", "C"),
            (2, "611", "D"),
        ]
        voucher = session.get_one(VoucherRow, ("G1", 1))
        assert (voucher.state, voucher.checker, voucher.entry) == (VoucherState.DRAFT, "", "")
        session.delete(voucher)
        session.flush()
        assert session.scalars(select(VoucherLineRow)).all() == []
