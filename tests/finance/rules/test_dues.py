"""What a member owes of dues."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.dues import (
    DuesGroup,
    DuesRule,
    MemberMonth,
    MemberStatus,
    NoWageBase,
    Withheld,
    dues_kept,
    dues_of,
    dues_split,
    si_ceiling,
    standard_part,
    withheld_beside,
)
from finance.rules.rates import Dated, NoRuleInForce, law_of
from finance.runtime.parameters import law
from ledger.accounts import Status
from ledger.money import Vnd
from ledger.periods import Period, shift

JUNE = Period("2026-06")
WAGES = st.integers(0, 10**10).map(Vnd)
MONTHS = st.integers(0, 10 * 12).map(lambda n: shift(Period("2017-01"), n))
BY_RATE = st.sampled_from([group for group in DuesGroup if group is not DuesGroup.FIXED])


def _by_rate(wage: int, period: str = JUNE, group: DuesGroup = DuesGroup.NON_STATE) -> MemberMonth:
    return MemberMonth(Period(period), group, wage_vnd=Vnd(wage))


@pytest.mark.parametrize(
    ("wage", "amount", "rule"),
    [
        (17_600_000, 88_000, DuesRule.RATE),
        (18_333_333, 91_667, DuesRule.RATE),
        (60_000_000, 234_000, DuesRule.CEILING),
        (46_800_000, 234_000, DuesRule.RATE),
        (20_000_000, 100_000, DuesRule.RATE),
        (15_050_001, 75_250, DuesRule.RATE),
        (9_876_543, 49_383, DuesRule.RATE),
        (0, 0, DuesRule.RATE),
    ],
)
def test_half_a_per_cent_of_the_insured_wage(wage: int, amount: int, rule: DuesRule) -> None:
    """Group 3 in June 2026: 0.5 % of the wage, held at twenty base salaries, half-up."""
    fact = dues_of(_by_rate(wage), law())
    assert fact.amount_vnd == amount
    assert fact.rule is rule


@pytest.mark.parametrize(
    ("period", "group", "wage", "amount", "rule"),
    [
        ("2026-09", DuesGroup.NON_STATE, 60_000_000, 253_000, DuesRule.CEILING),
        ("2024-02", DuesGroup.NON_STATE, 30_000_000, 180_000, DuesRule.CAP),
        ("2026-06", DuesGroup.STATE_ENTERPRISE, 60_000_000, 234_000, DuesRule.CAP),
        ("2026-06", DuesGroup.STATE_ENTERPRISE, 40_000_000, 200_000, DuesRule.RATE),
        ("2025-06", DuesGroup.PUBLIC_SCALE, 30_000_000, 300_000, DuesRule.RATE),
        ("2025-06", DuesGroup.NON_STATE, 30_000_000, 234_000, DuesRule.CAP),
        ("2025-07", DuesGroup.NON_STATE, 30_000_000, 150_000, DuesRule.RATE),
    ],
)
def test_rate_cap_and_ceiling_by_group_and_month(
    period: str, group: DuesGroup, wage: int, amount: int, rule: DuesRule
) -> None:
    """1 % to June 2025, 0.5 % after; groups 2 and 3 capped at a tenth of the base salary."""
    fact = dues_of(_by_rate(wage, period, group), law())
    assert (fact.amount_vnd, fact.rule) == (amount, rule)


@pytest.mark.parametrize("status", [MemberStatus.SI_LEAVE, MemberStatus.UNPAID_LEAVE])
def test_a_month_on_leave_is_free(status: MemberStatus) -> None:
    """Who lives on benefit, or has no pay, for a month owes nothing for it."""
    fact = dues_of(MemberMonth(JUNE, DuesGroup.NON_STATE, status), law())
    assert (fact.amount_vnd, fact.rule) == (0, DuesRule.EXEMPT)
    assert fact.used[0].key == f"dues.exempt.{status}"


@pytest.mark.parametrize(
    ("period", "fixed", "amount", "rule"),
    [
        ("2026-06", None, 11_700, DuesRule.FIXED_MINIMUM),
        ("2026-06", 11_700, 11_700, DuesRule.FIXED),
        ("2026-06", 20_000, 20_000, DuesRule.FIXED),
        ("2026-07", 11_700, 12_650, DuesRule.FIXED_MINIMUM),
        ("2025-06", 5_000, 5_000, DuesRule.FIXED),
        ("2025-06", 0, 0, DuesRule.FIXED),
    ],
)
def test_fixed_dues_have_a_floor(
    period: str, fixed: int | None, amount: int, rule: DuesRule
) -> None:
    """The agreed amount, but from July 2025 at least 0.5 % of the month's base salary."""
    agreed = None if fixed is None else Vnd(fixed)
    fact = dues_of(MemberMonth(Period(period), DuesGroup.FIXED, fixed_vnd=agreed), law())
    assert (fact.amount_vnd, fact.rule) == (amount, rule)


@pytest.mark.parametrize(
    "month",
    [
        MemberMonth(JUNE, DuesGroup.NON_STATE),
        MemberMonth(JUNE, DuesGroup.NON_STATE, wage_vnd=Vnd(-1)),
        MemberMonth(JUNE, DuesGroup.FIXED, fixed_vnd=Vnd(-1)),
        MemberMonth(Period("2025-06"), DuesGroup.FIXED),
    ],
)
def test_dues_are_not_computed_from_nothing(month: MemberMonth) -> None:
    """Without a wage, or without a fixed amount where no floor is known, it is refused."""
    with pytest.raises(NoWageBase) as refused:
        dues_of(month, law())
    assert refused.value.facts == {"period": month.period, "group": month.group}


@pytest.mark.parametrize(
    "month",
    [
        MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.SI_LEAVE),
        MemberMonth(JUNE, DuesGroup.NON_STATE, wage_vnd=Vnd(5)),
        MemberMonth(JUNE, DuesGroup.FIXED),
        MemberMonth(JUNE, DuesGroup.FIXED, fixed_vnd=Vnd(50_000)),
        MemberMonth(Period("2025-06"), DuesGroup.FIXED, fixed_vnd=Vnd(50_000)),
    ],
)
def test_dues_say_whose_month_they_are_of(month: MemberMonth) -> None:
    """Whichever rule gave them, the month they were computed from stands with them."""
    assert dues_of(month, law()).month is month


def test_before_the_first_rule_on_record_nothing_is_computed() -> None:
    """A month the law on record does not reach is refused."""
    with pytest.raises(NoRuleInForce):
        dues_of(_by_rate(1, "2016-12"), law())


def test_dues_say_what_they_were_made_with() -> None:
    """Every value that moved the amount is named: rate, and the base salary behind a cap."""
    plain = dues_of(_by_rate(17_600_000), law())
    assert [one.key for one in plain.used] == ["dues.rate.non_state"]
    held = dues_of(_by_rate(60_000_000), law())
    assert [one.key for one in held.used] == [
        "dues.rate.non_state",
        "si.ceiling_in_reference_levels",
        "si.reference_level_in_base_salaries",
        "base_salary",
    ]
    capped = dues_of(_by_rate(30_000_000, "2024-02"), law())
    assert [one.value for one in capped.used] == ["1/100", "10/100", "1800000"]
    floor = dues_of(MemberMonth(JUNE, DuesGroup.FIXED), law())
    assert [one.value for one in floor.used] == ["5/1000", "2340000"]
    above = dues_of(MemberMonth(JUNE, DuesGroup.FIXED, fixed_vnd=Vnd(50_000)), law())
    assert above.used == floor.used  # it was held to the same floor
    before = dues_of(MemberMonth(Period("2025-06"), DuesGroup.FIXED, fixed_vnd=Vnd(5)), law())
    assert before.used == ()


@pytest.mark.parametrize(("period", "ceiling"), [("2024-07", 46_800_000), ("2026-07", 50_600_000)])
def test_the_insured_wage_has_a_ceiling(period: str, ceiling: int) -> None:
    """Twenty reference levels, each a base salary."""
    assert si_ceiling(Period(period), law())[0] == ceiling


def test_the_ceiling_is_a_product_of_three_values() -> None:
    """Were a reference level two base salaries, the ceiling would be twice as high."""
    begins = dt.date(2020, 1, 1)
    values: dict[str, Fraction | int | str] = {
        "si.ceiling_in_reference_levels": Fraction(20),
        "si.reference_level_in_base_salaries": Fraction(2),
        "base_salary": 1_000_000,
    }
    known = law_of(
        Dated(key, value, "of_one", begins, None, "a", Status.SOURCED)
        for key, value in values.items()
    )
    ceiling, used = si_ceiling(JUNE, known)
    assert ceiling == 40_000_000
    assert [one.key for one in used] == list(values)


@given(WAGES, WAGES, MONTHS, BY_RATE)
def test_who_earns_more_owes_no_less(
    wage: Vnd, more: Vnd, period: Period, group: DuesGroup
) -> None:
    """Dues rise with the wage, and never above the cap of a tenth of the base salary."""
    smaller = dues_of(_by_rate(wage, period, group), law()).amount_vnd
    larger = dues_of(_by_rate(wage + more, period, group), law()).amount_vnd
    assert 0 <= smaller <= larger
    if group is not DuesGroup.PUBLIC_SCALE:
        salary = law().for_month("base_salary", period).whole
        assert 10 * larger <= salary


@pytest.mark.parametrize(
    ("received", "part", "kept", "passed"),
    [
        (425_367, Fraction(70, 100), 297_757, 127_610),
        (224_633, Fraction(70, 100), 157_243, 67_390),
        (127_610, Fraction(15, 30), 63_805, 63_805),
        (67_390, Fraction(15, 30), 33_695, 33_695),
        (88_000, Fraction(70, 100), 61_600, 26_400),
    ],
)
def test_a_unit_keeps_its_part_and_owes_the_rest(
    received: int, part: Fraction, kept: int, passed: int
) -> None:
    """The kept part is rounded half-up, the superior gets what is left."""
    assert dues_split(Vnd(received), part) == (kept, passed)


@given(WAGES, st.fractions(0, 1, max_denominator=1000))
def test_dues_split_loses_nothing(received: Vnd, part: Fraction) -> None:
    """Kept and passed on are together what was received."""
    kept, passed = dues_split(received, part)
    assert kept + passed == received
    assert min(kept, passed) >= 0


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [(0, 1, 1), (1, 2, 0), (2, 0, -1), (2, 1, 0), (1, 0, -1), (3, 3, 0)],
)
def test_of_sums_a_unit_keeps_its_half(before: int, after: int, kept: int) -> None:
    """One đồng and one more: the half of two; taken back one by one, nothing is left."""
    assert dues_kept(before, after, Fraction(1, 2)) == kept


@given(st.lists(WAGES), st.fractions(0, 1, max_denominator=1000))
def test_however_it_came_the_same_is_kept(reached: list[Vnd], part: Fraction) -> None:
    """Step by step the unit keeps what it keeps of the whole; given back, nothing."""
    sums = [0, *(int(each) for each in reached)]
    kept = sum(dues_kept(a, b, part) for a, b in pairwise(sums))
    assert kept == dues_kept(0, sums[-1], part)
    assert kept + dues_kept(sums[-1], 0, part) == 0


@pytest.mark.parametrize("group", list(DuesGroup))
def test_bodies_paid_by_the_state_stopped(group: DuesGroup) -> None:
    """From June 2025 their members owe nothing, whatever their group; before they did."""

    def month(period: str) -> MemberMonth:
        return MemberMonth(
            Period(period), group, wage_vnd=Vnd(10_000_000), fixed_vnd=Vnd(9), state_funded=True
        )

    stopped = dues_of(month("2025-06"), law())
    assert (stopped.amount_vnd, stopped.rule) == (0, DuesRule.STOPPED)
    assert stopped.month == month("2025-06")
    assert [one.key for one in stopped.used] == ["dues.stopped.state_funded"]
    assert dues_of(month("2025-05"), law()).amount_vnd > 0


@pytest.mark.parametrize(
    ("group", "wage", "amount", "extra", "rule"),
    [
        (DuesGroup.NON_STATE, 20_000_000, 160_000, 60_000, DuesRule.RATE),
        (DuesGroup.STATE_ENTERPRISE, 20_000_001, 160_000, 60_000, DuesRule.RATE),
        (DuesGroup.NON_STATE, 40_000_000, 234_000, 34_000, DuesRule.RATE),  # both at the cap
        (DuesGroup.NON_STATE, 60_000_000, 234_000, 0, DuesRule.CEILING),
        (DuesGroup.STATE_ENTERPRISE, 60_000_000, 234_000, 0, DuesRule.CAP),
        (DuesGroup.PUBLIC_SCALE, 20_000_000, 100_000, 0, DuesRule.RATE),  # may not
    ],
)
def test_what_a_unit_decides_above_the_rate(
    group: DuesGroup, wage: int, amount: int, extra: int, rule: DuesRule
) -> None:
    """0.3 % on top in groups 2 and 3; the whole is held at the cap, the standard part first."""
    month = MemberMonth(JUNE, group, wage_vnd=Vnd(wage), extra_of_one=Fraction(3, 1000))
    fact = dues_of(month, law())
    assert (fact.amount_vnd, fact.extra_vnd, fact.rule) == (amount, extra, rule)
    used = [one.key for one in fact.used]
    assert ("dues.cap_of_base_salary" in used) == (amount == 234_000)
    assert (f"dues.extra.{group}" in used) == (group is not DuesGroup.PUBLIC_SCALE)


def test_without_a_decision_nothing_is_above_the_rate() -> None:
    """The standard dues alone."""
    assert dues_of(_by_rate(20_000_000), law()).extra_vnd == 0


@pytest.mark.parametrize(
    ("paid", "standard"), [(0, 0), (99_999, 99_999), (100_000, 100_000), (160_000, 100_000)]
)
def test_the_standard_dues_are_paid_first(paid: int, standard: int) -> None:
    """Of 160,000 with 60,000 above the rate, the first 100,000 are shared upward."""
    assert standard_part(160_000, 60_000, paid) == standard


@pytest.mark.parametrize(
    ("withheld", "amount", "told"),
    [
        (None, 5, Withheld.NOT_TOLD),
        (None, None, Withheld.NOT_TOLD),
        (5, None, Withheld.NOBODY_ASSESSED),
        (0, None, Withheld.AS_OWED),
        (5, 5, Withheld.AS_OWED),
        (None, 0, Withheld.AS_OWED),
        (None, 1, Withheld.NOT_TOLD),
        (4, 5, Withheld.TOO_LITTLE),
        (6, 5, Withheld.TOO_MUCH),
    ],
)
def test_what_was_taken_off_beside_what_is_owed(
    withheld: int | None, amount: int | None, told: Withheld
) -> None:
    """Too little, too much and of nobody assessed are three different things."""
    assert withheld_beside(withheld, amount) is told
