"""A file is read through once: what can be judged, what cannot, and every row as it came."""

import json

import pytest

from collectors.evidence import Feed, RawRow
from collectors.intake.screened_file import ScreenedFile, screened
from finance.runtime.progress import nobody
from ledger.errors import Problem

GOOD = {"tax_code": "9900000016", "name": "A", "status": "active", "year": "2025"}


def _rows(*cells: dict[str, str]) -> list[RawRow]:
    return [RawRow(number, one) for number, one in enumerate(cells, start=2)]


def test_good_rows_and_bad_ones_part_and_none_is_lost() -> None:
    """Records for the action, problems by row, warnings, and all rows in order."""
    odd = GOOD | {"tax_code": "9900000017"}
    rows = _rows(GOOD, {**GOOD, "year": "x"}, odd)
    with screened(Feed.TAX, rows, nobody) as made:
        assert [record.row for record in made.records] == [2, 4]
        assert {row: [p.code for p in told] for row, told in made.problems.items()} == {
            3: ["year.form"]
        }
        assert [warning.row for warning in made.warnings] == [4]
        assert made.rows_read == 3
        kept = list(made.rows())
        assert [(row.row, row.key) for row in kept] == [
            (2, "tax|9900000016|2025"),
            (3, ""),
            (4, "tax|9900000017|2025"),
        ]
        assert [json.loads(row.cells) for row in kept] == [dict(row.cells) for row in rows]
        assert [row.row for row in made.rows()] == [2, 3, 4]  # and once more from the start


def test_a_row_the_format_holds_something_against_is_no_record() -> None:
    """Whatever its cells say."""
    spoilt = RawRow(2, GOOD, (Problem("row.too_few_cells", "vi", "en", row=2),))
    with screened(Feed.TAX, [spoilt], nobody) as made:
        assert (made.records, list(made.problems)) == ([], [2])


def test_rows_are_gone_when_the_file_is_put_away() -> None:
    """Nothing lies about afterwards; who asks then has made a mistake."""
    with screened(Feed.TAX, _rows(GOOD), nobody) as made:
        pass
    with pytest.raises(AssertionError):
        next(made.rows())
    with pytest.raises(AssertionError):
        next(ScreenedFile().rows())


@pytest.mark.parametrize("feed", Feed)
def test_every_feed_has_its_screening(feed: Feed) -> None:
    """An empty row of any feed is told as wrong, never skipped."""
    with screened(feed, _rows({}), nobody) as made:
        assert list(made.problems) == [2]


def test_members_and_wages_of_one_unit_are_that_units_file() -> None:
    """A file of several units, or of none, is nobody's alone; a citizen's number is not kept."""
    row = {
        "unit_code": "G1",
        "member_no": "M1",
        "dues_group": "1",
        "joined_on": "2026-01-01",
        "citizen_id": "079123456789",
    }
    with screened(Feed.MEMBERS, _rows(row), nobody) as made:
        assert made.unit == "G1"
        (kept,) = made.rows()
        assert "079123" not in kept.cells
    with screened(Feed.MEMBERS, _rows(row, {**row, "unit_code": "G2"}), nobody) as made:
        assert made.unit == ""
    with screened(Feed.TAX, _rows(GOOD), nobody) as made:
        assert made.unit == ""
