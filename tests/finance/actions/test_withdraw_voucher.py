"""Who made a voucher takes it back before it is decided; nobody else does."""

import datetime as dt

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ask_reversal
from finance.actions.discard_voucher import DiscardVoucher, discard_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.actions.withdraw_voucher import WithdrawVoucher, withdraw_voucher
from finance.records.vouchers import VoucherRow
from finance.rules.vouchers import MirrorIsFixed, NotYours, VoucherChanged, VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
BACK = WithdrawVoucher("G1", 1)
OTHER = Actor("mai", (Grant("G1", "accountant"),))


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a submitted voucher of G1."""
    made = federation(database)
    ctx = made.ctx(DAY, ACCOUNTANT)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    return made


def test_it_is_a_draft_again(fed: Federation) -> None:
    """It is changed and handed in anew; until then nobody approves it."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    withdraw_voucher(ctx, BACK)
    with fed.database.reading() as session:
        assert session.get_one(VoucherRow, ("G1", 1)).state == "draft"
    with pytest.raises(VoucherNotThere):
        approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        withdraw_voucher(ctx, BACK)
    draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi khác", LINES, 1))
    submit_voucher(ctx, SubmitVoucher("G1", 1))
    assert approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1)) == "G1/PV/2026/1"


def test_not_once_it_is_decided(fed: Federation) -> None:
    """What is posted is corrected by a reversal."""
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    with pytest.raises(VoucherNotThere):
        withdraw_voucher(fed.ctx(DAY, ACCOUNTANT), BACK)


def test_by_those_who_made_it_alone(fed: Federation) -> None:
    """A colleague and the approver are told to send it back; letter case makes no other person."""
    for actor in (OTHER, APPROVER):
        with pytest.raises(NotYours):
            withdraw_voucher(fed.ctx(DAY, actor), BACK)
    with pytest.raises(PermissionRefused):
        withdraw_voucher(fed.ctx(DAY, Actor("lan", (Grant("G2", "accountant"),))), BACK)
    withdraw_voucher(fed.ctx(DAY, Actor("LAN", (Grant("G1", "accountant"),))), BACK)


def test_as_it_was_seen(fed: Federation) -> None:
    """Another look is asked for when it has changed since."""
    with pytest.raises(VoucherChanged):
        withdraw_voucher(fed.ctx(DAY, ACCOUNTANT), WithdrawVoucher("G1", 1, seen=1))


def test_a_reversal_is_taken_back_too(fed: Federation) -> None:
    """Its lines stay the mirror of the entry; it is discarded, and asked for anew."""
    entry = approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    ctx = fed.ctx(DAY, ACCOUNTANT)
    ask = AskReversal("G1", entry.removeprefix("G1/"), "Nhầm", DAY)
    ask_reversal(ctx, ask)
    withdraw_voucher(ctx, WithdrawVoucher("G1", 2))
    with pytest.raises(MirrorIsFixed):
        draft_voucher(ctx, DraftVoucher("G1", DAY, DAY, "Chi", LINES, 2))
    discard_voucher(ctx, DiscardVoucher("G1", 2))
    ask_reversal(ctx, ask)
