"""The banks' exports, as the house screens them."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from collectors.cli.demo.mess import Mess, MessLog
from collectors.cli.demo.statement_files import Statements, Turn, write_paid
from collectors.cli.demo.statement_lines import BankLine
from collectors.screening.bank import screen_bank
from ledger.money import Vnd
from ledger.periods import Period
from tests.collectors.cli.demo.conftest import Small
from tests.collectors.cli.demo.reading import planted, rows_of

JULY = Period("2026-07")
SPOILT = {
    Mess.AMOUNT_WITH_FRACTION,
    Mess.BAD_DATE,
    Mess.NO_REFERENCE,
    Mess.BOTH_SIDES,
    Mess.NUMBER_FOR_CODE,
}


def _lines() -> list[BankLine]:
    return [
        BankLine(dt.date(2026, 7, day), f"FT{day}", Vnd(0), Vnd(1_234_567 + day), f"MST {day}")
        for day in (1, 12, 13, 15, 16, 31)
    ]


def _written(folder: Path, turn: Turn, *, workbooks: bool = True) -> tuple[Path, ...]:
    with MessLog(folder / "mess.csv") as log:
        return Statements(folder, log, workbooks=workbooks).write("T01", JULY, _lines(), turn)


@pytest.mark.parametrize("month", range(5))
def test_every_bank_writes_what_can_be_read(month: int, tmp_path: Path) -> None:
    """Whatever header, sign between cells, form of amounts and of days."""
    for half, days in ((1, {1, 12, 13, 15}), (2, {16, 31})):
        path = _written(tmp_path, Turn(0, month, half))[0]
        good = [one.record for one in screen_bank(rows_of(path).values()) if one.record]
        read = {(record.booked_on.day, record.credit_vnd) for record in good}
        assert read >= {(day, 1_234_567 + day) for day in days}


def test_an_overlapping_statement_repeats_whole_days(tmp_path: Path) -> None:
    """The last three days of the first half stand in the second as well."""
    path = _written(tmp_path, Turn(0, 1, 2))[0]
    good = [one.record for one in screen_bank(rows_of(path).values()) if one.record]
    assert {record.booked_on.day for record in good} == {13, 15, 16, 31}
    assert Mess.OVERLAPPING_STATEMENT in {each.kind for each in planted(tmp_path)}


def test_a_bank_may_send_a_file_twice(tmp_path: Path) -> None:
    """The same bytes under another name."""
    first, again = _written(tmp_path, Turn(0, 0, 1))
    assert first != again
    assert first.read_bytes() == again.read_bytes()


def test_a_large_bank_sends_no_workbooks(tmp_path: Path) -> None:
    """Its statements stream."""
    for month in range(5):
        for half in (1, 2):
            paths = _written(tmp_path, Turn(0, month, half), workbooks=False)
            assert {path.suffix for path in paths} == {".csv"}


def test_only_what_was_spoilt_is_refused(small: Small) -> None:
    """In every statement of the small federation."""
    kinds = {
        (each.file, each.row): Mess(each.kind)
        for each in planted(small.folder)
        if each.kind in SPOILT and each.file.startswith("sao-ke")
    }
    found: Counter[Mess] = Counter()
    for several in small.feeds.bank.values():
        for statement in several:
            if statement.path.stem.endswith("ban-sao"):
                continue
            for one in screen_bank(rows_of(statement.path).values()):
                kind = kinds.get((statement.path.name, one.raw.row))
                assert (one.record is None) is (kind is not None), (statement.path, one)
                if kind is not None:
                    found[kind] += 1
    assert set(found) == SPOILT


def test_what_the_bank_paid_comes_as_a_statement(tmp_path: Path) -> None:
    """Debits, with the reference of the order in their text."""
    line = BankLine(dt.date(2026, 7, 18), "UNC1", Vnd(500), Vnd(0), "KPCD T01/IB/3 T01C01")
    path = write_paid(tmp_path, "T01-2026-07-18", [line])
    (screened,) = screen_bank(rows_of(path).values())
    assert screened.record is not None
    assert (screened.record.debit_vnd, screened.record.credit_vnd) == (500, 0)
    assert screened.record.content == "KPCD T01/IB/3 T01C01"
