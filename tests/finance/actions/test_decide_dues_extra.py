"""A unit's decision to collect above the standard rate."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from finance.actions.decide_dues_extra import DecideDuesExtra, UnfitExtra, decide_dues_extra
from finance.records.dues import extra_of
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from tests.federation import Federation, federation

DAY = dt.date(2026, 7, 1)
ORDER = DecideDuesExtra("G1", Period("2026-06"), Fraction(3, 1000), "NQ 3/BCH")


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _extra(fed: Federation, period: str) -> Fraction:
    with fed.database.reading() as session:
        return extra_of(session, "G1", Period(period))


def test_from_its_month_to_its_last(fed: Federation) -> None:
    """The same again changes nothing; a later decision follows, one of the same month replaces."""
    assert decide_dues_extra(fed.ctx(DAY), ORDER)
    assert not decide_dues_extra(fed.ctx(DAY), ORDER)
    assert [_extra(fed, month) for month in ("2026-05", "2026-06", "2027-01")] == [
        Fraction(0),
        Fraction(3, 1000),
        Fraction(3, 1000),
    ]
    ended = replace(ORDER, to_period=Period("2026-08"))
    assert decide_dues_extra(fed.ctx(DAY), ended)
    assert _extra(fed, "2026-08") == Fraction(3, 1000)
    assert _extra(fed, "2026-09") == 0


@pytest.mark.parametrize(
    "change",
    [
        {"rate": Fraction(0)},
        {"rate": Fraction(1)},
        {"decision": " "},
        {"to_period": Period("2026-05")},
    ],
)
def test_what_is_no_decision(fed: Federation, change: dict[str, object]) -> None:
    """A rate of nothing or of all, without a number, ending before it begins."""
    with pytest.raises(UnfitExtra):
        decide_dues_extra(fed.ctx(DAY), replace(ORDER, **change))  # type: ignore[arg-type] # any field
    assert _extra(fed, "2026-06") == 0


def test_not_by_a_neighbour(fed: Federation) -> None:
    """Each unit decides for itself."""
    with pytest.raises(PermissionRefused):
        decide_dues_extra(fed.ctx(DAY, Actor("a", (Grant("G2", "accountant"),))), ORDER)
