"""Cases of loss, driven by commands."""

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from finance import cli
from finance.records.people import RoleGrant, User
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from tests.builders import E1, E2, FOREVER, START, decision
from tests.casework import OPENED_ON, by_tax, papers, press, tax_fact, unpaid
from tests.federation import Federation, federation
from tests.terminal import Terminal

PEOPLE = (
    ("thu", "LDA", "collector"),
    ("binh", "LDA", "accountant"),
    ("kiem", "LDA", "inspector"),
    ("xa", "A1", "inspector"),
)
WORKER, INSPECTOR, ELSEWHERE = ("--as", "thu"), ("--as", "kiem"), ("--as", "xa")
CASE = ("levy", "case")
OPEN = (*CASE, "open", "--unit", "LDA", "--employer", E1, "--year", "2026", "--kind", "not_paying")
ONE = "LDA/C/1"


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes June; tax alone knows E2; people of LDA and of A1."""
    made = federation(database)
    unpaid(made)
    by_tax(made, OPENED_ON, tax_fact(E2))
    made.add(*(User(name=name, password_hash="x", created_at_us=0) for name, _, _ in PEOPLE))
    made.add(
        *(
            RoleGrant(user_name=name, unit_code=unit, role=role, valid_from=START, valid_to=FOREVER)
            for name, unit, role in PEOPLE
        )
    )
    return made


@pytest.fixture
def office(fed: Federation) -> Terminal:
    """The commands with a press, on the day of the case."""
    rooms = [Room("finance", commands=cli.commands), Room("reports", press=press)]
    return Terminal(Root.of(_no_web, rooms), fed.database.url, FixedClock(OPENED_ON))


def _step(office: Terminal, days: int, step: str, *more: str) -> bool:
    """Make a paper so many days after the case was opened, and again; whether it was made."""
    office.clock.day = OPENED_ON + dt.timedelta(days=days)
    words = (*CASE, "step", ONE, step, *more, *WORKER)
    done = office.ask(*words)
    again = office.ask(*words)
    assert again == {**done, "changed": False}
    return bool(done["changed"])


def test_a_case_is_opened_given_on_and_closed(office: Terminal) -> None:
    """Each act by a command; repeated, it changes nothing and says so."""
    made = office.ask(*OPEN, *WORKER)
    assert made == {
        "changed": True,
        "case": ONE,
        "tax_code": E1,
        "name": f"Công ty {E1}",
        "year": 2026,
        "kind": "not_paying",
        "at_stake_vnd": 20_000_000,
        "opened_on": "2026-10-01",
        "owner": "thu",
        "next_step": "notice",
        "next_on": "2026-10-01",
        "state": "open",
        "outcome": "",
        "papers": [],
    }
    assert office.ask(*OPEN, *WORKER) == {**made, "changed": False}
    given = (*CASE, "assign", ONE, "--to", "binh", *WORKER)
    assert [office.ask(*given)["changed"] for _ in range(2)] == [True, False]
    ended = (*CASE, "close", ONE, "--outcome", "closed", "--reason", "Nhầm", "--as", "binh")
    assert [office.ask(*ended)["changed"] for _ in range(2)] == [True, False]
    shown = office.ask(*CASE, "show", ONE, *WORKER)
    assert (shown["owner"], shown["state"], shown["outcome"], shown["reason"]) == (
        "binh",
        "closed",
        "closed",
        "Nhầm",
    )
    assert (shown["closed_on"], shown["closed_by"], shown["steps"]) == ("2026-10-01", "binh", [])


def test_its_papers_are_written_byte_for_byte(
    office: Terminal, fed: Federation, tmp_path: Path
) -> None:
    """Two reminders, minutes and the dossier; each file is what was kept, by its digest."""
    office.ask(*OPEN, *WORKER)
    assert _step(office, 0, "notice")
    assert _step(office, 15, "notice")
    assert _step(office, 30, "minutes", "--note", "Cam kết nộp")
    assert _step(office, 30, "dossier", "--violation", "late", "--person")
    kept = papers(fed, 1)
    assert [each.step for each in kept] == ["notice", "notice", "minutes", "dossier"]
    for number, paper in enumerate(kept, start=1):
        path = tmp_path / f"{number}.pdf"
        words = (*CASE, "letter", ONE, str(number), "--out", str(path), *WORKER)
        done = office.ask(*words)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == paper.digest == done["digest"]
        assert (done["changed"], done["bytes"], done["step"]) == (
            True,
            path.stat().st_size,
            paper.step,
        )
        assert office.ask(*words)["changed"] is False
    path = tmp_path / "dossier.pdf"
    path.write_bytes(b"something else")
    done = office.ask(*CASE, "dossier", ONE, "--out", str(path), *WORKER)
    assert (done["changed"], done["number"], done["out"]) == (True, 4, str(path))
    assert path.read_bytes() == (tmp_path / "4.pdf").read_bytes()
    assert b'"multiplier":1' in path.read_bytes()


def test_a_case_is_shown_then_and_now(office: Terminal, fed: Federation) -> None:
    """With all its amounts were computed from, and the steps that stand open."""
    office.ask(*OPEN, *WORKER)
    office.ask(*CASE, "step", ONE, "notice", *WORKER)
    receipt = fed.receive("LDA", "R1", 5_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(receipt, E1, {"2026-06": 5_000_000}))
    shown = office.ask(*CASE, "show", ONE, *WORKER)
    assert (shown["then"]["at_stake_vnd"], shown["now"]["at_stake_vnd"]) == (20_000_000, 15_000_000)
    assert shown["steps"] == [
        {"step": "notice", "turn": 2, "from": "2026-10-16"},
        {"step": "proposal", "turn": 1, "from": "2027-01-01"},
    ]
    assert [each["at_stake_vnd"] for each in shown["papers"]] == [20_000_000]
    rest = fed.receive("LDA", "R2", 15_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(rest, E1, {"2026-06": 15_000_000}))
    assert office.ask(*CASE, "show", ONE, *WORKER)["now"] is None


def test_cases_are_listed_with_their_papers(office: Terminal, fed: Federation) -> None:
    """Which step comes next and when, each paper with its amount and digest; narrowed as asked."""
    office.ask(*OPEN, *WORKER)
    [row] = office.ask(*CASE, "list", "--due")["rows"]
    office.ask(*CASE, "step", ONE, "notice", *WORKER)
    [row] = office.ask(*CASE, "list")["rows"]
    assert (row["case"], row["next_step"], row["next_on"]) == (ONE, "notice", "2026-10-16")
    [paper] = row["papers"]
    assert (paper["digest"], paper["at_stake_vnd"]) == (papers(fed, 1)[0].digest, 20_000_000)
    for words in (["--state", "closed"], ["--unit", "A1"], ["--due"]):
        assert office.ask(*CASE, "list", *words)["rows"] == []
    assert office.ask(*CASE, "list", "--unit", "LDA", "--state", "open")["rows"] == [row]


def test_the_steps_that_are_due_are_told(office: Terminal) -> None:
    """On the unit's first page, once; by the system or who runs it, by nobody else."""
    office.ask(*OPEN, *WORKER)
    words = (*CASE, "remind")
    assert office.ask(*words) == {"due": 1, "reminded": 1, "changed": True}
    assert office.ask(*words) == {"due": 1, "reminded": 0, "changed": False}
    assert office.refused(*words, *WORKER)["code"] == "permission.refused"


def test_an_inspector_reads_and_acts_on_nothing(office: Terminal, tmp_path: Path) -> None:
    """The cases and letters of the unit and those below; an inspector of another unit sees none."""
    office.ask(*OPEN, *WORKER)
    office.ask(*CASE, "step", ONE, "notice", *WORKER)
    out = ("--out", str(tmp_path / "letter.pdf"))
    assert len(office.ask(*CASE, "list", *INSPECTOR)["rows"]) == 1
    assert office.ask(*CASE, "show", ONE, *INSPECTOR)["case"] == ONE
    assert office.ask(*CASE, "letter", ONE, "1", *out, *INSPECTOR)["changed"] is True
    for words in (
        OPEN,
        (*CASE, "assign", ONE, "--to", "binh"),
        (*CASE, "step", ONE, "notice"),
        (*CASE, "close", ONE, "--outcome", "closed", "--reason", "x"),
        (*CASE, "remind"),
    ):
        assert office.refused(*words, *INSPECTOR)["code"] == "permission.refused"
    assert office.ask(*CASE, "list", *ELSEWHERE)["rows"] == []
    for asked in (
        (*CASE, "list", "--unit", "LDA"),
        (*CASE, "show", ONE),
        (*CASE, "letter", ONE, "1", *out),
        (*CASE, "dossier", ONE, *out),
    ):
        assert office.refused(*asked, *ELSEWHERE)["code"] == "permission.refused"


def test_the_system_works_no_case(office: Terminal) -> None:
    """A person decides, whose name stands in it."""
    assert office.refused(*OPEN)["code"] == "permission.refused"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((*CASE, "show", "LDA/C/9"), "case.unknown"),
        ((*CASE, "assign", ONE, "--to", "kiem"), "case.not_an_owner"),
        ((*CASE, "step", ONE, "dossier"), "case.out_of_order"),
        ((*CASE, "step", ONE, "minutes"), "case.out_of_order"),
        ((*CASE, "letter", ONE, "1", "--out", "{out}"), "case_paper.unknown"),
        ((*CASE, "dossier", ONE, "--out", "{out}"), "case.no_dossier"),
        ((*CASE, "close", ONE, "--outcome", "paid"), "case.still_stands"),
        ((*CASE, "close", ONE, "--outcome", "sanction"), "case.no_dossier"),
        ((*CASE, "close", ONE, "--outcome", "closed"), "case_reason.wanted"),
        ((*OPEN, "--unit", "TLD"), "permission.refused"),
        ((*OPEN[:-1], "too_few"), "case.no_finding"),
    ],
)
def test_what_is_refused_is_told_with_its_code(
    office: Terminal, tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    """As the page tells it; nothing is written."""
    office.ask(*OPEN, *WORKER)
    path = tmp_path / "letter.pdf"
    asked = [word.replace("{out}", str(path)) for word in words]
    assert office.refused(*asked, *WORKER)["code"] == code
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_told(office: Terminal, tmp_path: Path) -> None:
    """A folder that there is not."""
    office.ask(*OPEN, *WORKER)
    office.ask(*CASE, "step", ONE, "notice", *WORKER)
    words = (*CASE, "letter", ONE, "1", "--out", str(tmp_path / "no" / "letter.pdf"), *WORKER)
    assert office.refused(*words)["code"] == "file.trouble"


@pytest.mark.parametrize(
    "words",
    [
        [*CASE, "show", "LDA/V/1"],
        [*CASE, "step", ONE, "notice", "--note", "x"],
        [*CASE, "step", ONE, "minutes", "--person"],
        [*CASE, "step", ONE, "notice", "--violation", "late"],
        [*CASE, "step", ONE, "letter"],
        [*CASE, "close", ONE],
    ],
)
def test_wrong_usage(office: Terminal, words: list[str]) -> None:
    """What is no case, a word that belongs to another step, no outcome."""
    assert office.run(*words, *WORKER).exit_code == 2
