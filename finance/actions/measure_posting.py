"""Measures posting beside its floor: one by one, each durable by itself, and in bulk.

It writes entries nobody asked for, so it refuses a database that holds anyone's books.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby

from sqlalchemy import select

from finance.actions.measure_floor import Posting, Row, floor
from finance.rules.charts import REGIME
from finance.rules.errors import RuleError
from finance.runtime.charts import chart_accounts
from finance.runtime.database import Database
from finance.runtime.measures import Step, peak_memory_mib
from ledger import book
from ledger.entries import Draft, credit, debit
from ledger.money import Vnd, apportion
from ledger.store.tables import BookRow, EntryRow

BOOKS = tuple(f"BENCH{number:02d}" for number in range(40))
_YEAR = 2026
_CALL = 20_000  # entries of one call of the bulk posting; all calls are one transaction
_NOW_US = 1_780_000_000_000_000
_WARM = 200  # postings before anything is measured


class NotForMeasuring(RuleError):
    """The database holds books that are no measurement's."""

    code = "bench.not_for_measuring"
    vi = "Cơ sở dữ liệu đã có sổ {book}: chỉ đo trên một cơ sở dữ liệu riêng."
    en = "The database holds book {book}: measure on a database of its own."


def measure_one_by_one(database: Database, entries: int, seed: int) -> Step:
    """Post entries one by one, each its own durable transaction.

    Raises   NotForMeasuring.
    """
    name = f"one by one {seed}"
    _prepare(database, drafts(_WARM, seed, f"{name} warm"))

    def work(made: Sequence[Draft]) -> None:
        for draft in made:
            with database.writing() as session:
                book.post(session, _NOW_US, [draft])
                session.commit()

    return _beside_floor(database, "post one by one", drafts(entries, seed, name), work)


def measure_bulk(database: Database, entries: int, seed: int) -> Step:
    """Post entries in one transaction, in calls of many.

    Raises   NotForMeasuring.
    """
    name = f"bulk {seed}"
    _prepare(database, drafts(_WARM, seed, f"{name} warm"))

    def work(made: Sequence[Draft]) -> None:
        with database.writing() as session:
            for start in range(0, len(made), _CALL):
                book.post(session, _NOW_US, made[start : start + _CALL])
            session.commit()

    return _beside_floor(database, "post in bulk", drafts(entries, seed, name), work)


def _beside_floor(
    database: Database, step: str, made: list[Draft], work: Callable[[Sequence[Draft]], None]
) -> Step:
    began = time.perf_counter()
    work(made)
    seconds = time.perf_counter() - began
    memory = peak_memory_mib()
    with floor(database) as bare:
        load = bare.one_by_one if step == "post one by one" else bare.bulk
        rows = list(_postings(bare.rows, {draft.key for draft in made}))
        began = time.perf_counter()
        load(rows)
        floor_seconds = time.perf_counter() - began
    return Step(step, len(made), seconds, floor_seconds, memory)


def _postings(rows: Callable[..., list[Row]], keys: set[str]) -> Iterator[Posting]:
    """The finished rows of these entries, in the order of recording."""
    lines = {
        place: list(own)
        for place, own in groupby(
            rows("SELECT * FROM line ORDER BY book_id, seq, line_no"), key=lambda row: row[:2]
        )
    }
    key = list(EntryRow.__table__.columns.keys()).index("key")
    for entry in rows("SELECT * FROM entry ORDER BY recorded_at_us, book_id, seq"):
        if entry[key] in keys:
            yield entry, lines[entry[:2]]


def _prepare(database: Database, warm: Sequence[Draft]) -> None:
    """Chart, books and their months; refuse where other books stand; a few entries to warm up."""
    with database.writing() as session:
        for code in session.scalars(select(BookRow.code).order_by(BookRow.code)):
            if code not in BOOKS:
                raise NotForMeasuring(book=code)
        book.load_chart(session, [asdict(account) for account in chart_accounts()])
        book.open_books(session, [(code, code) for code in BOOKS], REGIME, [_YEAR])
        book.post(session, _NOW_US, warm)
        session.commit()


def drafts(entries: int, seed: int, name: str) -> list[Draft]:
    """Entries of two and three lines by turns, spread over books and days; the same for a seed."""
    made = []
    state = seed
    for number in range(entries):
        state = (state * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407) % 2**64
        drawn = state >> 16
        day = dt.date(_YEAR, 1 + drawn % 12, 1 + drawn // 12 % 28)
        amount = Vnd(2 + drawn % 100_000_000)
        owed, held = apportion(amount, (1, 1))
        split = (credit("33881", owed), credit("331", held))
        whole = (credit("33881", amount),)
        made.append(
            Draft(
                book=BOOKS[drawn // 400 % len(BOOKS)],
                journal="BK",
                accounting_on=day,
                document_on=day,
                text=f"Thu kinh phí công đoàn, dòng {number}",
                source="bench",
                key=f"{name} {number}",
                lines=(debit("112", amount), *(whole if number % 2 else split)),
                actor="bench",
            )
        )
    return made
