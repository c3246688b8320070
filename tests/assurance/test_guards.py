"""Every guard of the book refuses something that nothing else refuses as it does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.assurance.attacks import Attack, bent, from_tables
from tests.assurance.attacks_by_hand import by_hand
from tests.assurance.catalogue import Guard, copy_without, drop, guarded_tables, guards
from tests.assurance.figures import Figures
from tests.assurance.honest import Rows, standing
from tests.assurance.story import tell
from tests.engines import Engine

THROUGH = "it goes through"
_OPEN = "removed: an attack goes through"
_OTHER_WORDS = "removed: another guard refuses, in other words"
_BEHIND = "removed: needed once the triggers before it are silent"
_DOUBLED = "removed: another refuses in the same words, for a reason that is listed"
_NEEDLESS = "removed: nothing changes"
# Two guards that refuse the same in the same words: with one of them gone nobody could tell.
DOUBLED = {
    "seal: constraint fk_seal_book_id": "the key to the month, which names its book, holds it too",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A filled database whose superuser attacks it, with all of its guards or without some."""

    database: Database
    folder: Path
    rows: Rows
    attacks: list[Attack]
    guards: list[Guard]

    def outcomes(self, table: str, *off: Guard) -> dict[str, str]:
        """What becomes of each attack on a table, without these guards."""
        attacks = [attack for attack in self.attacks if attack.table == table]
        fixed = [guard for guard in off if guard.kind not in {"trigger", "index"}]
        if not fixed or self.database.engine_name == "postgresql":
            return _tried(self.database, attacks, off)
        path = self.folder / "without.sqlite3"
        copy_without(Path(make_url(self.database.url).database or ""), path, *fixed)
        lessened = Database(f"sqlite:///{path}").within(EVERYTHING)
        try:
            return _tried(lessened, attacks, [guard for guard in off if guard not in fixed])
        finally:
            lessened.dispose()
            path.unlink()

    def triggers(self, table: str) -> list[Guard]:
        """The triggers of a table."""
        return [each for each in self.guards if each.table == table and each.kind == "trigger"]


def _tried(database: Database, attacks: list[Attack], off: Sequence[Guard]) -> dict[str, str]:
    """Each attack in a transaction of its own, taken back."""
    found = {}
    with database.engine.connect() as connection:
        for attack in attacks:
            for guard in off:
                drop(connection, guard)
            found[attack.name] = _outcome(connection, attack)
            connection.rollback()
    return found


def _outcome(connection: Connection, attack: Attack) -> str:
    try:
        attack.make(connection)
        _ask_what_waits(connection)
    except DBAPIError as refusal:
        return str(refusal.orig).splitlines()[0]
    return THROUGH


def _ask_what_waits(connection: Connection) -> None:
    """Let the keys speak that wait for the commit."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
        return
    if connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        connection.exec_driver_sql("COMMIT")  # it is refused here, and told as it would be


@pytest.fixture
def ground(database: Database, engine: Engine, tmp_path: Path) -> Iterator[Ground]:
    """The ground of the attacks, on each engine."""
    tell(database, tmp_path)
    opened = Database(engine.as_superuser(database.url)).within(EVERYTHING)
    tables = guarded_tables(opened)
    with opened.engine.connect() as connection:
        rows = standing(connection, tables)
    attacks = [*from_tables(tables, rows, engine.name), *by_hand(rows, engine.name)]
    held = [guard for guard in guards(opened) if guard.table in tables]
    yield Ground(opened, tmp_path, rows, attacks, held)
    opened.dispose()


def test_an_honest_row_goes_through(ground: Ground) -> None:
    """What the attacks begin from is refused by nobody: only what they bend is."""
    refused = {}
    for table in sorted({guard.table for guard in ground.guards}):
        with ground.database.engine.connect() as connection:
            refused[table] = _outcome(connection, bent(table, "nothing bent", ground.rows, {}))
    assert {table for table, outcome in refused.items() if outcome != THROUGH} == set()


def test_every_attack_is_refused(ground: Ground, figures: Figures) -> None:
    """With all guards on, nothing that the list names goes through."""
    through = [
        f"{table}: {name}"
        for table in sorted({guard.table for guard in ground.guards})
        for name, outcome in ground.outcomes(table).items()
        if outcome == THROUGH
    ]
    figures.told_only("attacks", len(ground.attacks))
    figures.none("attacks that go through", through)


def test_every_guard_is_needed(ground: Ground, figures: Figures) -> None:
    """Without it an attack goes through, or is refused by another guard in other words.

    A constraint that stands behind a trigger of its table, which speaks first, is needed when
    that trigger is silent.
    """
    words = (_OPEN, _OTHER_WORDS, _BEHIND, _NEEDLESS)
    verdicts: dict[str, set[str]] = {word: set() for word in words}
    intact = {table: ground.outcomes(table) for table in {guard.table for guard in ground.guards}}
    for guard in ground.guards:
        verdicts[_verdict(ground, guard, intact[guard.table])].add(str(guard))
    figures.told_only("guards", len(ground.guards))
    for word in (_OPEN, _OTHER_WORDS, _BEHIND):
        figures.told_only(word, len(verdicts[word]))
    figures.told_only(_DOUBLED, len(DOUBLED.keys() & verdicts[_NEEDLESS]))
    figures.none(_NEEDLESS, verdicts[_NEEDLESS] - DOUBLED.keys())


def _verdict(ground: Ground, guard: Guard, intact: dict[str, str]) -> str:
    """What happens without a guard."""
    without = ground.outcomes(guard.table, guard)
    if _opened(intact, without):
        return _OPEN
    if without != intact:
        return _OTHER_WORDS
    silent = [each for each in ground.triggers(guard.table) if each != guard]
    before = ground.outcomes(guard.table, *silent)
    return _BEHIND if before != ground.outcomes(guard.table, *silent, guard) else _NEEDLESS


def _opened(before: dict[str, str], after: dict[str, str]) -> bool:
    return any(after[name] == THROUGH != outcome for name, outcome in before.items())
