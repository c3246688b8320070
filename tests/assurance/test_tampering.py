"""Whoever changes the book past its guards is found out by `ledger verify`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import Table

from finance.runtime.database import Database
from ledger.store.base import Base
from tests.architecture.pages import import_rooms
from tests.assurance.catalogue import guarded_tables
from tests.assurance.figures import Figures
from tests.assurance.story import tell
from tests.assurance.tampering import (
    REFUSED,
    Administrator,
    Attempt,
    Row,
    administrator,
    changes,
    deletions,
    insertion,
    swap,
)
from tests.engines import Engine

import_rooms()

_NAME: Final = "a name may be put right; no figure and no rule hangs on it"
NO_FIGURE: Final = {
    ("account", "name_vi"): _NAME,
    ("account", "name_en"): _NAME,
    ("account", "status"): "how sure we are of the row may be put right by a later chart",
    ("book", "name"): _NAME,
    ("attachment", "media_type"): "how a paper is shown; what it holds is hashed",
    ("checkpoint", "key_no"): "the note carries its signatures, and they are checked",
    ("checkpoint", "signed_at_us"): "the log of acts keeps the moment of signing",
    ("signing_key", "from_us"): "the log of acts keeps the moment it was made",
    ("disclosure", "built_at_us"): "the log of acts keeps the moment of building",
    ("disclosure", "published_at_us"): "the log of acts keeps the moment of publishing",
}
# Guarded, but nothing recomputes them: what keeps them is the guard alone.
_HISTORY: Final = "a history beside the book: no hash, its guards are proved one by one"
_OFFICE: Final = "how an entry came about; the entry itself and its papers are in the hash"
GUARDS_ALONE: Final = {
    "audit_line": _HISTORY,
    "batch": _HISTORY,
    "case_paper": _HISTORY,
    "column_profile": _HISTORY,
    "dues_event": _HISTORY,
    "loss_case": _HISTORY,
    "match_event": _HISTORY,
    "obligation_event": _HISTORY,
    "quarantine": _HISTORY,
    "raw_row": _HISTORY,
    "relief": _HISTORY,
    "relief_list": _HISTORY,
    "reward": _OFFICE,
    "share_event": _HISTORY,
    "voucher": _OFFICE,
    "voucher_attachment": _OFFICE,
    "voucher_line": _OFFICE,
    "voucher_maker": _OFFICE,
}
BESIDE_THE_LEDGER: Final = ("attachment", "checkpoint", "disclosure", "signing_key")


def _tampered() -> list[Table]:
    """Every table of the ledger, and what others keep for it."""
    ledgers = {
        str(mapper.class_.__tablename__)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("ledger.")
    }
    names = sorted(ledgers | set(BESIDE_THE_LEDGER))
    return [Base.metadata.tables[name] for name in names]


@pytest.fixture
def admin(database: Database, engine: Engine, tmp_path: Path) -> Iterator[Administrator]:
    """An administrator of an honest book that has a row in every table."""
    tell(database, tmp_path)
    with administrator(engine.as_superuser(database.url)) as opened:
        assert opened.verdict() == ()
        yield opened


def _sample(rows: list[Row], count: int) -> list[Row]:
    """So many rows, from the whole of the table."""
    step = max(1, len(rows) // count)
    return rows[step // 2 :: step][:count]


def _tell(
    admin: Administrator, attempts: list[Attempt], figures: Figures, what: str
) -> dict[str, bool | None]:
    """Try all; every one that the database takes is to be found. Returns what became of each."""
    verdicts = {attempt.name: admin.found(attempt) for attempt in attempts}
    taken = {name: found for name, found in verdicts.items() if found is not REFUSED}
    figures.told_only(f"{what}: tried", len(taken))
    figures.none(f"{what}: not found", [name for name, found in taken.items() if not found])
    return verdicts


def _changes(admin: Administrator, table: Table, column: str, count: int) -> list[Attempt]:
    rows = admin.rows(table)
    return [
        attempt
        for row in _sample(rows, count)
        for attempt in changes(table, table.columns[column], row, [r for r in rows if r is not row])
    ]


def test_every_column(admin: Administrator, figures: Figures) -> None:
    """No value of the book can be made another without being found."""
    count = figures.size("rows of each table")
    by_column = {
        (table.name, column.name): _changes(admin, table, column.name, count)
        for table in _tampered()
        for column in table.columns
        if (table.name, column.name) not in NO_FIGURE
    }
    figures.told_only("columns", len(by_column))
    attempts = [attempt for own in by_column.values() for attempt in own]
    verdicts = _tell(admin, attempts, figures, "values changed")
    untried = [
        ".".join(place)
        for place, own in by_column.items()
        if all(verdicts[attempt.name] is REFUSED for attempt in own)
    ]
    figures.none("columns that could not be tried", untried)


def test_what_is_no_figure(admin: Administrator, figures: Figures) -> None:
    """The list of columns that are no figures names none whose every change is found."""
    held = []
    for name, column in NO_FIGURE:
        attempts = _changes(admin, Base.metadata.tables[name], column, 1)
        if all(admin.found(attempt) for attempt in attempts):
            held.append(f"{name}.{column}")
    figures.told_only("columns that are no figures", ", ".join(map(".".join, NO_FIGURE)))
    figures.none("of these, found all the same", held)


def test_rows_taken_away_put_in_and_swapped(admin: Administrator, figures: Figures) -> None:
    """First, middle and last row, a row too many, two rows in each other's place."""
    gone: list[Attempt] = []
    put: list[Attempt] = []
    swapped: list[Attempt] = []
    for table in _tampered():
        rows = admin.rows(table)
        leaving = [column for name, column in NO_FIGURE if name == table.name]
        gone += deletions(table, rows)
        put.append(insertion(table, rows))
        exchanged = swap(table, rows, leaving)
        swapped += [] if exchanged is None else [exchanged]
    _tell(admin, gone, figures, "rows deleted")
    _tell(admin, put, figures, "rows put in")
    _tell(admin, swapped, figures, "rows swapped")


def test_every_guarded_table_is_tried(admin: Administrator, database: Database) -> None:
    """A table with guards is tried here, or says why its guards are all there is."""
    assert admin.verdict() == ()
    guarded = guarded_tables(database)
    tried = {table.name for table in _tampered()}
    assert guarded - tried == set(GUARDS_ALONE)
