"""An entry is reversed once, whole, by two people, where no sub-ledger stands behind it."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ReasonWanted, ask_reversal, latest_reversal
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.records.vouchers import VoucherRow, voucher_lines
from finance.rules.permissions import SamePerson
from finance.rules.vouchers import ControlAccount, MirrorIsFixed, ReversalWaits
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import credit, debit, mirrored
from ledger.errors import AlreadyReversed, PeriodNotOpen, Refusal, UnknownEntry
from tests.builders import E1
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

DAY = dt.date(2026, 7, 22)
NEXT = dt.date(2026, 7, 23)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with one payment of G1."""
    made = federation(database)
    made.voucher("G1", DAY, "Chi", LINES)
    return made


def _ask(
    fed: Federation, number: str = "PV/2026/1", actor: Actor = ACCOUNTANT, on: dt.date = NEXT
) -> int:
    return ask_reversal(fed.ctx(NEXT, actor), AskReversal("G1", number, "Chi nhầm", on))


def _approve(fed: Federation, seq: int, actor: Actor = APPROVER) -> str:
    return approve_voucher(fed.ctx(NEXT, actor), ApproveVoucher("G1", seq))


def test_its_lines_with_the_sides_exchanged(fed: Federation) -> None:
    """It waits as a voucher, posts nothing, and is posted by the second person."""
    seq = _ask(fed)
    with fed.database.reading() as session:
        row = session.get_one(VoucherRow, ("G1", seq))
        assert voucher_lines(session, row) == mirrored(LINES)
    assert (row.state, row.kind, row.reverses) == ("submitted", "reversal", "G1/PV/2026/1")
    assert fed.balance("G1", "611") == 5
    assert _approve(fed, seq) == "G1/PV/2026/2"
    assert fed.balance("G1", "611") == fed.balance("G1", "112") == 0


@pytest.mark.parametrize("name", ["lan", "LAN"])
def test_who_asked_does_not_approve(fed: Federation, name: str) -> None:
    """Whatever roles they hold, and however they write their name."""
    seq = _ask(fed)
    both = (Grant("TLD", "accountant"), Grant("TLD", "approver"))
    with pytest.raises(SamePerson):
        _approve(fed, seq, Actor(name, both))
    with pytest.raises(PermissionRefused):
        _approve(fed, seq, Actor("hoa", (Grant("TLD", "accountant"),)))


def test_one_waits_at_a_time(fed: Federation) -> None:
    """The second is told where the first waits; sent back, it may be asked for again."""
    seq = _ask(fed)
    with pytest.raises(ReversalWaits) as caught:
        _ask(fed, "G1/PV/2026/1")
    assert caught.value.facts["voucher"] == f"G1/V/{seq}"
    reject_voucher(fed.ctx(NEXT, APPROVER), RejectVoucher("G1", seq, "Không nhầm"))
    assert fed.balance("G1", "611") == 5
    again = _ask(fed)
    assert again == seq + 1
    with fed.database.reading() as session:
        found = latest_reversal(session, "G1", "G1/PV/2026/1")
    assert found is not None
    assert found.seq == again


def test_nobody_writes_its_lines(fed: Federation) -> None:
    """Not even after it was sent back."""
    seq = _ask(fed)
    reject_voucher(fed.ctx(NEXT, APPROVER), RejectVoucher("G1", seq, "Không nhầm"))
    with pytest.raises(MirrorIsFixed):
        draft_voucher(fed.ctx(NEXT, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "x", LINES, seq))


def test_a_reversal_is_not_reversed(fed: Federation) -> None:
    """What was right is posted anew; and what was reversed is not reversed again."""
    number = _approve(fed, _ask(fed))
    for each in (number, "PV/2026/1"):
        with pytest.raises(AlreadyReversed):
            _ask(fed, each)


def test_twenty_who_ask_at_once_ask_once(fed: Federation) -> None:
    """And twenty who approve at once post it once."""

    def ask(number: int) -> str:
        try:
            return str(_ask(fed, actor=Actor(f"a{number}", ACCOUNTANT.grants)))
        except Refusal as refusal:
            return refusal.code

    def approve(number: int) -> str:
        try:
            return _approve(fed, 2, Actor(f"b{number}", APPROVER.grants))
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(8) as pool:
        asked = sorted(pool.map(ask, range(20)))
        told = sorted(pool.map(approve, range(20)))
    assert asked == ["2", *["voucher.reversal_waits"] * 19]
    assert told == ["G1/PV/2026/2", *["voucher.wrong_state"] * 19]
    assert fed.balance("G1", "611") == 0


def test_what_a_verb_keeps_is_undone_by_a_verb(fed: Federation) -> None:
    """Else sub-ledger and account would part."""
    fed.pay(E1, "2026-06", 1_000, DAY)
    with pytest.raises(ControlAccount):
        _ask(fed, "MT/2026/1")
    fed.assert_sound()


@pytest.mark.parametrize(
    "number", ["PV/2026/9", "PV/2026", "PV/x/1", "PV/²/1", "", "PV/2026/" + "9" * 40]
)
def test_an_entry_that_is_not_there(fed: Federation, number: str) -> None:
    """Whatever was typed."""
    with pytest.raises(UnknownEntry):
        _ask(fed, number)


def test_in_an_open_month_with_a_reason_by_who_may(fed: Federation) -> None:
    """A refusal leaves nothing, not even a number."""
    before = contents(fed.database)
    with pytest.raises(ReasonWanted):
        ask_reversal(fed.ctx(NEXT, ACCOUNTANT), AskReversal("G1", "PV/2026/1", " ", NEXT))
    with pytest.raises(PermissionRefused):
        _ask(fed, actor=SYSTEM)
    with pytest.raises(PermissionRefused):
        _ask(fed, actor=Actor("a", (Grant("G2", "accountant"),)))
    with pytest.raises(PeriodNotOpen):
        _ask(fed, on=dt.date(2019, 1, 1))
    assert contents(fed.database) == before
