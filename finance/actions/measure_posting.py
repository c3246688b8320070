"""Measures posting beside its floor: one by one, each durable by itself, and in bulk.

It writes entries nobody asked for, so it refuses a database that holds anyone's books.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Final, TypeVar

from sqlalchemy import select, text

from finance.actions.measure_floor import floor
from finance.rules.charts import REGIME
from finance.rules.errors import RuleError
from finance.runtime.charts import chart_accounts
from finance.runtime.database import Database
from finance.runtime.measures import Step, peak_memory_mib
from ledger import book
from ledger.entries import Draft, credit, debit
from ledger.money import Vnd, apportion
from ledger.store.tables import BookRow

_CODE: Final = "BENCH"
BOOKS: Final = tuple(f"{_CODE}{number:02d}" for number in range(40))
_YEAR = 2026
_CALL = 20_000  # entries of one call of the bulk posting; all calls are one transaction
_TURN = 100  # entries posted one by one before the floor has its turn
_BAD_EVERY = 100
_NOW_US = 1_780_000_000_000_000
_WARM = 200  # postings before anything is measured

Asked = TypeVar("Asked")
Place = tuple[str, int | str]  # the code of a book, and what names an entry in it

_MOVED: Final = (
    "SELECT l.book_id, e.period, l.account, l.fund, l.item, l.counter_book, "
    "CAST(sum(CASE l.side WHEN 'D' THEN l.amount_vnd ELSE 0 END) AS bigint), "
    "CAST(sum(CASE l.side WHEN 'C' THEN l.amount_vnd ELSE 0 END) AS bigint), count(*) "
    "FROM line l JOIN entry e ON e.book_id = l.book_id AND e.seq = l.seq WHERE {} "
    "GROUP BY l.book_id, e.period, l.account, l.fund, l.item, l.counter_book"
)
_LINES: Final = (
    "SELECT l.* FROM line l JOIN entry e ON e.book_id = l.book_id AND e.seq = l.seq "
    "WHERE {} ORDER BY l.book_id, l.seq, l.line_no"
)
_NAMED: Final = "e.source = 'bench' AND e.key LIKE %s"


def finished(place: str) -> dict[str, str]:
    """The questions for the rows that posting one entry writes, by table.

    Takes    the condition on its place in a book, with one mark for it.
    """
    one = f"e.book_id = (SELECT b.book_id FROM book b WHERE b.code = %s) AND {place}"  # noqa: S608 - names and marks are ours
    return {
        "line": _LINES.format(one),
        "entry": f"SELECT e.* FROM entry e WHERE {one}",  # noqa: S608 - as above
        "turnover": _MOVED.format(one),
        "counter": f"SELECT e.book_id, e.journal, e.year, e.number FROM entry e WHERE {one}",  # noqa: S608 - as above
        "book_head": f"SELECT e.book_id, e.seq, e.recorded_at_us FROM entry e WHERE {one}",  # noqa: S608 - as above
    }


# The rows of all entries whose keys begin alike, in the order in which they are fastest to write.
_ALL: Final = {
    "line": _LINES.format(_NAMED),
    "entry": f"SELECT e.* FROM entry e WHERE {_NAMED} ORDER BY e.book_id, e.seq",  # noqa: S608 - as above
    "turnover": _MOVED.format(_NAMED),
    "counter": (
        "SELECT e.book_id, e.journal, e.year, max(e.number) FROM entry e "  # noqa: S608 - as above
        f"WHERE {_NAMED} GROUP BY e.book_id, e.journal, e.year"
    ),
    "book_head": (
        "SELECT e.book_id, max(e.seq), max(e.recorded_at_us) FROM entry e "  # noqa: S608 - as above
        f"WHERE {_NAMED} GROUP BY e.book_id"
    ),
}


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
    prepare(database, drafts(_WARM, seed, f"warm {name}"))

    def work(draft: Draft) -> Place:
        with database.writing() as session:
            posted = book.post(session, _NOW_US, [draft])[0]
            session.commit()
        return draft.book, posted.seq

    return by_turns(
        database, "post one by one", drafts(entries, seed, name), work, finished("e.seq = %s")
    )


def by_turns(
    database: Database,
    step: str,
    asked: Sequence[Asked],
    work: Callable[[Asked], Place],
    questions: Mapping[str, str],
) -> Step:
    """Do a few, write the same rows on the floor, and so on: both meet the same machine.

    Takes    `work`, which does one and says where its entry stands; `questions`, one
             for the rows it wrote of each table.
    """
    spent, floor_spent = [], []  # seconds of each turn
    with floor(database) as bare:
        for start in range(0, len(asked), _TURN):
            began = time.perf_counter()
            places = [work(each) for each in asked[start : start + _TURN]]
            spent.append(time.perf_counter() - began)
            rows = [
                {table: bare.rows(sql, *place) for table, sql in questions.items()}
                for place in places
            ]
            began = time.perf_counter()
            bare.one_by_one(rows)
            floor_spent.append(time.perf_counter() - began)
    return Step(step, len(asked), sum(spent), sum(floor_spent), peak_memory_mib())


def measure_bulk(database: Database, entries: int, seed: int) -> Step:
    """Post entries in one transaction, in calls of many.

    Raises   NotForMeasuring.
    """
    return _bulk(database, "post in bulk", drafts(entries, seed, f"bulk {seed}"))


def measure_bulk_with_bad(database: Database, entries: int, seed: int) -> Step:
    """The same with one bad entry in a hundred: told, and left out.

    Raises   NotForMeasuring.
    """
    made = drafts(entries, seed, f"mixed {seed}")
    for place in range(0, entries, _BAD_EVERY):
        made[place] = replace(made[place], accounting_on=dt.date(_YEAR - 1, 12, 31))
    return _bulk(database, "post in bulk, 1 in 100 bad", made)


def _bulk(database: Database, step: str, made: Sequence[Draft]) -> Step:
    prepare(database, drafts(_WARM, len(made), f"warm {step} {made[0].key}"))
    began = time.perf_counter()
    with database.writing() as session:
        for start in range(0, len(made), _CALL):
            book.post_good(session, _NOW_US, made[start : start + _CALL])
        session.commit()
    seconds = time.perf_counter() - began
    memory = peak_memory_mib()
    with floor(database) as bare:
        name = made[0].key.removesuffix("0")
        posting = {table: bare.rows(sql, f"{name}%") for table, sql in _ALL.items()}
        began = time.perf_counter()
        bare.bulk(posting)
        floor_seconds = time.perf_counter() - began
    return Step(step, len(made), seconds, floor_seconds, memory)


def fill(database: Database, lines: int, books: int, seed: int) -> int:
    """Fill a ledger to read from: so many lines over so many books, each posted like any other.

    Returns  how many entries were posted; a ledger that has them already gets none.
    Raises   NotForMeasuring.
    """
    codes = [f"{_CODE}{number:02d}" for number in range(books)]
    prepare(database, [], codes)
    entries, posted = lines * 2 // 5, 0  # two and three lines by turns
    rounds = -(-books // len(BOOKS))  # calls until every book had its turn
    size = min(_CALL, -(-entries // rounds))
    for call, start in enumerate(range(0, entries, size)):
        first = call * len(BOOKS) % books
        own = codes[first : first + len(BOOKS)]
        made = drafts(min(size, entries - start), seed + call, f"fill {seed} {call}", own)
        with database.writing() as session:
            posted += sum(each.fresh for each in book.post(session, _NOW_US, made))
            session.commit()
    prepare(database, [], codes)
    return posted


def prepare(database: Database, warm: Sequence[Draft], codes: Sequence[str] = BOOKS) -> None:
    """Chart, books and their months; refuse where other books stand; a few entries to warm up."""
    with database.writing() as session:
        for code in session.scalars(select(BookRow.code).order_by(BookRow.code)):
            if not code.startswith(_CODE):
                raise NotForMeasuring(book=code)
        book.load_chart(session, [asdict(account) for account in chart_accounts()])
        book.open_books(session, [(code, code) for code in codes], REGIME, [_YEAR])
        book.post(session, _NOW_US, warm)
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()
    database.dispose()  # plans made on empty tables are kept as long as a session lives


def drafts(entries: int, seed: int, name: str, books: Sequence[str] = BOOKS) -> list[Draft]:
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
                book=books[drawn // 400 % len(books)],
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
