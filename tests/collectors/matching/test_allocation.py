"""An amount goes to the months it names, then to what is due first, then to credit."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.matching.allocation import Obligation, allocate
from ledger.money import Vnd
from ledger.periods import Period, last_day, periods_between, shift

APRIL, MAY, JUNE, JULY = periods_between(Period("2026-04"), Period("2026-07"))


def _owes(period: Period, open_vnd: int, due_on: dt.date | None = None) -> Obligation:
    return Obligation(period, Vnd(open_vnd), due_on or last_day(shift(period, 1)))


OWED = (_owes(JUNE, 300), _owes(APRIL, 100), _owes(MAY, 200))


@pytest.mark.parametrize(
    ("amount", "named", "parts", "credit"),
    [
        (600, (), ((APRIL, 100), (MAY, 200), (JUNE, 300)), 0),
        (250, (), ((APRIL, 100), (MAY, 150)), 0),
        (250, (JUNE,), ((JUNE, 250),), 0),
        (450, (JUNE,), ((JUNE, 300), (APRIL, 100), (MAY, 50)), 0),
        (700, (MAY, JUNE), ((MAY, 200), (JUNE, 300), (APRIL, 100)), 100),
        (250, (JUNE, APRIL), ((APRIL, 100), (JUNE, 150)), 0),
        (700, (), ((APRIL, 100), (MAY, 200), (JUNE, 300)), 100),
    ],
)
def test_named_months_first_then_oldest_then_credit(
    amount: int,
    named: tuple[Period, ...],
    parts: tuple[tuple[Period, int], ...],
    credit: int,
) -> None:
    """What the payer says comes first; what is left pays the oldest debt."""
    laid = allocate(Vnd(amount), named, OWED)
    assert (laid.parts, laid.credit_vnd, laid.not_assessed) == (parts, credit, ())


def test_money_for_a_month_not_assessed_waits_as_credit() -> None:
    """It is not spent on other months: the payer said what it is for."""
    laid = allocate(Vnd(500), (JUNE, JULY), OWED)
    assert (laid.parts, laid.credit_vnd) == (((JUNE, 300),), 200)
    assert laid.not_assessed == (JULY,)


def test_a_paid_month_counts_as_assessed() -> None:
    """Paying it twice pays the next oldest debt instead."""
    laid = allocate(Vnd(150), (MAY,), (_owes(APRIL, 100), _owes(MAY, 0)))
    assert (laid.parts, laid.credit_vnd) == (((APRIL, 100),), 50)


def test_a_suspended_month_is_paid_when_its_turn_comes() -> None:
    """What is due first is paid first, whichever month it is for."""
    suspended = _owes(JUNE, 100, dt.date(2026, 9, 30))
    laid = allocate(Vnd(150), (), (suspended, _owes(JULY, 100)))
    assert laid.parts == ((JULY, 100), (JUNE, 50))


def test_with_nothing_assessed_all_is_credit() -> None:
    """Money of a known employer that owes nothing yet."""
    assert allocate(Vnd(400_000), (), ()).credit_vnd == 400_000


_months = st.integers(0, 5).map(lambda n: shift(Period("2026-01"), n))
_owed = st.dictionaries(_months, st.integers(0, 50)).map(
    lambda owed: [_owes(period, open_vnd) for period, open_vnd in owed.items()]
)


@given(st.integers(1, 300), st.lists(_months, unique=True), _owed)
def test_nothing_is_lost_and_nothing_overpaid(
    amount: int, named: list[Period], owed: list[Obligation]
) -> None:
    """Parts and credit make the amount; no part is above what is open; each month at most once."""
    laid = allocate(Vnd(amount), named, owed)
    assert sum(part for _, part in laid.parts) + laid.credit_vnd == amount
    assert laid.credit_vnd >= 0
    open_vnd = {one.period: one.open_vnd for one in owed}
    assert all(0 < part <= open_vnd[period] for period, part in laid.parts)
    assert len(dict(laid.parts)) == len(laid.parts)


@given(st.integers(1, 300), st.lists(_months, unique=True), _owed)
def test_credit_is_left_only_when_nothing_more_may_be_paid(
    amount: int, named: list[Period], owed: list[Obligation]
) -> None:
    """With every named month assessed, credit means that all debts are paid."""
    laid = allocate(Vnd(amount), named, owed)
    if laid.credit_vnd and not laid.not_assessed:
        assert sum(part for _, part in laid.parts) == sum(one.open_vnd for one in owed)
