"""The path of a voucher, driven by commands."""

import json
from pathlib import Path
from typing import Any

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.federations import federation
from tests.papers import INVOICE, PDF, PROGRAM
from tests.terminal import Terminal

LINES = [
    {"account": "611", "debit": 500_000, "fund": "levy", "item": "31"},
    {"account": "112", "credit": 500_000},
]
MAKER, CHECKER = ("--as", "ketoan"), ("--as", "duyet")
ONE = "G1/V/1"


@pytest.fixture
def office(terminal: Terminal, engine_url: str) -> Terminal:
    """The commands before four open books, a maker and a checker of G1."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    for name, role in (("ketoan", "accountant"), ("duyet", "approver")):
        words = ("users", "add", name, "--role", role, "--unit", "G1", "--password-stdin")
        assert terminal.run(*words, typed="một mật khẩu đủ dài\n").exit_code == 0
    return terminal


def _file(folder: Path, text: str | None = None, **changed: object) -> str:
    given = {"accounting_on": "2026-06-10", "text": "Thăm hỏi", "lines": LINES, **changed}
    path = folder / "voucher.json"
    path.write_text(json.dumps(given) if text is None else text, "utf-8")
    return str(path)


def _paper(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def _show(office: Terminal, voucher: str = ONE) -> dict[str, Any]:
    return office.ask("voucher", "show", voucher, *CHECKER)


def test_from_the_draft_to_the_book(office: Terminal, tmp_path: Path) -> None:
    """Drafted, changed, with a paper, sent back, approved as seen; every step in its history."""
    name = _file(tmp_path)
    made = office.ask("voucher", "draft", "G1", name, *MAKER)
    assert made == {"voucher": ONE, "state": "draft", "changed": True}
    paper = _paper(tmp_path, "hoa don.xml", INVOICE)
    attached = office.ask("voucher", "attach", ONE, paper, *MAKER)
    assert len(attached["attached"]) == 1
    assert office.ask("voucher", "attach", ONE, paper, *MAKER)["changed"] is False
    assert office.ask("voucher", "submit", ONE, *MAKER)["state"] == "submitted"
    reject = ("voucher", "reject", ONE, "--reason", "Sai ngày", *CHECKER)
    assert office.ask(*reject)["state"] == "rejected"
    again = _file(tmp_path, accounting_on="2026-06-11", document_on="2026-06-09")
    office.ask("voucher", "draft", "G1", again, "--voucher", ONE, *MAKER)
    office.ask("voucher", "submit", ONE, *MAKER)
    seen = _show(office)["seen"]
    stale = ("voucher", "approve", ONE, "--seen", str(seen - 1), *CHECKER)
    assert office.refused(*stale)["code"] == "voucher.changed_since"
    posted = office.ask("voucher", "approve", ONE, "--seen", str(seen), *CHECKER)
    assert posted["entry"] == "G1/PV/2026/1"
    shown = _show(office)
    assert shown["lines"][0] == {**LINES[0]}
    assert (shown["accounting_on"], shown["document_on"]) == ("2026-06-11", "2026-06-09")
    assert [paper["file_name"] for paper in shown["papers"]] == ["hoa don.xml"]
    assert [step["action"] for step in shown["history"]] == [
        "draft_voucher",
        "attach_papers",
        "attach_papers",
        "submit_voucher",
        "reject_voucher",
        "draft_voucher",
        "submit_voucher",
        "approve_voucher",
    ]
    assert (shown["makers"], shown["checker"]) == (["ketoan"], "duyet")
    assert shown["history"][0]["at"].endswith("+07:00")


def test_a_copy_and_a_draft_thrown_away(office: Terminal, tmp_path: Path) -> None:
    """Each has its number for ever; the list says how each stands."""
    office.ask("voucher", "draft", "G1", _file(tmp_path), *MAKER)
    copied = office.ask("voucher", "copy", ONE, *MAKER)
    assert (copied["voucher"], copied["from"]) == ("G1/V/2", ONE)
    assert office.ask("voucher", "discard", ONE, *MAKER)["state"] == "discarded"
    rows = office.ask("voucher", "list", "G1", *MAKER)["rows"]
    assert [(row["voucher"], row["state"], row["amount_vnd"]) for row in rows] == [
        (ONE, "discarded", 500_000),
        ("G1/V/2", "draft", 500_000),
    ]
    drafts = office.ask("voucher", "list", "G1", "--state", "draft", *MAKER)["rows"]
    assert [row["voucher"] for row in drafts] == ["G1/V/2"]
    assert _show(office)["discarded_by"] == "ketoan"


def test_a_step_repeated_by_who_took_it_changes_nothing(office: Terminal, tmp_path: Path) -> None:
    """And says so; taken by somebody else, or for another reason, it is refused as before."""
    office.ask("voucher", "draft", "G1", _file(tmp_path), *MAKER)
    reject = ("voucher", "reject", ONE, "--reason", "Sai ngày")
    steps = (
        ("submitted", ("voucher", "submit", ONE), MAKER),
        ("rejected", reject, CHECKER),
    )
    for state, words, actor in steps:
        assert office.ask(*words, *actor) == {"voucher": ONE, "state": state, "changed": True}
        assert office.ask(*words, *actor) == {"voucher": ONE, "state": state, "changed": False}
    other = office.refused("voucher", "reject", ONE, "--reason", "Khác", *CHECKER)
    assert other["code"] == "voucher.wrong_state"
    office.ask("voucher", "draft", "G1", _file(tmp_path), "--voucher", ONE, *MAKER)
    office.ask("voucher", "submit", ONE, *MAKER)
    approve = ("voucher", "approve", ONE)
    told = {"voucher": ONE, "state": "posted", "entry": "G1/PV/2026/1"}
    assert office.ask(*approve, *CHECKER) == {**told, "changed": True}
    assert office.ask(*approve, *CHECKER) == {**told, "changed": False}
    assert office.refused(*approve)["code"] == "permission.refused"
    assert office.refused("voucher", "submit", ONE, *MAKER)["code"] == "voucher.wrong_state"
    office.ask("voucher", "copy", ONE, *MAKER)
    for changed in (True, False):
        gone = office.ask("voucher", "discard", "G1/V/2", *MAKER)
        assert gone == {"voucher": "G1/V/2", "state": "discarded", "changed": changed}


def test_who_handed_a_voucher_in_takes_it_back(office: Terminal, tmp_path: Path) -> None:
    """It is a draft again; the checker is told to send it back instead."""
    office.ask("voucher", "draft", "G1", _file(tmp_path), *MAKER)
    office.ask("voucher", "submit", ONE, *MAKER)
    refused = office.refused("voucher", "withdraw", ONE, *CHECKER)
    assert refused["code"] == "voucher.not_yours"
    back = office.ask("voucher", "withdraw", ONE, *MAKER)
    assert back == {"voucher": ONE, "state": "draft", "changed": True}


def test_what_is_refused_is_refused_by_name(office: Terminal, tmp_path: Path) -> None:
    """No voucher, no unit, no file of a voucher, no right, no paper."""
    draft = ("voucher", "draft", "G1")
    assert office.refused("voucher", "show", "G1/V/9", *MAKER)["code"] == "voucher.unknown"
    assert office.refused("voucher", "list", "LDA", *MAKER)["code"] == "permission.refused"
    assert office.refused("voucher", "list", "NONE")["code"] == "ledger.unknown_book"
    for text in ("{not json", "[]", "{}"):
        unreadable = office.refused(*draft, _file(tmp_path, text), *MAKER)
        assert unreadable["code"] == "entry.unreadable"
    unread = office.refused(*draft, _file(tmp_path, lines="none"), *MAKER)
    assert unread["code"] == "entry.unreadable"
    assert office.refused(*draft, _file(tmp_path))["code"] == "permission.refused"
    office.ask(*draft, _file(tmp_path), *MAKER)
    other = ("--voucher", "G2/V/1", *MAKER)
    assert office.refused(*draft, _file(tmp_path), *other)["code"] == "voucher.unknown"
    program = _paper(tmp_path, "a.pdf", PROGRAM)
    fine = _paper(tmp_path, "b.pdf", PDF)
    assert office.refused("voucher", "attach", ONE, fine, program, *MAKER)["code"] == (
        "paper.wrong_kind"
    )
    assert _show(office)["papers"] == []
    office.ask("voucher", "submit", ONE, *MAKER)
    assert office.refused("voucher", "approve", ONE, *MAKER)["code"] == "permission.refused"


@pytest.mark.parametrize("name", ["G1", "G1/V/", "/V/1", "G1/V/x", "G1/V/" + "9" * 10, "G1/PV/1"])
def test_a_voucher_is_named_in_full(office: Terminal, name: str) -> None:
    """UNIT/V/SEQ; anything else is a wrong use of the command."""
    assert office.run("voucher", "show", name).exit_code == 2
