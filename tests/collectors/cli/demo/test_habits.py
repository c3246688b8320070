"""The ways of employers."""

from collections import Counter

import pytest

from collectors.cli.demo.habits import Habit, Style, case_of
from collectors.cli.demo.scales import SCALES, TINY

SEEDS = (1, 2, 2026)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_small_federation_has_every_habit_and_style(seed: int) -> None:
    """Whatever the seed, no kind of mess is left to luck."""
    many = SCALES["small"].employers
    cases = [case_of(seed, number, many) for number in range(many)]
    assert {case.habit for case in cases} == set(Habit)
    assert {case.style for case in cases} == set(Style)


def test_most_employers_are_orderly() -> None:
    """More than half pay each month, in full, in words that are understood."""
    counted = Counter(case_of(1, number, 5_000).habit for number in range(5_000))
    assert counted[Habit.STEADY] > 2_500
    assert all(
        counted[habit] < counted[Habit.STEADY] for habit in counted if habit is not Habit.STEADY
    )


def test_even_the_tiny_one_is_not_in_order() -> None:
    """Twelve employers hold the hardest cases."""
    habits = {case_of(1, number, TINY.employers).habit for number in range(TINY.employers)}
    assert {Habit.BACK, Habit.THREE_MONTHS, Habit.RETURNED, Habit.CENTRAL, Habit.TWICE} <= habits
