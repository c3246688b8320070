"""A file is what its bytes say, whatever it is called."""

import hashlib
from pathlib import Path

import pytest
import xlsxwriter

from collectors.evidence import Feed
from collectors.sources.feed_file import open_feed
from collectors.sources.refusals import NotUtf8, UnknownFormat

HEADER = ["account_no", "bank_bin", "unit_code", "ledger_account"]
ROW = ["0011", "970405", "LDA", "112"]


def test_the_format_is_told_by_the_first_bytes(tmp_path: Path) -> None:
    """A workbook under another name is a workbook; text is CSV."""
    text, book = tmp_path / "accounts.xlsx", tmp_path / "accounts.csv"
    text.write_text(",".join(HEADER) + "\n" + ",".join(ROW))
    with xlsxwriter.Workbook(book) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ROW)
    for path, name in ((text, "csv"), (book, "xlsx")):
        opened = open_feed(path, Feed.ACCOUNTS)
        assert opened.format == name
        assert [list(row.cells.values()) for row in opened.rows] == [ROW]


def test_a_file_is_known_by_its_digest(tmp_path: Path) -> None:
    """The same bytes are the same file."""
    path = tmp_path / "a.csv"
    path.write_text(",".join(HEADER))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert open_feed(path, Feed.ACCOUNTS, "csv").digest == digest


@pytest.mark.parametrize("file_format", ["mt940", "camt053", "ods"])
def test_a_format_that_is_not_read_is_refused(tmp_path: Path, file_format: str) -> None:
    """Nothing pretends to be read."""
    path = tmp_path / "a"
    path.write_text("x")
    with pytest.raises(UnknownFormat):
        open_feed(path, Feed.BANK, file_format)


def test_a_workbook_of_the_old_kind_is_refused_by_name(tmp_path: Path) -> None:
    """The person is told to save it anew, not that its bytes are no UTF-8."""
    path = tmp_path / "a.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    with pytest.raises(UnknownFormat) as refused:
        open_feed(path, Feed.BANK)
    assert refused.value.facts["format"] == "xls"
    with pytest.raises(NotUtf8):
        open_feed(path, Feed.BANK, "csv")
