"""What an employer owes, and by when."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.levy import (
    EmployerType,
    NegativeWageFund,
    PayCycle,
    amount_due,
    assess,
    cycle_end,
    due_on,
    is_payer,
    recomputed,
)
from finance.rules.rates import NoRuleInForce, Used
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.periods import Period, last_day, shift

FUNDS = st.integers(0, 10**14).map(Vnd)
MONTHS = st.integers(0, 12 * 12).map(lambda n: shift(Period("2016-01"), n))


@pytest.mark.parametrize(
    ("wage_fund", "amount"),
    [
        (1_187_654_321, 23_753_086),
        (1_201_234_567, 24_024_691),
        (1_234_567_891, 24_691_358),
        (987_654_321, 19_753_086),
        (456_789_012, 9_135_780),
        (345_678_901, 6_913_578),
        (200_000_001, 4_000_000),
        (301_234_567, 6_024_691),
        (25, 1),
        (24, 0),
        (0, 0),
    ],
)
def test_two_per_cent_half_up(wage_fund: int, amount: int) -> None:
    """The levy is 2 % of the wage fund, half a đồng going up."""
    rate = law().for_month("levy.rate", Period("2026-06"))
    assert amount_due(Vnd(wage_fund), rate) == amount


def test_a_negative_wage_fund_is_refused() -> None:
    """No levy is computed on less than nothing."""
    with pytest.raises(NegativeWageFund) as refused:
        assess(Period("2026-06"), Vnd(-1), law())
    assert refused.value.facts == {"wage_fund": -1}


def test_an_assessment_says_what_it_was_made_with() -> None:
    """The rate's key, first day and written value stand beside the amount."""
    fact = assess(Period("2026-06"), Vnd(1_234_567_891), law())
    assert (fact.period, fact.wage_fund_vnd) == ("2026-06", 1_234_567_891)
    assert fact.amount_vnd == 24_691_358
    assert fact.rate == Used("levy.rate", dt.date(2025, 7, 1), "2/100")


@given(FUNDS, MONTHS)
def test_an_inspector_comes_to_the_same_amount(wage_fund: Vnd, period: Period) -> None:
    """From what is stored with it, an amount can be computed again, within half a đồng."""
    fact = assess(period, wage_fund, law())
    assert recomputed(fact) == fact.amount_vnd
    assert 2 * abs(fact.amount_vnd - wage_fund * Fraction(fact.rate.value)) <= 1
    altered = replace(fact, wage_fund_vnd=Vnd(wage_fund + 1000))
    assert recomputed(altered) != fact.amount_vnd


def test_before_the_first_rate_on_record_nothing_is_assessed() -> None:
    """A month the law on record does not reach is refused."""
    with pytest.raises(NoRuleInForce):
        assess(Period("2012-12"), Vnd(1), law())


@pytest.mark.parametrize("employer_type", list(EmployerType))
def test_who_pays_since_june_2025(employer_type: EmployerType) -> None:
    """All employers pay but those whose wages the State pays in full, who stop in June 2025."""
    paid_by_the_state = employer_type is EmployerType.STATE_FUNDED
    assert is_payer(employer_type, Period("2025-05"), law())
    for month in ("2025-06", "2025-07", "2026-06", "2030-01"):
        assert is_payer(employer_type, Period(month), law()) is not paid_by_the_state


def test_an_unknown_kind_of_employer_is_refused() -> None:
    """Whether somebody pays is not guessed from a name nobody knows."""
    with pytest.raises(NoRuleInForce):
        is_payer("circus", Period("2026-06"), law())


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2013-01", "2013-01-31"),
        ("2017-05", "2017-05-31"),
        ("2024-02", "2024-02-29"),
        ("2025-06", "2025-06-30"),  # ambiguous between the two laws; the old one is taken
        ("2025-07", "2025-08-31"),
        ("2026-04", "2026-05-31"),
        ("2026-05", "2026-06-30"),
        ("2026-06", "2026-07-31"),
        ("2026-12", "2027-01-31"),
    ],
)
def test_due_day_of_a_monthly_payer(period: str, due: str) -> None:
    """To wages of June 2025 the last day of the same month, from July 2025 of the next."""
    assert due_on(Period(period), PayCycle.MONTHLY, law()) == dt.date.fromisoformat(due)


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("2025-04", "2025-06-30"),
        ("2025-07", "2025-10-31"),
        ("2026-04", "2026-07-31"),
        ("2026-05", "2026-07-31"),
        ("2026-06", "2026-07-31"),
        ("2026-10", "2027-01-31"),
    ],
)
def test_due_day_of_a_three_month_payer(period: str, due: str) -> None:
    """The last day of the month after the three-month cycle; of the cycle, under the old law."""
    assert due_on(Period(period), PayCycle.QUARTERLY, law()) == dt.date.fromisoformat(due)


def test_the_cycle_of_a_month() -> None:
    """A monthly payer's cycle is the month; a three-month cycle ends with the quarter."""
    assert cycle_end(Period("2026-05"), PayCycle.MONTHLY, law()) == "2026-05"
    assert cycle_end(Period("2026-04"), PayCycle.QUARTERLY, law()) == "2026-06"
    assert cycle_end(Period("2026-12"), PayCycle.QUARTERLY, law()) == "2026-12"


@pytest.mark.parametrize(
    ("period", "until", "due"),
    [
        ("2026-06", "2026-08", "2026-09-30"),
        ("2027-01", "2027-06", "2027-07-31"),
        ("2026-06", "2026-06", "2026-07-31"),
        ("2026-07", "2026-06", "2026-08-31"),
    ],
)
def test_a_suspension_moves_the_due_day(period: str, until: str, due: str) -> None:
    """Suspended months are due at the end of the month after it ends; others stay as they are."""
    moved = due_on(Period(period), PayCycle.MONTHLY, law(), Period(until))
    assert moved == dt.date.fromisoformat(due)


@given(
    st.integers(0, 40).map(lambda n: shift(Period("2025-07"), n)),
    st.sampled_from(list(PayCycle)),
    st.integers(0, 12),
)
def test_a_suspension_never_moves_the_due_day_forward(
    period: Period, cycle: PayCycle, months: int
) -> None:
    """Relief gives time, it never takes any; and a due day is always the last of a month."""
    ordinary = due_on(period, cycle, law())
    moved = due_on(period, cycle, law(), shift(period, months))
    assert moved >= ordinary
    for day in (ordinary, moved):
        assert day == last_day(Period(day.strftime("%Y-%m")))


def test_a_suspension_before_the_rule_is_refused() -> None:
    """Also one that ends with the very month: when it would be made up is not guessed."""
    with pytest.raises(NoRuleInForce):
        due_on(Period("2025-06"), PayCycle.MONTHLY, law(), Period("2025-06"))


def test_an_unknown_cycle_is_refused() -> None:
    """No other cycle is known than monthly and quarterly."""
    with pytest.raises(NoRuleInForce):
        due_on(Period("2026-06"), "half_yearly", law())
