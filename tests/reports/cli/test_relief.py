"""The quarterly report on relief from the command line, and as files."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from finance.rules.relief import ReliefKind
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from reports import cli
from tests.builders import E1
from tests.federation import federation
from tests.relieved import grant
from tests.terminal import Terminal

REPORT = ("levy", "relief", "report", "--quarter")


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


@pytest.fixture
def province(database: Database) -> Terminal:
    """LDA suspended E1's June, 1,000."""
    fed = federation(database)
    fed.owe(E1, "2026-06", 1_000)
    grant(fed, E1, ReliefKind.SUSPENSION, "2026-06", "2026-08", dt.date(2026, 6, 30))
    room = Room("reports", commands=cli.commands)
    clock = FixedClock(dt.date(2026, 7, 10))
    return Terminal(Root.of(_no_web, [room]), database.url, clock)


def test_as_json(province: Terminal) -> None:
    """Counts by kind and each decision; a quarter without any is empty."""
    found = province.ask(*REPORT, "2026-Q2", "--unit", "LDA")
    assert (found["quarter"], found["unit"]) == ("2026-Q2", "LDA")
    [row] = found["rows"]
    assert (row["tax_code"], row["kind"], row["amount_vnd"]) == (E1, "suspension", 1_000)
    assert [each["kind"] for each in found["summary"]] == ["suspension", "reduction", "exemption"]
    assert province.ask(*REPORT, "2026-q3")["rows"] == []


def test_as_files(province: Terminal, tmp_path: Path) -> None:
    """A table for spreadsheets, a workbook, a document for programs."""
    for ending in ("csv", "xlsx", "json", "pdf"):
        out = tmp_path / f"report.{ending}"
        assert province.ask(*REPORT, "2026-Q2", "--out", str(out))["file"] == str(out)
    document = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert document["sections"][1]["rows"][0][-1] == 1_000
    rows = list(csv.DictReader((tmp_path / "report.csv").read_text("utf-8-sig").splitlines()))
    amounts = [int(row["amount_vnd"]) for row in rows if row["amount_vnd"]]
    assert sum(amounts) == 2_000  # in the summary and in the decisions
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize("words", [("2026-Q5",), ("0000-Q1",), ("2026-Q2", "--out", "a.doc")])
def test_wrong_usage(province: Terminal, words: tuple[str, ...]) -> None:
    """A quarter that is none, a file of a kind that is not made."""
    assert province.run(*REPORT, *words).exit_code == 2
