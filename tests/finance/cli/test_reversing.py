"""An entry is reversed by two people who give the same command."""

import json
from pathlib import Path

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from ledger.store import reads
from tests.federations import federation
from tests.terminal import Terminal

WORDS = ("ledger", "reverse", "G1", "GL/2026/1", "--reason", "nhầm số tiền")
PEOPLE = {"ketoan": "accountant", "thuquy": "accountant", "duyet": "approver"}


@pytest.fixture
def office(terminal: Terminal, engine_url: str, tmp_path: Path) -> Terminal:
    """The commands before four open books, three people of G1, and one entry."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    for name, role in PEOPLE.items():
        words = ("users", "add", name, "--role", role, "--unit", "G1", "--password-stdin")
        assert terminal.run(*words, typed="một mật khẩu đủ dài\n").exit_code == 0
    entry = {
        "unit": "G1",
        "source": "test",
        "key": "1",
        "journal": "GL",
        "accounting_on": "2026-06-10",
        "text": "Thăm hỏi đoàn viên",
        "lines": [
            {"account": "611", "debit": 500_000, "fund": "levy", "item": "31"},
            {"account": "112", "credit": 500_000},
        ],
    }
    path = tmp_path / "entries.jsonl"
    path.write_text(json.dumps(entry), "utf-8")
    assert terminal.ask("ledger", "post", str(path))["posted"] == 1
    return terminal


def test_the_second_person_posts_what_the_first_asked(office: Terminal, engine_url: str) -> None:
    """It carries the opposite lines and a link; repeated at any time, it changes nothing."""
    asked = office.ask(*WORDS, "--as", "ketoan")
    assert asked == {
        "entry": "GL/2026/1",
        "reversal": None,
        "voucher": "G1/V/1",
        "state": "submitted",
        "changed": True,
    }
    assert office.ask(*WORDS, "--as", "ketoan") == {**asked, "changed": False}
    made = office.ask(*WORDS, "--as", "duyet")
    assert made == {**asked, "reversal": "G1/GL/2026/2", "state": "posted"}
    for person in ("ketoan", "duyet"):
        assert office.ask(*WORDS, "--as", person) == {**made, "changed": False}
    with Database(engine_url).within(EVERYTHING).reading() as session:
        first, second = reads.entries(session, "G1")
    assert second.draft.reverses_seq == first.seq
    assert [line.side.other for line in second.draft.lines] == [
        line.side for line in first.draft.lines
    ]


def test_other_words_are_another_wish(office: Terminal) -> None:
    """Who gives another reason or day approves nothing; once it is posted, it stands."""
    office.ask(*WORDS, "--as", "ketoan")
    other = (*WORDS[:4], "--reason", "vì lý do khác", "--as", "duyet")
    waits = office.refused(*other)
    assert waits["code"] == "voucher.reversal_waits"
    assert waits["facts"]["voucher"] == "G1/V/1"
    assert office.refused(*WORDS, "--on", "2026-06-01", "--as", "duyet")["code"] == waits["code"]
    assert office.ask(*WORDS, "--on", "2026-06-30", "--as", "duyet")["state"] == "posted"
    assert office.refused(*other)["code"] == "ledger.already_reversed"


def test_the_second_person_needs_the_right(office: Terminal) -> None:
    """Another accountant does not approve."""
    office.ask(*WORDS, "--as", "ketoan")
    assert office.refused(*WORDS, "--as", "thuquy")["code"] == "permission.refused"


def test_a_reversal_wants_a_reason_and_an_entry(office: Terminal) -> None:
    """No reason, no such entry, or no such unit: refused, each with its code."""
    words = ("ledger", "reverse", "G1")
    person = ("--as", "ketoan")
    without = office.refused(*words, "GL/2026/1", "--reason", " ", *person)
    assert without["code"] == "reason.wanted"
    for number in ("GL/2026/9", "GL/2026", "nothing", "GL/x/1"):
        unknown = office.refused(*words, number, "--reason", "x", *person)
        assert unknown["code"] == "ledger.unknown_entry"
    elsewhere = ("ledger", "reverse", "LDA", "GL/2026/1", "--reason", "x", *person)
    assert office.refused(*elsewhere)["code"] == "permission.refused"


def test_the_system_reverses_nothing(office: Terminal) -> None:
    """Undoing an entry is a person's decision: without --as it is refused."""
    assert office.refused(*WORDS)["code"] == "permission.refused"
