"""A voucher and its lines, as typed."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import DBAPIError

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.records.vouchers import VoucherLineRow, VoucherRow, VoucherState, makers_of
from finance.rules.vouchers import STATE_WORDS
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, federation

DAY = dt.date(2026, 7, 22)


def test_lines_stand_as_they_were_typed(database: Database) -> None:
    """In their order; a voucher that is no longer wanted is discarded, never deleted."""
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
        with pytest.raises(DBAPIError):
            session.execute(delete(VoucherRow))


def test_every_change_is_later_than_the_one_before(database: Database) -> None:
    """Two changes within one microsecond are told apart: whoever decides names what they saw."""
    fed = federation(database)
    ctx = fed.ctx(DAY, ACCOUNTANT)
    wish = DraftVoucher("G1", DAY, DAY, "Chi", [credit("112", 5)])
    draft_voucher(ctx, wish)
    seen = []
    for _ in range(3):
        draft_voucher(ctx, replace(wish, seq=1))
        with database.reading() as session:
            seen.append(session.get_one(VoucherRow, ("G1", 1)).changed_at_us)
    assert seen == sorted(set(seen))


def test_a_hand_is_kept_once(database: Database) -> None:
    """However the name is written; and for as long as the voucher stands."""
    fed = federation(database)
    wish = DraftVoucher("G1", DAY, DAY, "Chi", [credit("112", 5)])
    draft_voucher(fed.ctx(DAY, ACCOUNTANT), wish)
    for name in ("LAN", "minh"):
        draft_voucher(fed.ctx(DAY, Actor(name, ACCOUNTANT.grants)), replace(wish, seq=1))
    with database.reading() as session:
        assert makers_of(session, session.get_one(VoucherRow, ("G1", 1))) == ["lan", "minh"]


def test_each_state_has_its_word() -> None:
    """No refusal shows a code."""
    assert set(STATE_WORDS) == {state.value for state in VoucherState}
