"""A file is what its bytes say, whatever it is called."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.evidence import Feed
from collectors.screening.bank import screen_bank
from collectors.sources import feed_file
from collectors.sources.feed_file import FORMATS, Wish, open_feed
from collectors.sources.profiled import NO_OFFER, Offer, Offered
from collectors.sources.refusals import EncodingNotAsked, NotUtf8, UnknownFormat
from collectors.sources.statement_refusals import (
    AnotherAccount,
    BrokenStatement,
    DoesNotAddUp,
    StatementTooBig,
)
from collectors.sources.text_encoding import ENCODINGS
from finance.rules.column_profiles import parse_profile
from ledger.errors import Refusal
from tests.collectors.statements import Move, Written, camt_of, csv_of, mt940_of

HEADER = ["account_no", "bank_bin", "unit_code", "ledger_account"]
ROW = ["0011", "970405", "LDA", "112"]
ONE = Written("10101", (Move("R1", "2026-07-10", 5, "NOP"),), 7)


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
    assert open_feed(path, Feed.ACCOUNTS, Wish("csv")).digest == digest


@pytest.mark.parametrize("file_format", ["ofx", "xls", "ods"])
def test_a_format_that_is_not_read_is_refused(tmp_path: Path, file_format: str) -> None:
    """Nothing pretends to be read."""
    path = tmp_path / "a"
    path.write_text("x")
    with pytest.raises(UnknownFormat):
        open_feed(path, Feed.BANK, Wish(file_format))


def test_a_workbook_of_the_old_kind_is_refused_by_name(tmp_path: Path) -> None:
    """The person is told to save it anew, not that its bytes are no UTF-8."""
    path = tmp_path / "a.xls"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
    with pytest.raises(UnknownFormat) as refused:
        open_feed(path, Feed.BANK)
    assert refused.value.facts["format"] == "xls"
    with pytest.raises(NotUtf8):
        open_feed(path, Feed.BANK, Wish("csv"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("known", "text"),
    [
        ("csv", csv_of(ONE)),
        ("mt940", mt940_of(ONE)),
        ("mt940", "\n" + mt940_of(ONE, structured=False)),
        ("mt940", "{1:F01X}{4:\n" + mt940_of(ONE)),
    ],
    ids=["csv", "mt940", "mt940 in free text", "mt940 in its frame"],
)
def test_a_statement_is_known_in_every_encoding(
    tmp_path: Path, known: str, text: str, encoding: str
) -> None:
    """Whatever the file is called."""
    path = tmp_path / "sao-ke.txt"
    path.write_bytes(text.encode(encoding))
    opened = open_feed(path, Feed.BANK)
    (row,) = opened.rows
    assert (opened.format, row.cells["reference"], row.cells["content"]) == (known, "R1", "NOP")
    assert opened.account_no == ("" if known == "csv" else "10101")
    assert opened.encoding.startswith(encoding.removesuffix("-sig"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_says_itself_how_it_is_written(tmp_path: Path, encoding: str) -> None:
    """And nobody else does; of another feed it is no statement at all."""
    path = tmp_path / "x"
    path.write_bytes(camt_of(ONE).replace('encoding="UTF-8"', "").encode(encoding))
    opened = open_feed(path, Feed.BANK)
    assert (opened.format, opened.encoding, len(list(opened.rows))) == ("camt053", "", 1)
    with pytest.raises(EncodingNotAsked):
        open_feed(path, Feed.BANK, Wish(encoding="utf-8"))
    for feed in (Feed.SI, Feed.TAX):
        with pytest.raises(UnknownFormat):
            open_feed(path, feed, Wish("camt053"))


@pytest.mark.parametrize("write", [mt940_of, camt_of])
def test_a_statement_is_held_to_its_account_its_sum_and_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Written], str]
) -> None:
    """Before any row of it is given."""
    path = tmp_path / "x"
    path.write_text(write(ONE))
    with pytest.raises(AnotherAccount):
        open_feed(path, Feed.BANK, Wish(account_no="10100"))
    path.write_text(write(ONE).replace("12,", "13,").replace(">12<", ">13<"))
    with pytest.raises(DoesNotAddUp):
        open_feed(path, Feed.BANK)
    monkeypatch.setattr(feed_file, "MOST_PACKED", 10)
    with pytest.raises(StatementTooBig):
        open_feed(path, Feed.BANK)


def test_a_format_that_is_said_is_held_to(tmp_path: Path) -> None:
    """A camt.053 is no MT940, and no CSV either."""
    path = tmp_path / "x"
    path.write_text(camt_of(ONE))
    with pytest.raises(BrokenStatement):
        open_feed(path, Feed.BANK, Wish("mt940"))
    path.write_text(mt940_of(ONE))
    with pytest.raises(BrokenStatement):
        open_feed(path, Feed.BANK, Wish("camt053"))


PROFILE = parse_profile(
    {
        "name": "A",
        "sign": "marked",
        "columns": {
            "reference": "reference",
            "booked_on": "booked_on",
            "content": "content",
            "amount": "credit",
            "mark": "debit",
        },
        "debit_marks": ["D"],
        "credit_marks": ["C"],
        "prefixes": ["N*.*.*"],
        "footers": ["R"],
    }
)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_bytes_end_in_rows_or_in_a_refusal(tmp_path: Path, data: st.DataObject) -> None:
    """Random bytes, good files damaged in places, in every format and encoding, by any profile."""
    good = [write(ONE).encode() for write in (csv_of, mt940_of, camt_of)]
    raw = bytearray(data.draw(st.sampled_from([*good, good[0].decode().encode("utf-16")])))
    for _ in range(data.draw(st.integers(0, 5))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=9))
    path = tmp_path / "x"
    path.write_bytes(data.draw(st.one_of(st.just(bytes(raw)), st.binary(max_size=200))))
    wish = Wish(
        data.draw(st.sampled_from(["auto", *FORMATS])),
        data.draw(st.sampled_from(["auto", *ENCODINGS])),
        data.draw(st.sampled_from(["", "10101"])),
        data.draw(st.sampled_from([NO_OFFER, Offer((Offered("R", PROFILE),))])),
    )
    with suppress(Refusal):
        rows = list(open_feed(path, Feed.BANK, wish).rows)
        assert len({row.row for row in rows}) == len(rows)
        screened = list(screen_bank(rows))
        assert all((one.record is None) == bool(one.problems) for one in screened)
