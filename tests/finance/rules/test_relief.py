"""What decisions on relief make of a wage month."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.relief import (
    GROUNDS,
    NO_RELIEF,
    Effect,
    Ground,
    Owed,
    Relief,
    ReliefKind,
    effect_on,
    owed,
    runs_of,
)
from ledger.money import Vnd
from ledger.periods import Period, shift

FIFTH = Fraction(20, 100)
AMOUNTS = st.integers(0, 10**12).map(Vnd)
RATES = st.integers(0, 20).map(lambda rate: Fraction(rate, 100))
JUNE = Period("2026-06")


def _granted(kind: ReliefKind, first: str, last: str, rate: Fraction = Fraction(0)) -> Relief:
    return Relief(kind, Period(first), Period(last), rate)


SUSPENDED = _granted(ReliefKind.SUSPENSION, "2026-06", "2026-08")
REDUCED = _granted(ReliefKind.REDUCTION, "2026-09", "2027-02", FIFTH)
EXEMPTED = _granted(ReliefKind.EXEMPTION, "2026-05", "2026-12")


@pytest.mark.parametrize(
    ("period", "effect"),
    [
        ("2026-04", NO_RELIEF),
        ("2026-05", Effect(exempt=True)),
        ("2026-06", Effect(Period("2026-08"), exempt=True)),
        ("2026-08", Effect(Period("2026-08"), exempt=True)),
        ("2026-09", Effect(rate=FIFTH, exempt=True)),
        ("2027-02", Effect(rate=FIFTH)),
        ("2027-03", NO_RELIEF),
    ],
)
def test_a_month_has_what_was_granted_for_it(period: str, effect: Effect) -> None:
    """Both months that a decision names count, and none beside them."""
    assert effect_on(Period(period), [EXEMPTED, REDUCED, SUSPENDED]) == effect


def test_suspensions_that_follow_each_other_end_together() -> None:
    """Prolonged without a month between, all months are made up after the last of them."""
    again = _granted(ReliefKind.SUSPENSION, "2026-09", "2026-10")
    later = _granted(ReliefKind.SUSPENSION, "2026-12", "2026-12")
    granted = [later, again, SUSPENDED]
    assert effect_on(JUNE, granted).suspended_to == "2026-10"
    assert effect_on(Period("2026-11"), granted) == NO_RELIEF
    assert runs_of(granted, ReliefKind.SUSPENSION) == [
        ("2026-06", "2026-10"),
        ("2026-12", "2026-12"),
    ]


def test_one_suspension_inside_another_ends_with_the_longer() -> None:
    """Whichever came first."""
    inner = _granted(ReliefKind.SUSPENSION, "2026-07", "2026-07")
    assert effect_on(JUNE, [inner, SUSPENDED]).suspended_to == "2026-08"


def test_a_fifth_off() -> None:
    """20% of 40,000,000: gross, relief and amount are told apart."""
    found = owed(Vnd(40_000_000), Vnd(0), Effect(rate=FIFTH))
    assert found == Owed(Vnd(40_000_000), Vnd(32_000_000), Vnd(0))
    assert found.relief_vnd == 8_000_000


def test_a_reduction_is_rounded_down() -> None:
    """A fifth of 24,691,358 is 4,938,271.6: no more than that is taken off."""
    assert owed(Vnd(24_691_358), Vnd(0), Effect(rate=FIFTH)).relief_vnd == 4_938_271


def test_what_came_from_elsewhere_is_owed_on_top() -> None:
    """And what went elsewhere is not; the reduction is of the month's own levy."""
    assert owed(Vnd(100), Vnd(0), Effect(rate=FIFTH), 30) == Owed(Vnd(100), Vnd(110), Vnd(0), 30)
    gone = owed(Vnd(100), Vnd(0), Effect(rate=FIFTH), -30)
    assert (gone.amount_vnd, gone.relief_vnd) == (50, 20)


@pytest.mark.parametrize(("paid", "waived"), [(0, 100), (40, 60), (100, 0), (130, 0)])
def test_an_exemption_waives_what_is_unpaid(paid: int, waived: int) -> None:
    """What was paid stays paid; what was paid too much is not for this rule."""
    assert owed(Vnd(100), Vnd(paid), Effect(exempt=True)).waived_vnd == waived


@given(gross=AMOUNTS, paid=AMOUNTS, rate=RATES, exempt=st.booleans())
def test_relief_never_takes_more_than_is_owed(
    *, gross: Vnd, paid: Vnd, rate: Fraction, exempt: bool
) -> None:
    """Relief is within its rate, and paid and waived never exceed the amount that both are of."""
    found = owed(gross, paid, Effect(rate=rate, exempt=exempt))
    assert 0 <= found.relief_vnd <= gross * rate
    assert found.relief_vnd + 1 > gross * rate
    assert min(paid, found.amount_vnd) + found.waived_vnd <= found.amount_vnd
    if exempt:
        assert min(paid, found.amount_vnd) + found.waived_vnd == found.amount_vnd


def test_each_kind_has_its_own_grounds() -> None:
    """No ground serves two kinds, and none is left over."""
    held = [ground for own in GROUNDS.values() for ground in own]
    assert sorted(held) == sorted(Ground)
    assert REDUCED.months == tuple(shift(Period("2026-09"), n) for n in range(6))
