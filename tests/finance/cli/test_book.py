"""Posting entries from a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal


@pytest.fixture
def office(terminal: Terminal, engine_url: str) -> Terminal:
    """The commands before four open books."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    return terminal


def _spent(key: str, amount: object = 500_000, **changed: object) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "unit": "G1",
        "source": "test",
        "key": key,
        "journal": "GL",
        "accounting_on": "2026-06-10",
        "document_on": "2026-06-09",
        "text": "Thăm hỏi đoàn viên",
        "lines": [
            {"account": "611", "debit": amount, "fund": "levy", "item": "31"},
            {"account": "112", "credit": amount},
        ],
    }
    return entry | changed


def _file(folder: Path, *entries: object) -> str:
    path = folder / "entries.jsonl"
    path.write_text("\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries), "utf-8")
    return str(path)


def test_good_entries_are_posted_and_bad_ones_listed(office: Terminal, tmp_path: Path) -> None:
    """One refused entry does not hold up the others; the command ends with status 3."""
    on_control = _spent("2")
    on_control["lines"][0] = {"account": "33881", "debit": 500_000}
    name = _file(tmp_path, _spent("1"), on_control, _spent("3", 10**15 + 1))
    answer = office.ask("ledger", "post", name, status=3)
    assert [row["entry"] for row in answer["rows"]] == ["G1/GL/2026/1", "G1/GL/2026/2"]
    assert [(each["row"], each["code"]) for each in answer["problems"]] == [
        (2, "voucher.control_account")
    ]


def test_all_or_nothing(office: Terminal, tmp_path: Path) -> None:
    """On request one bad entry keeps the whole file out: status 1, and every bad row is told."""
    broken = tmp_path / "entries.jsonl"
    good, bad = _spent("1"), _spent("2", lines=[])
    broken.write_text(f"{json.dumps(good)}\n{json.dumps(bad)}\n{{no\n", "utf-8")
    answer = office.ask("ledger", "post", str(broken), "--all-or-nothing", status=1)
    assert (answer["posted"], answer["rows"]) == (0, [])
    assert [(each["row"], each["code"]) for each in answer["problems"]] == [
        (2, "ledger.unbalanced"),
        (3, "entry.unreadable"),
    ]
    name = _file(tmp_path, _spent("1"), _spent("2"))
    assert office.ask("ledger", "post", name, "--all-or-nothing")["posted"] == 2


def test_the_same_file_again_changes_nothing(office: Terminal, tmp_path: Path) -> None:
    """An entry with the same source, key and content is known, not posted a second time."""
    name = _file(tmp_path, _spent("1"), _spent("2"))
    assert office.ask("ledger", "post", name)["posted"] == 2
    again = office.ask("ledger", "post", name)
    assert (again["posted"], again["unchanged"], again["refused"]) == (0, 2, 0)


def test_the_same_key_with_other_content_is_a_conflict(office: Terminal, tmp_path: Path) -> None:
    """A key names one content for ever."""
    office.ask("ledger", "post", _file(tmp_path, _spent("1")))
    answer = office.ask("ledger", "post", _file(tmp_path, _spent("1", 600_000)), status=1)
    assert [each["code"] for each in answer["problems"]] == ["ledger.key_conflict"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"lines": [{"account": "112", "debit": 1.5}]}, "entry.unreadable"),
        ({"lines": [{"account": "112", "debit": "5"}]}, "entry.unreadable"),
        ({"lines": [{"account": "112", "debit": True}]}, "entry.unreadable"),
        ({"lines": [{"account": "112", "debit": 5, "credit": 5}]}, "entry.unreadable"),
        ({"lines": "none"}, "entry.unreadable"),
        ({"accounting_on": "10/06/2026"}, "entry.unreadable"),
        ({"unit": ""}, "entry.unreadable"),
        ({"unit": "NOWHERE"}, "ledger.unknown_book"),
        ({"lines": []}, "ledger.unbalanced"),
        ({"accounting_on": "2031-01-05"}, "ledger.period_not_open"),
        ({"journal": "LONGNAME"}, "entry.unreadable"),
    ],
)
def test_what_is_no_entry_is_refused_by_name(
    office: Terminal, tmp_path: Path, changed: dict[str, Any], code: str
) -> None:
    """Each kind of wrong entry is refused with its own code, and nothing of it is posted."""
    answer = office.ask("ledger", "post", _file(tmp_path, _spent("1", **changed)), status=1)
    assert [each["code"] for each in answer["problems"]] == [code]
    assert answer["problems"][0]["message"]


def test_a_line_that_is_not_json_is_named(office: Terminal, tmp_path: Path) -> None:
    """A broken line is refused with its number; the lines around it count."""
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps(_spent("1")) + "\n\n{not json\n", "utf-8")
    answer = office.ask("ledger", "post", str(path), status=3)
    assert answer["posted"] == 1
    assert [each["row"] for each in answer["problems"]] == [3]
