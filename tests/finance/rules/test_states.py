"""The state of an obligation on a day."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.rates import law_of
from finance.rules.states import ObligationState, Standing, days_late, non_payment_from, state_on
from finance.runtime.parameters import law
from ledger.money import Vnd

DUE = dt.date(2026, 7, 31)
OPEN = Standing(Vnd(9_135_780), Vnd(9_000_000), DUE)
AMOUNTS = st.integers(0, 10**12).map(Vnd)
DAYS = st.dates(dt.date(2014, 1, 1), dt.date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "state", "late"),
    [
        ("2026-07-02", "not_due", 0),
        ("2026-07-31", "not_due", 0),
        ("2026-08-01", "late", 1),
        ("2026-09-29", "late", 60),
        ("2026-09-30", "non_payment", 61),
        ("2027-09-30", "non_payment", 426),
    ],
)
def test_late_for_sixty_days_then_not_paid(day: str, state: str, late: int) -> None:
    """The due day is in time; sixty days after it are late; the day after those is non-payment."""
    as_of = dt.date.fromisoformat(day)
    assert state_on(OPEN, as_of, law()) == state
    assert days_late(OPEN, as_of) == late


def test_before_the_decree_an_overdue_obligation_is_late_however_old() -> None:
    """The sixty-day rule is in force from 2026-05-16, not a day before."""
    old = replace(OPEN, due_on=dt.date(2025, 8, 31))
    assert state_on(old, dt.date(2026, 5, 15), law()) is ObligationState.LATE
    assert state_on(old, dt.date(2026, 5, 16), law()) is ObligationState.NON_PAYMENT
    assert non_payment_from(old.due_on, law()) == dt.date(2026, 5, 16)
    assert non_payment_from(DUE, law()) == dt.date(2026, 9, 30)


def test_without_the_rule_nothing_becomes_non_payment() -> None:
    """Where no such rule is on record, overdue stays late."""
    assert non_payment_from(DUE, law_of([])) is None
    assert state_on(OPEN, dt.date(2030, 1, 1), law_of([])) is ObligationState.LATE


def test_a_rule_that_ended_before_the_days_ran_out_does_not_apply() -> None:
    """Sixty days that run out after the rule has ended end in nothing."""
    (rule,) = law().history("levy.non_payment_days")
    ended = law_of([replace(rule, until_date=dt.date(2026, 9, 29))])
    assert non_payment_from(DUE, ended) is None


def test_paid_in_full_is_paid_on_any_day() -> None:
    """Money that came, even late, leaves nothing to be late with."""
    paid = Standing(Vnd(100), Vnd(100), DUE)
    for day in (dt.date(2026, 7, 1), dt.date(2027, 1, 1)):
        assert state_on(paid, day, law()) is ObligationState.PAID
        assert days_late(paid, day) == 0


def test_one_dong_taken_off_is_waived() -> None:
    """What was not paid to the last đồng because it was waived is told so."""
    waived = Standing(Vnd(100), Vnd(99), DUE, waived_vnd=Vnd(1))
    assert state_on(waived, dt.date(2027, 1, 1), law()) is ObligationState.WAIVED


def test_nothing_owed_is_paid() -> None:
    """An obligation of zero is paid from the start."""
    nothing = Standing(Vnd(0), Vnd(0), DUE)
    assert state_on(nothing, dt.date(2027, 1, 1), law()) is ObligationState.PAID


def test_suspended_until_its_make_up_day() -> None:
    """A suspended month is neither late nor unpaid before its new day; after it, it is like any."""
    standing = Standing(Vnd(4_000_000), Vnd(0), dt.date(2026, 9, 30), suspended=True)
    assert state_on(standing, dt.date(2026, 8, 15), law()) is ObligationState.SUSPENDED
    assert state_on(standing, dt.date(2026, 9, 30), law()) is ObligationState.SUSPENDED
    assert state_on(standing, dt.date(2026, 10, 1), law()) is ObligationState.LATE
    assert state_on(standing, dt.date(2026, 11, 30), law()) is ObligationState.NON_PAYMENT


def test_an_exemption_of_what_is_unpaid_waives_it() -> None:
    """Once an exemption takes off all that was open, the obligation is waived."""
    waived = replace(OPEN, waived_vnd=Vnd(135_780))
    assert state_on(waived, dt.date(2027, 1, 1), law()) is ObligationState.WAIVED
    partly = replace(OPEN, waived_vnd=Vnd(135_779))
    assert partly.open_vnd == 1
    assert state_on(partly, dt.date(2026, 8, 1), law()) is ObligationState.LATE


ORDER = ("not_due", "late", "non_payment")


@given(AMOUNTS, AMOUNTS, DAYS, DAYS, st.integers(0, 400))
def test_time_only_makes_it_worse(
    amount: Vnd, paid: Vnd, due: dt.date, day: dt.date, later: int
) -> None:
    """Without money coming in, a state only moves towards non-payment."""
    standing = Standing(amount, paid, due)
    now = state_on(standing, day, law())
    then = state_on(standing, day + dt.timedelta(days=later), law())
    if standing.open_vnd == 0:
        assert now is then is ObligationState.PAID
    else:
        assert ORDER.index(now) <= ORDER.index(then)
        assert (days_late(standing, day) > 0) is (now is not ObligationState.NOT_DUE)
