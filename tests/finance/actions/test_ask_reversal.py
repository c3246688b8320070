"""An entry is reversed once, whole, with a reason, where no sub-ledger stands behind it."""

import datetime as dt

import pytest
from finance.actions.reverse_entry import ReverseEntry, reverse_entry

from finance.actions.reject_voucher import ReasonWanted
from finance.rules.vouchers import ControlAccount
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import AlreadyReversed, PeriodNotOpen, UnknownEntry
from tests.builders import E1
from tests.federation import ACCOUNTANT, Federation, federation

DAY = dt.date(2026, 7, 22)
NEXT = dt.date(2026, 7, 23)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with one payment of G1."""
    made = federation(database)
    made.voucher("G1", DAY, "Chi", [debit("611", 5, fund="levy", item="31"), credit("112", 5)])
    return made


def _reverse(
    fed: Federation, number: str = "PV/2026/1", actor: Actor = ACCOUNTANT, on: dt.date = NEXT
) -> str:
    return reverse_entry(fed.ctx(NEXT, actor), ReverseEntry("G1", number, "Chi nhầm", on))


def test_its_lines_with_the_sides_exchanged(fed: Federation) -> None:
    """Asked again in the same words, it is the same reversal."""
    assert _reverse(fed) == _reverse(fed, "G1/PV/2026/1") == "G1/PV/2026/2"
    assert fed.balance("G1", "611") == fed.balance("G1", "112") == 0


def test_a_reversal_is_not_reversed(fed: Federation) -> None:
    """What was right is posted anew."""
    number = _reverse(fed)
    with pytest.raises(AlreadyReversed):
        _reverse(fed, number)


def test_what_a_verb_keeps_is_undone_by_a_verb(fed: Federation) -> None:
    """Else sub-ledger and account would part."""
    fed.pay(E1, "2026-06", 1_000, DAY)
    with pytest.raises(ControlAccount):
        _reverse(fed, "MT/2026/1")
    fed.assert_sound()


@pytest.mark.parametrize(
    "number", ["PV/2026/9", "PV/2026", "PV/x/1", "PV/²/1", "", "PV/2026/" + "9" * 40]
)
def test_an_entry_that_is_not_there(fed: Federation, number: str) -> None:
    """Whatever was typed."""
    with pytest.raises(UnknownEntry):
        _reverse(fed, number)


def test_in_an_open_month_with_a_reason_by_who_may(fed: Federation) -> None:
    """A reversal is an entry like any other."""
    with pytest.raises(ReasonWanted):
        reverse_entry(fed.ctx(NEXT, ACCOUNTANT), ReverseEntry("G1", "PV/2026/1", " ", NEXT))
    with pytest.raises(PermissionRefused):
        _reverse(fed, actor=SYSTEM)
    with pytest.raises(PermissionRefused):
        _reverse(fed, actor=Actor("a", (Grant("G2", "accountant"),)))
    with pytest.raises(PeriodNotOpen):
        _reverse(fed, on=dt.date(2019, 1, 1))
