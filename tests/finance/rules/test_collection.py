"""Collected beside receivable."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.collection import (
    CollectionRate,
    EstimateBasis,
    Receivable,
    collection_rate,
    estimate,
    format_rate,
    rate_between,
    rate_of,
)
from ledger.money import Vnd

END_OF_JULY = dt.date(2026, 7, 31)


def _one(amount: int, collected: int, due: str, *, suspended: bool = False) -> Receivable:
    return Receivable(Vnd(amount), Vnd(collected), dt.date.fromisoformat(due), suspended)


JUNE = (
    _one(24_691_358, 24_691_358, "2026-07-31"),
    _one(19_753_086, 19_753_086, "2026-07-31"),
    _one(9_135_780, 9_000_000, "2026-07-31"),
    _one(6_024_691, 6_024_691, "2026-07-31"),
    _one(4_000_000, 0, "2026-09-30", suspended=True),
)
BEFORE = (
    _one(23_753_086, 23_753_086, "2026-05-31"),
    _one(24_024_691, 24_024_691, "2026-06-30"),
)


@pytest.mark.parametrize(
    ("receivables", "counted", "expected"),
    [
        (JUNE, False, (59_604_915, 59_469_135, 9977)),
        (JUNE, True, (63_604_915, 59_469_135, 9350)),
        (JUNE + BEFORE, False, (107_382_692, 107_246_912, 9987)),
        ((_one(650_000, 650_000, "2026-07-31"),), False, (650_000, 650_000, 10_000)),
    ],
    ids=["June", "June, suspended counted", "April to June", "dues"],
)
def test_the_rate_at_the_end_of_july(
    receivables: tuple[Receivable, ...], expected: tuple[int, int, int], *, counted: bool
) -> None:
    """What is due by the day counts, that day included; what is suspended only when asked for."""
    found = collection_rate(receivables, END_OF_JULY, suspended_counted=counted)
    receivable, collected, hundredths = expected
    assert found == CollectionRate(Vnd(receivable), Vnd(collected), hundredths)


def test_what_is_not_due_yet_is_left_out() -> None:
    """A day before the due day nothing is receivable, and there is no rate."""
    found = collection_rate(JUNE, dt.date(2026, 7, 30))
    assert found == CollectionRate(Vnd(0), Vnd(0), None)


def test_a_suspended_month_counts_from_its_make_up_day() -> None:
    """Once the new day has come, a suspended month is receivable like any."""
    found = collection_rate(JUNE, dt.date(2026, 9, 30))
    assert found.receivable_vnd == 63_604_915


@pytest.mark.parametrize(
    ("hundredths", "vi", "en"),
    [
        (9977, "99,77%", "99.77%"),
        (10_000, "100,00%", "100.00%"),
        (5, "0,05%", "0.05%"),
        (None, "–", "–"),
    ],
)
def test_a_rate_is_written_as_its_reader_expects(hundredths: int | None, vi: str, en: str) -> None:
    """A comma in Vietnamese, a point in English, a dash where there is none."""
    assert format_rate(hundredths) == vi
    assert format_rate(hundredths, "en") == en


@given(st.integers(1, 10**15), st.data())
def test_all_collected_is_one_hundred_per_cent(receivable: int, data: st.DataObject) -> None:
    """A rate lies between nothing and 100 %, and is exact within half of its last digit."""
    collected = data.draw(st.integers(0, receivable))
    found = rate_of(Vnd(collected), Vnd(receivable))
    assert found is not None
    assert 0 <= found <= 10_000
    assert 2 * abs(found * receivable - 10_000 * collected) <= receivable
    assert rate_of(Vnd(receivable), Vnd(receivable)) == 10_000


@pytest.mark.parametrize(
    ("collected", "receivable", "reached"),
    [(90, 100, True), (89_996, 100_000, False), (91, 100, True), (5, 0, None)],
)
def test_the_line_is_reached_before_rounding(
    collected: int, receivable: int, reached: object
) -> None:
    """89.996% is shown as 90.00% and does not reach 90%; of nothing there is no answer."""
    rate = rate_between(Vnd(collected), Vnd(receivable))
    assert rate.reaches(Fraction(9, 10)) is reached


def test_an_estimate_is_wage_by_people_by_months_by_rate() -> None:
    """6,000,000 on average, 1,000,000 people, twelve months, 2%: 1,440 billion."""
    basis = EstimateBasis(Vnd(36_000_000), 6, 1_000_000)
    assert estimate(basis, 12, Fraction(2, 100)) == 1_440_000_000_000


def test_an_estimate_is_rounded_once() -> None:
    """10 đồng for 3 people-months, 2 people, one month: 0.1333 by 2%, times a thousand."""
    assert estimate(EstimateBasis(Vnd(10_000), 3, 2), 1, Fraction(2, 100)) == 133
    assert estimate(EstimateBasis(Vnd(75), 3, 1), 1, Fraction(2, 100)) == 1


def test_without_wages_nothing_is_estimated() -> None:
    """An employer of whom nothing was declared has no average."""
    assert estimate(EstimateBasis(Vnd(0), 0, 5), 12, Fraction(2, 100)) is None
