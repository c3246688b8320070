"""Dated values of the law."""

import datetime as dt
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.rates import Dated, NoRuleInForce, Used, in_force, law_of, parse
from finance.runtime.parameters import law
from ledger.accounts import Status
from ledger.periods import Period

ONE = dt.timedelta(days=1)
SAMPLE = """
["toy.rate"]
unit = "of_one"
vi = "Mức"
en = "Rate"

[["toy.rate".dated]]
value = "2/100"
from = 2020-01-01
until = 2020-06-30
source = "a"
article = "1"
status = "sourced"
note = "n"

[["toy.rate".dated]]
value = "3/100"
from = 2020-07-01
source = "b"
status = "recalled"
"""


def _row(first: dt.date, last: dt.date | None, value: int) -> Dated:
    return Dated("toy", value, "days", first, last, "a", Status.SOURCED)


@st.composite
def seamless(draw: st.DrawFn) -> list[Dated]:
    """Values that follow each other day upon day, the last one perhaps without end."""
    first = draw(st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
    lengths = draw(st.lists(st.integers(1, 2000), min_size=1, max_size=6))
    rows = []
    for number, length in enumerate(lengths):
        last = first + dt.timedelta(days=length - 1)
        rows.append(_row(first, last, number))
        first = last + ONE
    if draw(st.booleans()):
        rows[-1] = _row(rows[-1].from_date, None, len(rows) - 1)
    return rows


def test_a_value_is_read_exactly_as_written() -> None:
    """A rate is an exact fraction, and its written form is kept for the inspector."""
    first, second = parse(SAMPLE)
    assert first.rate == Fraction(2, 100)
    assert first.used() == Used("toy.rate", dt.date(2020, 1, 1), "2/100")
    days = (dt.date(2020, 1, 1), dt.date(2020, 6, 30))
    assert (first.key, first.unit, first.from_date, first.until_date) == (
        "toy.rate",
        "of_one",
        *days,
    )
    assert (first.source, first.status) == ("a", Status.SOURCED)
    assert (first.article, first.note, first.vi, first.en) == ("1", "n", "Mức", "Rate")
    assert (second.from_date, second.until_date) == (dt.date(2020, 7, 1), None)
    assert (second.source, second.status) == ("b", Status.RECALLED)
    assert (second.article, second.note) == ("", "")


@pytest.mark.parametrize(
    ("unit", "written", "value"),
    [("days", "60", 60), ("vnd", "2340000", 2_340_000), ("text", "x", "x")],
)
def test_a_value_is_read_in_its_unit(unit: str, written: str, value: object) -> None:
    """Days and đồng are whole numbers, a text is a text."""
    sample = SAMPLE.replace('"of_one"', f'"{unit}"').replace('"2/100"', f'"{written}"')
    [first, _] = parse(sample.replace('"3/100"', f'"{written}"'))
    assert (first.value, first.written) == (value, written)


def test_a_value_may_hold_for_one_day() -> None:
    """Its first day is then its last."""
    [first, _] = parse(SAMPLE.replace("until = 2020-06-30", "until = 2020-01-01"))
    assert first.from_date == first.until_date


def test_a_value_made_in_code_shows_itself() -> None:
    """Without a written form the number stands for itself."""
    assert _row(dt.date(2020, 1, 1), None, 7).used().value == "7"


@pytest.mark.parametrize(
    ("day", "value"),
    [("2020-01-01", "2/100"), ("2020-06-30", "2/100"), ("2020-07-01", "3/100")],
)
def test_first_and_last_day_are_included(day: str, value: str) -> None:
    """A value holds on its first day and on its last."""
    found = in_force(parse(SAMPLE), "toy.rate", dt.date.fromisoformat(day))
    assert found.written == value


def test_outside_the_days_on_record_nothing_is_guessed() -> None:
    """Before the first value, and for a rule nobody recorded, the answer is a refusal."""
    table = parse(SAMPLE)
    for key, day in (("toy.rate", dt.date(2019, 12, 31)), ("other", dt.date(2020, 1, 1))):
        with pytest.raises(NoRuleInForce) as caught:
            in_force(table, key, day)
        assert caught.value.facts == {"key": key, "on": day.isoformat()}
        assert law_of(table).find(key, day) is None


def test_a_month_takes_the_value_of_its_last_day() -> None:
    """The value of a month is the one in force when the month ends."""
    known = law_of(
        [
            _row(dt.date(2020, 1, 1), dt.date(2020, 1, 30), 1),
            _row(dt.date(2020, 1, 31), None, 2),
        ]
    )
    assert known.for_month("toy", Period("2020-01")).whole == 2
    found = known.find_month("toy", Period("2020-01"))
    assert found is not None
    assert found.whole == 2
    assert known.find_month("toy", Period("2019-12")) is None
    assert [row.whole for row in known.history("toy")] == [1, 2]
    assert known.history("nobody") == ()
    with pytest.raises(NoRuleInForce) as refused:
        known.value("nobody", dt.date(2020, 1, 31))
    assert refused.value.facts == {"key": "nobody", "on": "2020-01-31"}


@given(seamless(), st.integers(-30, 12_500))
def test_each_day_of_the_range_has_exactly_one_value(rows: list[Dated], offset: int) -> None:
    """Inside the range a day has one value, outside none."""
    known = law_of(reversed(rows))
    day = rows[0].from_date + dt.timedelta(days=offset)
    last = rows[-1].until_date
    inside = offset >= 0 and (last is None or day <= last)
    covering = [row for row in rows if row.covers(day)]
    assert len(covering) == (1 if inside else 0)
    assert known.find("toy", day) == (covering[0] if inside else None)


@given(seamless(), st.integers(-400, 400).filter(bool), st.data())
def test_gaps_and_overlaps_are_our_own_mistake(
    rows: list[Dated], days: int, data: st.DataObject
) -> None:
    """A table with a day too many or too few never becomes the law."""
    if len(rows) == 1:
        rows.append(_row(dt.date(2200, 1, 1), None, 9))
    else:
        moved = data.draw(st.integers(1, len(rows) - 1))
        old = rows[moved]
        rows[moved] = _row(old.from_date + dt.timedelta(days=days), None, old.whole)
    with pytest.raises(AssertionError):
        law_of(rows)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    """A file with its days turned round is not read."""
    with pytest.raises(AssertionError):
        parse(SAMPLE.replace("until = 2020-06-30", "until = 2019-06-30"))


def test_an_unknown_unit_is_refused() -> None:
    """A unit nobody knows is not read as a text."""
    with pytest.raises(AssertionError):
        parse(SAMPLE.replace('"of_one"', '"percent"'))


def test_a_value_is_asked_for_what_it_is() -> None:
    """A text is no number, and a number is no text."""
    text = Dated("toy", "x", "text", dt.date(2020, 1, 1), None, "a", Status.SOURCED)
    number = _row(dt.date(2020, 1, 1), None, 1)
    for ask in (lambda: text.rate, lambda: text.whole, lambda: number.text):
        with pytest.raises(AssertionError):
            ask()


@pytest.mark.parametrize("key", sorted(law().rows))
def test_the_law_on_record_has_neither_gap_nor_overlap(key: str) -> None:
    """From a rule's first day on record to its last, each day has exactly one value."""
    rows = law().history(key)
    for earlier, later in pairwise(rows):
        assert earlier.until_date is not None
        assert earlier.until_date + ONE == later.from_date
    assert all(row.vi and row.en and row.source and row.article for row in rows)


@pytest.mark.parametrize("key", sorted(law().rows))
def test_rates_and_shares_lie_between_nothing_and_the_whole(key: str) -> None:
    """No rate of the law takes less than nothing or more than all."""
    for row in law().history(key):
        if row.unit == "of_one":
            assert 0 < row.rate <= 1
