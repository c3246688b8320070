"""The frame of every command: what it prints, how it ends, and who acts."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import click
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from finance.records.runs import NoticeRow
from finance.rules.letters import Letter
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.shell.commands import (
    IN_PART,
    Answer,
    Outcome,
    Root,
    Surroundings,
    as_text,
    command,
    press,
    root,
)
from finance.shell.room import Room
from ledger.errors import Unbalanced
from tests.doors import DAY, PARENTS, seed
from tests.federations import federation
from tests.terminal import Terminal


def _terminal(url: str, act: Callable[..., Answer], *params: click.Parameter) -> Terminal:
    made = command("try", "Try.", params)(act)
    room = Room("test", commands=(("act try", made),))
    return Terminal(Root.of(lambda *_: None, [room]), url)


def test_json_is_one_document_and_nothing_else(engine_url: str) -> None:
    """With --json standard output is one document, in Vietnamese as it is written."""
    terminal = _terminal(engine_url, lambda _: {"tên": "Đoàn phí", "amount_vnd": 10**15 + 1})
    result = terminal.run("act", "try", "--json")
    assert terminal.ask("act", "try") == {"tên": "Đoàn phí", "amount_vnd": 10**15 + 1}
    assert "Đoàn phí" in result.stdout
    assert result.stderr == ""


def test_a_refusal_ends_with_one_and_names_its_facts(engine_url: str) -> None:
    """A refused command ends with 1; its code, sentence and facts stand on standard error."""

    def refuse(_: Context) -> Answer:
        raise Unbalanced(debit=5, credit=4)

    terminal = _terminal(engine_url, refuse)
    assert terminal.refused("act", "try") == {
        "code": "ledger.unbalanced",
        "message": "Bút toán không cân: Nợ 5 đồng, Có 4 đồng.",
        "message_en": "The entry does not balance: debit 5, credit 4 đồng.",
        "facts": {"debit": 5, "credit": 4},
    }
    plain = terminal.run("act", "try")
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert "Bút toán không cân" in plain.stderr


def test_a_command_done_in_part_ends_with_three(engine_url: str) -> None:
    """What was taken is in, what was not is said, and the status tells them apart."""
    terminal = _terminal(engine_url, lambda _: Outcome({"rows": []}, status=IN_PART))
    assert terminal.ask("act", "try", status=3) == {"rows": []}


def test_without_as_the_system_acts_and_with_it_the_person(
    engine_url: str, database: Database
) -> None:
    """The person named is recorded as actor; nobody named is the system."""
    terminal = _terminal(engine_url, lambda ctx: {"actor": ctx.actor.name})
    assert terminal.ask("act", "try") == {"actor": "system"}
    assert terminal.refused("act", "try", "--as", "nobody")["code"] == "person.unknown"
    federation(database, terminal.clock)


def test_a_command_sees_what_who_acts_may_see(database: Database, engine_url: str) -> None:
    """With --as that person's units, also for a query that names no unit; else everything."""
    seed(database, FixedClock(DAY))
    with database.writing() as session:
        session.add_all(
            NoticeRow(unit_code=code, kind="k", slot="1", vi="", en="", made_at_us=0)
            for code in PARENTS
        )
        session.commit()

    def look(ctx: Context) -> Answer:
        query = select(NoticeRow.unit_code).order_by(NoticeRow.unit_code)
        if ctx.database.engine_name == "sqlite":
            query = query.where(NoticeRow.unit_code.in_(ctx.database.scope.units()))
        with ctx.database.reading() as session:
            return {"seen": " ".join(session.scalars(query))}

    terminal = _terminal(engine_url, look)
    assert terminal.ask("act", "try", "--as", "inspector") == {"seen": "CTA CTB LDA"}
    assert terminal.ask("act", "try", "--as", "lan") == {"seen": "CTA"}
    assert terminal.ask("act", "try") == {"seen": " ".join(sorted(PARENTS))}


def test_another_database_may_be_named(engine_url: str) -> None:
    """--database goes before the environment."""
    terminal = _terminal(engine_url, lambda ctx: {"engine": ctx.database.engine_name})
    terminal.database_url = "sqlite:///nowhere.sqlite3"
    assert terminal.ask("act", "try", "--database", engine_url)["engine"] in engine_url


def test_wrong_usage_ends_with_two(engine_url: str) -> None:
    """An option nobody declared is a mistake of usage."""
    assert _terminal(engine_url, lambda _: {}).run("act", "try", "--loud").exit_code == 2


def test_the_clock_is_the_callers(engine_url: str) -> None:
    """A caller in the same process sets the day."""
    terminal = _terminal(engine_url, lambda ctx: {"today": ctx.today.isoformat()})
    assert terminal.ask("act", "try") == {"today": "2026-06-30"}


def test_a_command_may_stand_once() -> None:
    """Two rooms that claim one command are our own mistake."""
    made = command("try", "Try.")(lambda _: {})
    rooms = [Room("one", commands=(("act try", made),)), Room("two", commands=(("act try", made),))]
    with pytest.raises(AssertionError):
        Root.of(lambda *_: None, rooms)


def test_the_root_is_found_from_any_command(engine_url: str) -> None:
    """A command reaches the group it was called through, and the jobs it knows."""
    terminal = _terminal(engine_url, lambda _: {"jobs": len(root().jobs)})
    assert terminal.ask("act", "try") == {"jobs": 0}


def test_a_command_prints_with_the_press_of_a_room(engine_url: str) -> None:
    """One room brings it; where none does, a paper cannot be asked for."""
    letter = cast("Letter", None)  # this press reads nothing
    asking = command("try", "Try.")(lambda _: {"paper": press()(letter).decode()})
    rooms = [Room("one", commands=(("act try", asking),)), Room("two", press=lambda _: b"%PDF-")]
    printing = Terminal(Root.of(lambda *_: None, rooms), engine_url)
    assert printing.ask("act", "try") == {"paper": "%PDF-"}
    with pytest.raises(AssertionError):
        Terminal(Root.of(lambda *_: None, rooms[:1]), engine_url).run("act", "try")


def test_people_get_tables_with_aligned_amounts() -> None:
    """Rows become a table: amounts with dots, to the right; the rest as name and value."""
    text = as_text(
        {"rows": [{"unit": "G1", "amount_vnd": 1500}, {"unit": "LDA", "amount_vnd": 5}], "n": 2}
    )
    assert text.splitlines() == ["n: 2", "unit  amount_vnd", "G1         1.500", "LDA            5"]


def test_the_surroundings_are_the_machines_unless_set() -> None:
    """Outside a test, the clock is the machine's and the environment its own."""
    assert Surroundings().clock.now_us() > 0


def test_a_file_that_cannot_be_had_is_a_refusal(engine_url: str) -> None:
    """A path that is not there is named, with what the system said of it."""

    def read(_: Context) -> Answer:
        with open("/nowhere/at/all", encoding="utf-8") as file:  # noqa: PTH123 - to fail as files do
            return {"read": file.read()}

    refused = _terminal(engine_url, read).refused("act", "try")
    assert refused["code"] == "file.trouble"
    assert refused["facts"]["file"] == "/nowhere/at/all"


def test_a_database_nobody_knows_is_a_refusal(engine_url: str) -> None:
    """An address of an unknown kind, or of one without a driver, is told; nothing is to upgrade."""
    terminal = _terminal(engine_url, lambda _: {})
    for address in ("foo://x", "mysql://x/y", "sqlite+aiosqlite:///x", "nonsense"):
        refused = terminal.refused("act", "try", "--database", address)
        assert refused["code"] == "database.address"
        assert "db upgrade" not in refused["message"]


def test_a_database_that_cannot_be_opened_is_not_to_be_upgraded(
    engine_url: str, tmp_path: Path
) -> None:
    """A file nobody can open and a server nobody can reach are told as what they are."""

    def look(ctx: Context) -> Answer:
        with ctx.database.reading() as session:
            return {"one": session.execute(text("SELECT 1")).scalar_one()}

    terminal = _terminal(engine_url, look)
    away = "postgresql://nobody@127.0.0.1:1/none"
    (tmp_path / "letter.txt").write_text("Kính gửi công đoàn cơ sở, " * 100, "utf-8")
    for address in (
        f"sqlite:///{tmp_path}/nowhere/x.sqlite3",
        f"sqlite:///{tmp_path}/letter.txt",
        away,
    ):
        refused = terminal.refused("act", "try", "--database", address)
        assert refused["code"] == "database.trouble"
        assert "db upgrade" not in refused["message"]


def test_what_breaks_a_rule_of_the_database_is_our_own_mistake(engine_url: str) -> None:
    """It is not told as trouble with the database; the program ends with the error."""

    def twice(ctx: Context) -> Answer:
        with ctx.database.writing() as session:
            for _ in range(2):
                notice = {"unit_code": "X", "kind": "k", "slot": "1", "vi": "", "en": ""}
                session.execute(insert(NoticeRow).values(**notice, made_at_us=0))
        return {}

    with pytest.raises(IntegrityError):
        _terminal(engine_url, twice).run("act", "try")
