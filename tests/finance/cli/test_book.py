"""Posting entries from a file."""

import json
from pathlib import Path
from typing import Any

import pytest

from finance.records.audit_lines import acts_on
from finance.records.month_end import tasks
from finance.records.scope import EVERYTHING, Scope
from finance.runtime.database import Database
from ledger.periods import Period
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
        ({"journal": "A/B"}, "entry.journal"),
        ({"journal": "YE"}, "entry.own_journal"),
        ({"source": "voucher"}, "entry.own_source"),
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


def test_a_unit_one_may_not_post_in_is_refused_by_its_line(
    office: Terminal, tmp_path: Path
) -> None:
    """The good lines are posted; asked for all or nothing, none is."""
    words = ("--role", "accountant", "--unit", "G1", "--password-stdin")
    office.run("users", "add", "lan", *words, typed="a long pass phrase\n")
    entries = (_spent("1", unit="G2"), _spent("2"), _spent("3", unit="NOWHERE"), _spent("4"))
    name = _file(tmp_path, *entries)
    answer = office.ask("ledger", "post", name, "--all-or-nothing", "--as", "lan", status=1)
    assert (answer["posted"], answer["refused"]) == (0, 2)
    answer = office.ask("ledger", "post", name, "--as", "lan", status=3)
    assert [row["entry"] for row in answer["rows"]] == ["G1/GL/2026/1", "G1/GL/2026/2"]
    assert [(each["row"], each["code"]) for each in answer["problems"]] == [
        (1, "permission.refused"),
        (3, "permission.refused"),
    ]
    only = _file(tmp_path, entries[0])
    assert office.ask("ledger", "post", only, "--as", "lan", status=1)["refused"] == 1


def test_a_line_that_can_be_read_in_two_ways_is_named(office: Terminal, tmp_path: Path) -> None:
    """Its number and its field are told; the lines around it count."""
    path = tmp_path / "entries.jsonl"
    twice = json.dumps(_spent("2")).replace('"key": "2"', '"key": "2", "key": "3"')
    unknown, shown = _spent("4", papers="x"), _spent("5", text="a\u202eb")
    lines = [json.dumps(_spent("1")), twice, json.dumps(unknown), json.dumps(shown)]
    path.write_text("\n".join(lines), "utf-8")
    answer = office.ask("ledger", "post", str(path), status=3)
    assert answer["posted"] == 1
    told = [(each["row"], each["message_en"]) for each in answer["problems"]]
    assert told == [
        (2, "This is not an entry: field “key” is given twice."),
        (3, "This is not an entry: field “papers” is not one of the form."),
        (4, "This is not an entry: field “text” holds control signs that are not seen."),
    ]


def test_the_unit_s_inspector_sees_what_was_posted_from_a_file(
    office: Terminal, engine_url: str, tmp_path: Path
) -> None:
    """The log of the unit, as far as its own people see it, and the month's list both tell."""
    office.ask("ledger", "post", _file(tmp_path, _spent("1"), _spent("2", unit="LDA")))
    scope = Scope(("G1",), office.clock.today())
    with Database(engine_url).within(scope).reading() as session:
        told = acts_on(session, "G1", ["G1/GL/2026/1"])
        listed = tasks(session, "G1", Period("2026-06"))
    assert [(row.actor, row.action) for row in told] == [("system", "post_entries")]
    found = [task for task in listed if task.code == "close.from_files"]
    assert [(task.count, task.blocks) for task in found] == [(1, False)]
