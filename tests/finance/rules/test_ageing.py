"""How old arrears are, by days and by the classes of the social-insurance agency."""

import datetime as dt

import pytest

from finance.rules.ageing import (
    LATE_MONTHS,
    PROLONGED_MONTHS,
    SiClass,
    months_late,
    si_class,
    span_of,
)
from finance.rules.rates import Law
from finance.runtime.parameters import law

DUE = dt.date(2026, 7, 31)


@pytest.mark.parametrize(
    ("days", "span"),
    [(1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (181, 4), (365, 4), (366, 5)],
)
def test_each_day_late_is_in_one_span(days: int, span: int) -> None:
    """The last day of a span belongs to it."""
    assert span_of(days) == span


@pytest.mark.parametrize(
    ("as_of", "months"),
    [
        ("2026-08-01", 0),
        ("2026-08-30", 0),
        ("2026-08-31", 1),
        ("2026-09-29", 1),
        ("2026-09-30", 2),
        ("2027-02-28", 7),
        ("2026-07-31", 0),
        ("2026-07-01", 0),
    ],
)
def test_a_month_is_full_on_its_last_day(as_of: str, months: int) -> None:
    """Whatever the length of the months between."""
    assert months_late(DUE, dt.date.fromisoformat(as_of)) == months


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2026-08-30", SiClass.ARISING),
        ("2026-08-31", SiClass.LATE),
        ("2026-10-30", SiClass.LATE),
        ("2026-10-31", SiClass.PROLONGED),
    ],
)
def test_the_agencys_classes(as_of: str, expected: SiClass) -> None:
    """Under a month, under three, and longer."""
    assert si_class(DUE, dt.date.fromisoformat(as_of), law(), gone=False) is expected


def test_whoever_is_gone_is_hard_to_collect_from() -> None:
    """However short the debt."""
    assert si_class(DUE, dt.date(2026, 8, 1), law(), gone=True) is SiClass.HARD


def test_before_the_agencys_rule_there_is_no_class() -> None:
    """Nothing is put into a class that nobody had made."""
    assert si_class(dt.date(2016, 1, 31), dt.date(2016, 3, 1), law(), gone=False) is None


@pytest.mark.parametrize("known", [LATE_MONTHS, PROLONGED_MONTHS])
def test_half_a_rule_makes_no_class(known: str) -> None:
    """Both bounds have to be on record, whichever of them is."""
    half = Law({known: law().history(known)})
    assert si_class(DUE, dt.date(2026, 10, 31), half, gone=False) is None
