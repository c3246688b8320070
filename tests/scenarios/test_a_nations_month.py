"""A nation's month, small: run through, cut off anywhere and run again, on either engine."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from collectors.cli.month import command as month
from collectors.cli.month.feeds import MONTH
from collectors.intake.conservation import conservation
from finance.records.scope import EVERYTHING
from finance.records.subledgers import compare, untied
from finance.records.units import below
from finance.runtime import audit, tasks
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from ledger.periods import last_day
from ledger.store import reads
from ledger.store.verification import verify
from tests.engines import Engine
from tests.terminal import Terminal

EMPLOYERS = 30
STEPS = ["intake si", "intake bank", "assess", "match and share", "distribute", "close"]


class Killed(BaseException):
    """The process dies here; nobody catches it."""


@pytest.fixture
def urls(engine: Engine) -> Iterator[Callable[[], str]]:
    """Fresh databases, as their owner opens them: the floor makes tables of its own."""
    made: list[str] = []

    def make() -> str:
        made.append(engine.fresh())
        return engine.as_owner(made[-1])

    yield make
    for url in made:
        engine.drop(url)


@pytest.fixture(scope="module")
def answers() -> dict[str, dict[str, Any]]:
    """What the month answered that nobody cut off, by engine."""
    return {}


@pytest.fixture
def whole(
    engine: Engine, answers: dict[str, dict[str, Any]], urls: Callable[[], str], tmp_path: Path
) -> dict[str, Any]:
    """What the month answers that nobody cuts off; run once on each engine."""
    if engine.name not in answers:
        answers[engine.name] = _run(urls(), tmp_path)
    return answers[engine.name]


def _run(url: str, folder: Path) -> dict[str, Any]:
    root = Root.of(lambda *_: None, [Room("collectors", commands=month.commands)])
    words = ("bench", "month", "--employers", str(EMPLOYERS), "--dir", str(folder))
    return Terminal(root, url).ask(*words)


def _dying(at: int, act: Callable[..., Any]) -> Callable[..., Any]:
    """An act during which the process dies the first time it has been done so often."""
    calls = itertools.count(1)

    def acted(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the act takes and gives
        made = act(*given, **named)
        if next(calls) == at:
            raise Killed
        return made

    return acted


def test_a_month_is_conserved_tied_and_verified(urls: Callable[[], str], tmp_path: Path) -> None:
    """Each step has its floor; nothing is dropped, sub-ledgers tie, books verify and close."""
    url = urls()
    said = _run(url, tmp_path)
    assert [step["step"] for step in said["steps"]] == STEPS
    assert all(step["rows"] > 0 and step["floor_seconds"] > 0 for step in said["steps"])
    database = Database(url).within(EVERYTHING)
    with database.reading() as session:
        assert all(account.holds for account in conservation(session))
        books = reads.books_by_code(session)
        assert [
            line for book in books for line in compare(session, book) if line.difference_vnd
        ] == []
        assert [pair for book in books for pair in untied(session, book)] == []
        assert verify(session).rows == ()
        standing = below(session, ["TLD"], last_day(MONTH))
        states = {
            reads.period_states(session, books[unit].book_id)[MONTH].value for unit in standing
        }
    database.dispose()
    assert states == {"closed", "soft"}


@pytest.mark.parametrize(
    ("dies", "at"),
    [
        ("write", 8),  # inside the intake of a province, before its commit
        ("write", 14),  # in the middle of assessing and matching
        ("write", 17),
        ("write", 21),  # while shares are paid
        ("write", 26),  # while months are closed
        ("_note", 1),  # a task is done and nobody noted it
        ("_note", 5),
        ("_note", 9),
        ("_note", 12),
        ("_note", 15),
        ("_note", 19),
    ],
)
def test_cut_off_anywhere_it_ends_in_the_same_digest(
    urls: Callable[[], str], whole: dict[str, Any], tmp_path: Path, dies: str, at: int
) -> None:
    """A process that dies inside a task or between two leaves nothing half done, or done twice."""
    url = urls()
    room = audit if dies == "write" else tasks
    act = getattr(room, dies)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, dies, _dying(at, act) if dies == "write" else _dead_before(at, act))
        with pytest.raises(Killed):
            _run(url, tmp_path)
    again = _run(url, tmp_path)
    assert again["digest"] == whole["digest"]
    assert [step["rows"] for step in again["steps"]] == [step["rows"] for step in whole["steps"]]


def _dead_before(at: int, act: Callable[..., Any]) -> Callable[..., Any]:
    """An act that is not done any more the time it would be done so often."""
    calls = itertools.count(1)

    def acted(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the act takes and gives
        if next(calls) == at:
            raise Killed
        return act(*given, **named)

    return acted


def test_a_month_run_again_changes_nothing(urls: Callable[[], str], tmp_path: Path) -> None:
    """The second run finds all done; another number of employers is refused there."""
    url = urls()
    first = _run(url, tmp_path)
    again = _run(url, tmp_path)
    assert again["digest"] == first["digest"]
    assert [step["seconds"] for step in again["steps"]] == [
        step["seconds"] for step in first["steps"]
    ]
    root = Root.of(lambda *_: None, [Room("collectors", commands=month.commands)])
    refused = Terminal(root, url).refused(
        "bench", "month", "--employers", "40", "--dir", str(tmp_path / "other")
    )
    assert refused["code"] == "bench.not_for_measuring"
