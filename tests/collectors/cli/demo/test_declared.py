"""What employers declare."""

import pytest

from collectors.cli.demo.declared import Wages
from collectors.cli.demo.federation import Employer, Federation
from collectors.cli.demo.habits import Habit
from collectors.cli.demo.scales import SCALES
from finance.rules.facts import DeclarationStatus
from ledger.periods import Period, shift

SMALL = SCALES["small"]
WAGES = Wages(3, SMALL.first)


def _with(habit: Habit) -> Employer:
    return next(each for each in Federation(SMALL, 3).employers() if each.case.habit is habit)


def test_an_active_employer_declares_people_and_wages() -> None:
    """One row a month, and the levy is 2% of it, half-up."""
    employer = _with(Habit.STEADY)
    (said,) = WAGES.declarations(employer, SMALL.first)
    assert said.status is DeclarationStatus.ACTIVE
    assert (said.employees, said.wage_fund_vnd) == (
        employer.workers,
        WAGES.first_fund(employer, SMALL.first),
    )
    assert WAGES.owed(employer, SMALL.first) == (said.wage_fund_vnd + 25) // 50


@pytest.mark.parametrize(
    ("habit", "then"),
    [
        (Habit.NIL, DeclarationStatus.NIL),
        (Habit.INACTIVE, DeclarationStatus.INACTIVE),
        (Habit.CEASED, DeclarationStatus.CEASED),
    ],
)
def test_who_pays_no_wages_says_why(habit: Habit, then: DeclarationStatus) -> None:
    """Nil, inactive and ceased are three things, and none of them owes."""
    (said,) = WAGES.declarations(_with(habit), SMALL.wage_months[-1])
    assert (said.status, said.employees, said.wage_fund_vnd) == (then, 0, 0)
    assert WAGES.owed(_with(habit), SMALL.wage_months[-1]) == 0


@pytest.mark.parametrize("habit", [Habit.SILENT, Habit.SILENT_PAYER])
def test_silence_is_a_missing_row(habit: Habit) -> None:
    """A silent employer is in no file of the agency."""
    assert list(WAGES.declarations(_with(habit), SMALL.first)) == []


def test_two_si_units_make_one_employer() -> None:
    """Their wage funds and people add up to the employer's."""
    employer = _with(Habit.TWO_SI_UNITS)
    one, other = WAGES.declarations(employer, SMALL.first)
    assert one.si_unit != other.si_unit
    assert one.wage_fund_vnd + other.wage_fund_vnd == WAGES.first_fund(employer, SMALL.first)
    assert one.employees + other.employees == employer.workers


@pytest.mark.parametrize(
    ("habit", "less"), [(Habit.CORRECTED_DOWN, True), (Habit.CORRECTED_UP, False)]
)
def test_a_correction_comes_later_and_changes_the_fund(habit: Habit, *, less: bool) -> None:
    """It is submitted after the declaration that it replaces."""
    employer = _with(habit)
    (first,) = WAGES.declarations(employer, SMALL.first)
    corrected = WAGES.correction(employer, SMALL.first)
    assert corrected is not None
    assert (corrected.wage_fund_vnd < first.wage_fund_vnd) is less
    assert corrected.submitted_at > first.submitted_at
    assert (WAGES.corrected_levy(employer, SMALL.first) < WAGES.owed(employer, SMALL.first)) is less


def test_not_every_month_is_corrected() -> None:
    """And nobody orderly corrects anything."""
    assert WAGES.correction(_with(Habit.CORRECTED_UP), shift(SMALL.first, 1)) is None
    assert WAGES.correction(_with(Habit.STEADY), Period("2026-01")) is None
