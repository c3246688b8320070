"""A second person approves a voucher, and it is posted once."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.vouchers import VoucherRow
from finance.rules.permissions import SamePerson
from finance.rules.vouchers import VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import PeriodNotOpen, Refusal
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

DAY = dt.date(2026, 7, 22)
LINES = [debit("611", 3_000, fund="levy", item="31"), credit("112", 3_000)]
BOTH = (Grant("TLD", "accountant"), Grant("TLD", "approver"))


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with one voucher of G1 that Lan submitted."""
    made = federation(database)
    maker = made.ctx(DAY, ACCOUNTANT)
    draft_voucher(maker, DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    submit_voucher(maker, SubmitVoucher("G1", 1))
    return made


def test_it_becomes_an_entry(fed: Federation) -> None:
    """With number, and the voucher names it."""
    public_id = approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1))
    assert public_id == "G1/PV/2026/1"
    assert fed.balance("G1", "611") == -fed.balance("G1", "112") == 3_000
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", 1))
    assert (row.state, row.maker, row.checker, row.entry) == ("posted", "lan", "minh", public_id)


@pytest.mark.parametrize("name", ["lan", "Lan"])
def test_nobody_approves_what_they_made(fed: Federation, name: str) -> None:
    """Whatever roles they hold."""
    before = contents(fed.database)
    with pytest.raises(SamePerson):
        approve_voucher(fed.ctx(DAY, Actor(name, BOTH)), ApproveVoucher("G1", 1))
    assert contents(fed.database) == before


def test_nor_after_another_has_submitted_it(fed: Federation) -> None:
    """The one who wrote it is its maker."""
    writer, other = Actor("an", BOTH), Actor("binh", BOTH)
    seq = draft_voucher(fed.ctx(DAY, writer), DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    submit_voucher(fed.ctx(DAY, other), SubmitVoucher("G1", seq))
    with pytest.raises(SamePerson):
        approve_voucher(fed.ctx(DAY, writer), ApproveVoucher("G1", seq))


@pytest.mark.parametrize(
    "actor",
    [
        SYSTEM,
        Actor("a", (Grant("TLD", "accountant"),)),
        Actor("b", (Grant("G2", "approver"),)),
    ],
)
def test_only_an_approver_of_the_unit_or_above(fed: Federation, actor: Actor) -> None:
    """No machine, no accountant, no neighbour."""
    with pytest.raises(PermissionRefused):
        approve_voucher(fed.ctx(DAY, actor), ApproveVoucher("G1", 1))


def test_two_approvers_at_once_post_it_once(fed: Federation) -> None:
    """The second is told that it has gone further."""

    def run(name: str) -> str:
        try:
            actor = Actor(name, (Grant("TLD", "approver"),))
            return approve_voucher(fed.ctx(DAY, actor), ApproveVoucher("G1", 1))
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as pool:
        told = sorted(pool.map(run, ("an", "binh", "chi", "dung")))
    assert told == ["G1/PV/2026/1", *["voucher.wrong_state"] * 3]
    assert fed.balance("G1", "611") == 3_000


def test_in_a_closed_month_it_is_refused(fed: Federation) -> None:
    """A voucher's day is its own; it is not moved behind anybody's back."""
    seq = draft_voucher(
        fed.ctx(DAY, ACCOUNTANT),
        DraftVoucher("G1", dt.date(2026, 6, 30), DAY, "Chi", LINES),
    )
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", seq))
    approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", seq))
    fed.close("G1", "2026-06", dt.date(2026, 6, 30))
    late = draft_voucher(
        fed.ctx(DAY, ACCOUNTANT),
        DraftVoucher("G1", dt.date(2026, 6, 30), DAY, "Chi", LINES),
    )
    submit_voucher(fed.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", late))
    with pytest.raises(PeriodNotOpen):
        approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", late))
    with pytest.raises(VoucherNotThere):
        approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", seq))
