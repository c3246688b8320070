"""Relief, driven by commands."""

import datetime as dt
from pathlib import Path

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import Federation
from tests.federation import federation as whole
from tests.papers import PDF
from tests.terminal import Terminal

MAKER, DECIDER = ("--as", "ketoan"), ("--as", "duyet")
RELIEF = ("levy", "relief")
ASKED = (
    *(*RELIEF, "apply", "--employer", E1, "--kind", "suspension", "--ground", "restructuring"),
    *("--from", "2026-06", "--to", "2026-08", "--document", "12/CV", "--dated", "2026-06-01"),
    *("--received", "2026-06-02", "--workers-before", "100", "--workers-off", "60"),
    *("--stopped-days", "30", "--phone", "024 1"),
)
ONE = "LDA/RA/1"


def _grant(kind: str, first: str, last: str, *more: str, date: str = "2026-06-25") -> list[str]:
    span = ["--kind", kind, "--from", first, "--to", last]
    return [*RELIEF, "grant", "--employer", E1, *span, "--decision", "7", "--date", date, *more]


@pytest.fixture
def office(terminal: Terminal, engine_url: str) -> Terminal:
    """LDA with an accountant and an approver; E1 owes 1,000 for June."""
    fed: Federation = whole(Database(engine_url).within(EVERYTHING))
    fed.owe(E1, "2026-06", 1_000)
    for name, role in (("ketoan", "accountant"), ("duyet", "approver")):
        words = ("users", "add", name, "--role", role, "--unit", "LDA", "--password-stdin")
        assert terminal.run(*words, typed="một mật khẩu đủ dài\n").exit_code == 0
    return terminal


def test_from_the_application_to_the_decision(office: Terminal, tmp_path: Path) -> None:
    """Registered, attached, listed, granted; each repeated changes nothing and says so."""
    made = office.ask(*ASKED, *MAKER)
    assert made == {"application": ONE, "state": "waiting", "changed": True}
    assert office.ask(*ASKED, *MAKER)["changed"] is False
    for paper in ("request", "labour_report", "off_list"):
        path = tmp_path / f"{paper}.pdf"
        path.write_bytes(PDF + paper.encode())
        words = (*RELIEF, "attach", ONE, paper, str(path), "--received", "2026-06-03", *MAKER)
        assert office.ask(*words)["changed"] is True
        assert office.ask(*words)["changed"] is False
    [row] = office.ask(*RELIEF, "list", *DECIDER, "--unit", "LDA")["rows"]
    assert office.ask(*RELIEF, "list", *DECIDER)["rows"] == [row]
    assert (row["missing"], row["complete_on"], row["answer_due_on"], row["overdue"]) == (
        [],
        "2026-06-03",
        "2026-06-24",
        True,
    )
    granted = _grant("suspension", "2026-06", "2026-08")
    assert office.refused(*granted, *MAKER)["code"] == "permission.refused"
    done = office.ask(*granted, *DECIDER)
    assert (done["application"], done["unit"], done["changed"]) == (ONE, "LDA", True)
    assert (done["obligations"], done["change_vnd"], done["freed_vnd"]) == (1, 0, 0)
    assert office.ask(*granted, *DECIDER)["changed"] is False
    shown = office.ask(*RELIEF, "show", ONE, *DECIDER)
    assert (shown["state"], shown["decision"], shown["decided_on"]) == (
        "granted",
        "7",
        "2026-06-25",
    )
    assert shown["form"]["phone"] == "024 1"
    assert shown["figures"]["workers_off"] == 60
    papers = {each["paper"] for each in shown["papers"]}
    assert papers == {"request", "labour_report", "off_list"}
    rows = office.ask(*RELIEF, "list", "--unit", "LDA", "--state", "granted", "--employer", E1)
    assert len(rows["rows"]) == 1


def test_a_decision_taken_on_paper(office: Terminal) -> None:
    """Without an application, as the contract has it; refused beyond the decree, by its article."""
    error = office.refused(*_grant("suspension", "2026-06", "2027-06"))
    assert error["code"] == "relief.suspension_too_long"
    assert "Điều 13(3)(a)" in error["message"]
    error = office.refused(*_grant("reduction", "2026-06", "2026-06", "--rate", "20"))
    assert error["code"] == "relief.suspension_not_used_up"
    error = office.refused(*_grant("exemption", "2026-06", "2026-06"))
    assert error["code"] == "relief.no_ground_for_exemption"
    done = office.ask(*_grant("exemption", "2026-06", "2026-06", "--ground", "bankruptcy"))
    assert (done["change_vnd"], done["changed"]) == (-1_000, True)
    assert office.ask(*_grant("suspension", "2026-05", "2026-05"))["changed"] is True
    reduced = office.ask(*_grant("reduction", "2026-07", "2026-12", "--rate", "12,5"))
    assert reduced["changed"] is True


def test_refused_with_the_reason(office: Terminal) -> None:
    """Twice the same is once."""
    office.ask(*ASKED, *MAKER)
    answer = ("--decision", "8", "--date", "2026-06-10", "--reason", "Thiếu")
    words = (*RELIEF, "refuse", ONE, *answer)
    assert office.ask(*words, *DECIDER)["changed"] is True
    assert office.ask(*words, *DECIDER) == {
        "application": ONE,
        "state": "refused",
        "changed": False,
    }
    shown = office.ask(*RELIEF, "show", ONE, *DECIDER)
    assert (shown["state"], shown["reason"]) == ("refused", "Thiếu")


def test_the_yearly_list_is_published(office: Terminal) -> None:
    """By an approver; a list that says the same is left as it is."""
    office.ask(*_grant("suspension", "2026-06", "2026-08"))
    words = (*RELIEF, "publish", "2026", "--unit", "LDA", *DECIDER)
    assert office.run(*words).exit_code == 1  # the year is not over
    office.clock = FixedClock(dt.date(2026, 12, 31))
    done = office.ask(*words)
    assert (done["version"], done["cases"], done["changed"]) == (1, 1, True)
    assert office.ask(*words)["changed"] is False


@pytest.mark.parametrize(
    "words",
    [
        [*RELIEF, "show", "LDA/V/1"],
        [*RELIEF, "show", "LDA/RA/x"],
        _grant("reduction", "2026-07", "2026-07", "--rate", "a fifth"),
        [word for word in ASKED if word not in ("--ground", "restructuring")],
    ],
)
def test_wrong_usage(office: Terminal, words: list[str]) -> None:
    """A name that is none, a rate that is none, a kind with several grounds and none named."""
    assert office.run(*words).exit_code == 2


def test_no_such_application(office: Terminal) -> None:
    """A kind with one ground needs none named; what is not there is told."""
    assert office.refused(*RELIEF, "show", ONE, *DECIDER)["code"] == "relief.unknown_application"
    one_ground = [
        "reduction" if word == "suspension" else word
        for word in ASKED
        if word not in ("--ground", "restructuring")
    ]
    assert office.ask(*one_ground, *MAKER)["application"] == ONE
