"""A draft is handed to the second person, whole and balanced."""

import datetime as dt

import pytest

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.vouchers import VoucherRow
from finance.rules.vouchers import VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import Unbalanced
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 3_000, fund="levy", item="31"), credit("112", 3_000)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with one draft of G1."""
    made = federation(database)
    draft_voucher(made.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    return made


def _row(fed: Federation) -> VoucherRow:
    with fed.database.reading() as session:
        return session.get_one(VoucherRow, ("G1", 1))


def test_its_maker_stays_who_wrote_it(fed: Federation) -> None:
    """Else who wrote it could approve it, once another had submitted it."""
    submit_voucher(fed.ctx(DAY, APPROVER), SubmitVoucher("G1", 1))
    assert (_row(fed).state, _row(fed).maker) == ("submitted", "lan")


def test_once(fed: Federation) -> None:
    """A voucher that was submitted is not a draft any more."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        submit_voucher(ctx, SubmitVoucher("G1", 1))


@pytest.mark.parametrize("kept", [0, 1])
def test_it_balances_and_is_not_empty(fed: Federation, kept: int) -> None:
    """What the book would not take is not handed on."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES[:kept], 1))
    with pytest.raises(Unbalanced):
        submit_voucher(ctx, SubmitVoucher("G1", 1))
    assert _row(fed).state == "draft"


def test_by_who_keeps_the_book(fed: Federation) -> None:
    """Not by a neighbour."""
    with pytest.raises(PermissionRefused):
        submit_voucher(
            fed.ctx(DAY, Actor("a", (Grant("G2", "accountant"),))), SubmitVoucher("G1", 1)
        )
