"""Statements: cells stand under the right columns, names are plain."""

import datetime as dt

import pytest

from reports.figures import (
    Figure,
    Kind,
    Row,
    Section,
    Statement,
    Words,
    money,
    span_of_days,
    words,
)

COLUMNS = (words("Mục", "Line"), money("Số tiền", "Amount"))


def test_words_say_themselves_in_both_languages() -> None:
    """A text without English of its own, such as a name, is the same in English."""
    assert Words("Thu", "Income").of("en") == "Income"
    assert Words("Thu", "Income").of("vi") == "Thu"
    assert Words("Công ty Một").en == "Công ty Một"


def test_columns_know_what_they_hold() -> None:
    """An amount is under a money column, a text under a column of words."""
    assert [column.kind for column in COLUMNS] == [Kind.WORDS, Kind.MONEY]


def test_a_row_fits_its_columns() -> None:
    """A section whose cells stand under the wrong columns cannot exist."""
    good = Row((Words("22"), Figure(5)))
    assert Section("key", Words("a"), Words("b"), COLUMNS, (good,)).rows == (good,)
    with pytest.raises(AssertionError):
        Section("key", Words("a"), Words("b"), COLUMNS, (Row((Figure(5), Words("22"))),))


def test_the_label_of_a_row_is_its_words() -> None:
    """A row is named by its words, one after the other, empty ones left out."""
    row = Row((Words("22"), Words(""), Words("Đoàn phí", "Dues"), Figure(1)))
    assert row.label("vi") == "22 · Đoàn phí"
    assert row.label("en") == "22 · Dues"


def test_file_names_are_plain() -> None:
    """A file name has plain letters, digits and dashes only, whatever the unit's code."""
    span, key = span_of_days(dt.date(2026, 7, 1), dt.date(2026, 7, 31))
    assert span.vi == "01/07/2026 – 31/07/2026"
    statement = Statement("trial-balance", Words("x"), "CĐ/Số 1", "Tên", span, key, ())
    assert statement.file_name("csv") == "trial-balance-cd-so-1-2026-07-01-2026-07-31.csv"
