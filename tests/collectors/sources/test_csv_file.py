"""A CSV file comes out row by row, as it came in, or is refused before anything is taken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.evidence import Feed, RawRow
from collectors.sources.csv_file import AS_IT_CAME, read_csv
from collectors.sources.refusals import BadHeader, BrokenText, NotUtf8
from collectors.sources.text_encoding import Encoding

HEADER = "reference,booked_on,debit,credit,content"
ROW = "R1,2026-07-10,,6913578,MST 9900000048"


def _file(folder: Path, content: str | bytes) -> Path:
    path = folder / "sao-ke.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _rows(folder: Path, content: str | bytes) -> list[RawRow]:
    return list(read_csv(_file(folder, content), Feed.BANK).rows)


def _codes(row: RawRow) -> list[str]:
    return [problem.code for problem in row.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_usual_ways_of_writing_csv_are_one(
    tmp_path: Path, delimiter: str, mark: bytes, end: str
) -> None:
    """Comma, semicolon or tab, with or without a byte order mark, any line end: the same rows."""
    text = end.join((HEADER, ROW, "")).replace(",", delimiter)
    (row,) = _rows(tmp_path, mark + text.encode())
    assert row == RawRow(
        2,
        {
            "reference": "R1",
            "booked_on": "2026-07-10",
            "debit": "",
            "credit": "6913578",
            "content": "MST 9900000048",
        },
    )


def test_codes_keep_their_zeros_and_unknown_columns_stay(tmp_path: Path) -> None:
    """Nothing is made a number; a column of the bank's own is kept under its name."""
    (row,) = _rows(tmp_path, f"{HEADER},Chi nhánh\n007,2026-07-10,,1,x,0042\n")
    assert row.cells["reference"] == "007"
    assert row.cells["Chi nhánh"] == "0042"


def test_row_numbers_are_those_of_a_spreadsheet(tmp_path: Path) -> None:
    """The header is row 1; empty rows count and are left out."""
    rows = _rows(tmp_path, f"{HEADER}\n\n{ROW}\n,,,,\n{ROW}\n")
    assert [row.row for row in rows] == [3, 5]


def test_other_bytes_than_utf8_refuse_the_file_and_name_the_row(tmp_path: Path) -> None:
    """A file in an old encoding is refused whole, before any row is given."""
    content = f"{HEADER}\n{ROW}\n".encode() + b"R2,2026-07-10,,1,\x92"
    with pytest.raises(NotUtf8) as refused:
        read_csv(_file(tmp_path, content), Feed.BANK)
    assert refused.value.facts["row"] == 3


def test_a_letter_cut_at_the_end_of_the_file_is_no_utf8(tmp_path: Path) -> None:
    """Half a letter at the very end is found too."""
    with pytest.raises(NotUtf8):
        read_csv(_file(tmp_path, f"{HEADER}\n".encode() + b"R\xc4"), Feed.BANK)


def test_a_row_in_old_letters_keeps_its_bytes(tmp_path: Path) -> None:
    """Its cells are Unicode, and beside them stands the line as it came, a sign for each byte."""
    raw = b'R1,2026-07-10,,1,"C\xabng\n \xae"\r\n'
    table = read_csv(_file(tmp_path, f"{HEADER}\n".encode() + raw), Feed.BANK, Encoding.TCVN3)
    (row,) = table.rows
    assert row.cells["content"] == "Công\n đ"
    assert row.cells[AS_IT_CAME].encode("latin-1") == raw.rstrip()


@pytest.mark.parametrize("content", ["", "\n", "a,b\n", "reference;booked_on\n"])
def test_a_wrong_header_refuses_the_file(tmp_path: Path, content: str) -> None:
    """Without the required columns nothing is read."""
    with pytest.raises(BadHeader):
        read_csv(_file(tmp_path, content), Feed.BANK)


def test_a_quote_that_never_closes_refuses_the_file(tmp_path: Path) -> None:
    """Rows swallowed by an open quote would be lost without a word."""
    with pytest.raises(BrokenText) as refused:
        _rows(tmp_path, f'{HEADER}\n{ROW}\nR2,2026-07-10,,1,"CTY\n{ROW}\n{ROW}\n')
    assert refused.value.facts["row"] == 3


def test_a_cell_beyond_any_sense_refuses_the_file(tmp_path: Path) -> None:
    """A cell of a hundred thousand signs is no cell."""
    with pytest.raises(BrokenText):
        _rows(tmp_path, f"{HEADER}\nR1,2026-07-10,,1,{'x' * 200_000}\n")


def test_a_header_beyond_any_sense_refuses_the_file(tmp_path: Path) -> None:
    """A header whose cell is too long is a wrong header."""
    with pytest.raises(BadHeader):
        read_csv(_file(tmp_path, "x" * 200_000), Feed.BANK)


def test_a_quoted_cell_over_several_lines_is_a_problem_of_its_row(tmp_path: Path) -> None:
    """It may have swallowed rows, so a person looks at it; the rows after it are read."""
    broken, whole = _rows(tmp_path, f'{HEADER}\nR1,2026-07-10,,1,"CTY\nA"\n{ROW}\n')
    assert _codes(broken) == ["row.several_lines"]
    assert (whole.row, _codes(whole)) == (3, [])


def test_a_comma_without_quotes_is_a_problem_of_its_row(tmp_path: Path) -> None:
    """T4,5,6/2026 without quotes makes too many cells; none of them is lost."""
    (row,) = _rows(tmp_path, f"{HEADER}\nR4,2026-07-14,,72469135,KPCD T4,5,6/2026\n")
    assert _codes(row) == ["row.too_many_cells"]
    assert [row.cells[name] for name in ("content", "#6", "#7")] == ["KPCD T4", "5", "6/2026"]


def test_a_row_cut_short_is_a_problem_of_its_row(tmp_path: Path) -> None:
    """A row with fewer cells than the header may have lost some."""
    (row,) = _rows(tmp_path, f"{HEADER}\nR1,2026-07-10\n")
    assert _codes(row) == ["row.too_few_cells"]


def test_empty_cells_behind_the_last_column_mean_nothing(tmp_path: Path) -> None:
    """Spreadsheets like to write them."""
    (row,) = _rows(tmp_path, f"{HEADER}\n{ROW},,\n")
    assert not row.problems


_words = st.text(
    st.characters(exclude_characters="\0", exclude_categories=("Cs", "Cc", "Zl", "Zp"))
)


@given(st.lists(st.tuples(_words, _words), max_size=5))
def test_what_was_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str]]
) -> None:
    """Any text inside quotes comes through unchanged."""
    lines = [
        'R1,2026-07-10,"{}",1,"{}"'.format(*(cell.replace('"', '""') for cell in pair))
        for pair in cells
    ]
    rows = _rows(tmp_path_factory.mktemp("csv"), "\n".join((HEADER, *lines)))
    assert [(row.cells["debit"], row.cells["content"]) for row in rows] == cells
