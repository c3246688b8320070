"""The frame of every command: its common options, what it prints, and how it ends.

Exit status: 0 done, 1 refused, 2 usage, 3 done in part (some rows wait in quarantine).
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InternalError,
    NotSupportedError,
)

from finance.records.scope import EVERYTHING, Scope
from finance.rules.letters import Press
from finance.runtime.clock import Clock, SystemClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, actor_named
from finance.runtime.settings import Settings
from finance.shell.refused_acts import write_down
from finance.shell.room import Room
from ledger.errors import Refusal
from ledger.money import format_vnd

DONE, REFUSED, IN_PART = 0, 1, 3
_BUSY = frozenset({"40001", "40P01", "55P03"})  # serialisation, deadlock, lock not to be had
_BEHIND = frozenset({"42P01", "42703", "3F000"})  # no such table, column, schema
_UNMADE = ("no such table", "no such column", "has no column")  # as SQLite says it
_OUR_MISTAKES = (DataError, IntegrityError, InternalError, NotSupportedError)
_EXTENSION = "union-finance commands"


class UnknownPerson(Refusal):
    """`--as` names nobody."""

    code = "person.unknown"
    vi = "Không có người dùng «{name}»."
    en = "There is no user “{name}”."


class DatabaseNotReady(Refusal):
    """The database has not been made yet, or by an older program."""

    code = "database.not_ready"
    vi = "Chưa dùng được cơ sở dữ liệu: hãy chạy «union-finance db upgrade». ({why})"
    en = "The database is not ready: run “union-finance db upgrade”. ({why})"


class DatabaseAddress(Refusal):
    """What is given as the database's address is none that is understood."""

    code = "database.address"
    vi = "Địa chỉ cơ sở dữ liệu không dùng được: {why}."
    en = "This address of a database cannot be used: {why}."


class DatabaseTrouble(Refusal):
    """The database cannot be opened or reached, or would not do what was asked."""

    code = "database.trouble"
    vi = "Cơ sở dữ liệu không mở được hoặc không thực hiện được: {why}."
    en = "The database cannot be opened, or would not do it: {why}."


class FileTrouble(Refusal):
    """A file or folder cannot be read or written."""

    code = "file.trouble"
    vi = "Không đọc hoặc ghi được «{file}»: {why}."
    en = "“{file}” cannot be read or written: {why}."


class DatabaseBusy(Refusal):
    """Another writer was in the way for too long; nothing was done."""

    code = "database.busy"
    vi = "Cơ sở dữ liệu đang bận, chưa có gì được ghi: hãy thử lại. ({why})"
    en = "The database is busy and nothing was written: try again. ({why})"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a caller in the same process may set before a command runs.

    A database that is open already is used for every command that wants the same one: a caller
    of many commands then prepares its statements once.
    """

    clock: Clock = field(default_factory=SystemClock)
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    database: Database | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command answers: one JSON document, a text for people, and how it ended."""

    data: Mapping[str, Any]
    text: str = ""
    status: int = DONE


Answer = Mapping[str, Any] | Outcome
Application = Callable[[Settings, Database, Clock], Any]


class Root(click.Group):
    """The group of all commands; it knows the rooms' jobs and how to build the web application."""

    def __init__(self, application: Application, jobs: Sequence[object]) -> None:
        """Take what the front step knows and the rooms do not."""
        super().__init__("union-finance", help="The books of a trade-union federation.")
        self.application = application
        self.jobs = tuple(jobs)
        self.press: Press | None = None

    @classmethod
    def of(cls, application: Application, rooms: Sequence[Room]) -> "Root":
        """The group of all commands of these rooms."""
        made = cls(application, [job for room in rooms for job in room.jobs])
        made.press = next((room.press for room in rooms if room.press is not None), None)
        for room in rooms:
            for path, each in room.commands:
                made.put(path, each)
        return made

    def put(self, path: str, made: click.Command) -> None:
        """Hang a command at its path, such as `levy assess`; rooms may share a group."""
        *groups, last = path.split(" ")
        group: click.Group = self
        for name in groups:
            there = group.commands.get(name)
            if not isinstance(there, click.Group):
                there = click.Group(name, help=name)
                group.add_command(there)
            group = there
        assert last not in group.commands, path
        group.add_command(made, last)

    def hang_on(self, app: Flask) -> None:
        """Offer the same commands as `flask --app wsgi …`."""
        app.extensions[_EXTENSION] = self
        for name, made in self.commands.items():
            app.cli.add_command(made, name)


def root() -> Root:
    """The group the running command was called through."""
    top = click.get_current_context().find_root()
    if isinstance(top.command, Root):
        return top.command
    found = top.obj.load_app().extensions[_EXTENSION]  # flask's own group loads the application
    assert isinstance(found, Root)
    return found


def press() -> Press:
    """What prints papers, for the command that makes one; one room of the house brings it."""
    found = root().press
    assert found is not None, "one room prints"
    return found


def command(
    name: str, help_text: str, params: Sequence[click.Parameter] = ()
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a click command of a function that takes a Context and options.

    Takes    its last word, its help, its own parameters; --database, --as and --json are added.
    Returns  a decorator; the function returns a mapping, or an Outcome to set text or status.
    """

    def decorate(act: Callable[..., Answer]) -> click.Command:
        def callback(database: str | None, as_user: str | None, as_json: bool, **own: Any) -> None:  # noqa: ANN401, FBT001 - click's own
            _run(act, database, as_user, as_json=as_json, own=own)

        common = (
            click.Option(["--database"], help="Database URL (or UNION_FINANCE_DATABASE_URL)."),
            click.Option(["--as", "as_user"], metavar="USER", help="The person who acts."),
            click.Option(
                ["--json", "as_json"], is_flag=True, help="One JSON document, nothing else."
            ),
        )
        return click.Command(name, params=[*params, *common], callback=callback, help=help_text)

    return decorate


@contextmanager
def opened(
    surroundings: Surroundings, database_url: str | None, person: str | None
) -> Iterator[Context]:
    """The surroundings of one act: settings, database, clock and who acts.

    Closes what it opened itself.
    Raises   UnknownPerson.
    """
    settings = Settings.from_environment(surroundings.environ)
    if database_url:
        settings = replace(settings, database_url=database_url)
    shared = surroundings.database
    if shared is not None and shared.url == Database.url_of(settings.database_url):
        yield _context(surroundings, settings, shared, person)
        return
    database = Database(settings.database_url)
    try:
        yield _context(surroundings, settings, database, person)
    finally:
        database.dispose()


def _context(
    surroundings: Surroundings, settings: Settings, database: Database, person: str | None
) -> Context:
    if not person:
        return Context(database.within(EVERYTHING), surroundings.clock, SYSTEM, settings)
    today = surroundings.clock.today()
    with database.reading() as session:
        actor = actor_named(session, person, today)
    if actor is None:
        raise UnknownPerson(name=person)
    scope = Scope(actor.units_of(actor.roles), today)
    return Context(database.within(scope), surroundings.clock, actor, settings)


def _run(
    act: Callable[..., Answer],
    database: str | None,
    person: str | None,
    *,
    as_json: bool,
    own: Mapping[str, Any],
) -> None:
    held = click.get_current_context().obj
    surroundings = held if isinstance(held, Surroundings) else Surroundings()
    try:
        with opened(surroundings, database, person) as context:
            answer = _acted(context, act, own)
    except Refusal as refusal:
        _refuse(refusal, as_json=as_json)
    except OSError as error:
        _refuse(FileTrouble(file=str(error.filename), why=str(error.strerror)), as_json=as_json)
    except ArgumentError as error:  # no database address, or of a kind nobody knows
        _refuse(DatabaseAddress(why=str(error).splitlines()[0]), as_json=as_json)
    except DatabaseError as error:
        if isinstance(error, _OUR_MISTAKES):
            raise
        _refuse(_trouble(error), as_json=as_json)
    else:
        _tell(answer if isinstance(answer, Outcome) else Outcome(answer), as_json=as_json)


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(outcome.data, ensure_ascii=False, indent=2))
    else:
        click.echo(outcome.text or as_text(outcome.data))
    sys.stdout.flush()
    if outcome.status != DONE:
        sys.exit(outcome.status)


def _acted(context: Context, act: Callable[..., Answer], own: Mapping[str, Any]) -> Answer:
    """What the command answers; an act that is refused is written down."""
    acted = context.database.watch()
    try:
        return act(context, **own)
    except Refusal as refusal:
        if acted():
            named = click.get_current_context().command_path.partition(" ")[2]
            write_down(context, named, "", refusal)
        raise


def _trouble(error: DBAPIError) -> Refusal:
    """Tell a database that is busy or not made yet from one that is not there."""
    why = next(iter(str(error.orig).splitlines()), type(error.orig).__name__)
    state = getattr(error.orig, "sqlstate", "")
    if state in _BUSY or "locked" in why:
        return DatabaseBusy(why=why)
    if state in _BEHIND or any(said in why for said in _UNMADE):
        return DatabaseNotReady(why=why)
    return DatabaseTrouble(why=why)


def _refuse(refusal: Refusal, *, as_json: bool) -> None:
    if as_json:
        said = {
            "error": {
                "code": refusal.code,
                "message": refusal.sentence("vi"),
                "message_en": refusal.sentence("en"),
                "facts": refusal.facts,
            }
        }
        click.echo(json.dumps(said, ensure_ascii=False), err=True)
    else:
        click.echo(f"{refusal.sentence('vi')}\n{refusal.sentence('en')}", err=True)
    sys.exit(REFUSED)


def as_text(data: Mapping[str, Any]) -> str:
    """Write an answer for people: rows as a table, the rest as `name: value`."""
    lines = [f"{key}: {_word(key, value)}" for key, value in data.items() if not _table(value)]
    for key, value in data.items():
        if _table(value):
            lines.extend(_rows(key, value))
    return "\n".join(lines)


def _table(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value) and bool(value)


def _rows(key: str, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    names = list(rows[0])
    cells = [[_word(name, row.get(name, "")) for name in names] for row in rows]
    wide = [max(len(name), *(len(row[at]) for row in cells)) for at, name in enumerate(names)]
    money = [name.endswith("_vnd") for name in names]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            text.rjust(wide[at]) if money[at] else text.ljust(wide[at])
            for at, text in enumerate(row)
        ).rstrip()

    heading = [] if key == "rows" else [f"{key}:"]
    return [*heading, line(names), *(line(row) for row in cells)]


def _word(name: str, value: object) -> str:
    if isinstance(value, int) and name.endswith("_vnd"):
        return format_vnd(value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)
