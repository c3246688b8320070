"""Files as this and that program writes them."""

import datetime as dt
from pathlib import Path

import pytest

from collectors.cli.demo.sheets import Form, sheet
from collectors.evidence import Feed
from collectors.sources.feed_file import open_feed

HEADER = ("Số tham chiếu", "Ngày giao dịch", "Ghi nợ", "Ghi có", "Nội dung")
FORMS = [Form(), Form(delimiter=";", mark=True), Form(delimiter="\t"), Form(workbook=True)]


def _write(path: Path, form: Form) -> list[int]:
    with sheet(path, form, HEADER) as rows:
        return [
            rows.row(("FT1", dt.date(2026, 7, 10), "", 24_691_358, 'MST 99; "đóng"')),
            rows.row(("FT2", dt.date(2026, 7, 11), 22_000, "", "phí")),
        ]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_can_be_read(form: Form, tmp_path: Path) -> None:
    """Each form comes back as the same rows, under the numbers that were given."""
    path = tmp_path / f"sao-ke.{form.ending}"
    assert _write(path, form) == [2, 3]
    first, second = open_feed(path, Feed.BANK).rows
    assert (first.row, second.row) == (2, 3)
    assert first.cells["booked_on"] == "2026-07-10"
    assert (first.cells["credit"], second.cells["debit"]) == ("24691358", "22000")
    assert first.cells["content"] == 'MST 99; "đóng"'
    assert not first.problems


@pytest.mark.parametrize("form", FORMS)
def test_the_same_rows_are_the_same_bytes(form: Form, tmp_path: Path) -> None:
    """A file does not say when it was made."""
    _write(tmp_path / "one", form)
    _write(tmp_path / "other", form)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_mark_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    """Spreadsheets begin a file of UTF-8 with three bytes, other programs do not."""
    _write(tmp_path / "with", Form(mark=True))
    _write(tmp_path / "without", Form())
    assert (tmp_path / "with").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not (tmp_path / "without").read_bytes().startswith(b"\xef\xbb\xbf")
