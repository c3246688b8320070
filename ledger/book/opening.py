"""Opens books: the chart, the books themselves, the months of a year."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import exists, insert, literal, select, text
from sqlalchemy.orm import Session

from ledger.periods import PeriodState
from ledger.store.tables import AccountRow, BookHeadRow, BookRow, PeriodRow

_AT_A_TIME = 2_000  # books that one statement opens
_OPENING = 7502  # PostgreSQL's advisory lock: books are numbered by one writer at a time


def load_chart(session: Session, accounts: Iterable[dict[str, object]]) -> int:
    """Bring the chart in the database to the given rows, keyed by regime and code.

    Returns  how many rows were new. A row already there has its names and status refreshed;
             its rules never change under entries already posted: the database keeps them.
    """
    held = {(row.regime, row.code): row for row in session.scalars(select(AccountRow))}
    new = 0
    for account in accounts:
        row = held.get((str(account["regime"]), str(account["code"])))
        if row is None:
            session.execute(insert(AccountRow).values(account))
            new += 1
        else:
            row.name_vi, row.name_en = str(account["name_vi"]), str(account["name_en"])
            row.status = str(account["status"])
    session.flush()
    return new


def open_books(
    session: Session, books: Sequence[tuple[str, str]], regime: str, years: Sequence[int]
) -> int:
    """Open books that do not exist yet, each with twelve open periods for each year.

    Takes    (code, name) of each book, the regime of its chart, the years to open.
    Returns  how many books are new. Books that exist get the years they lack.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _OPENING})
    held = dict(session.execute(select(BookRow.code, BookRow.book_id)).all())
    next_id = max(held.values(), default=0) + 1
    fresh = [(code, name) for code, name in books if code not in held]
    rows = [
        {
            "book_id": next_id + index,
            "code": code,
            "name": name,
            "regime": regime,
            "currency": "VND",
        }
        for index, (code, name) in enumerate(fresh)
    ]
    if rows:
        session.execute(insert(BookRow), rows)
        session.execute(
            insert(BookHeadRow),
            [{"book_id": r["book_id"], "last_seq": None, "last_recorded_at_us": 0} for r in rows],
        )
    held.update({str(row["code"]): int(str(row["book_id"])) for row in rows})
    _open_years(session, [held[code] for code, _ in books], years)
    return len(rows)


def open_year(session: Session, year: int, done_with: Collection[str] = ()) -> int:
    """Give every book but those that are done with the twelve months of a year it lacks.

    Returns  how many months were opened.
    """
    held = session.execute(select(BookRow.code, BookRow.book_id)).all()
    ids = [book_id for code, book_id in held if code not in done_with]
    return _open_years(session, ids, [year])


def _open_years(session: Session, book_ids: Sequence[int], years: Sequence[int]) -> int:
    months = [f"{year:04d}-{month:02d}" for year in years for month in range(1, 13)]
    opened = 0
    for start in range(0, len(book_ids), _AT_A_TIME):
        part = book_ids[start : start + _AT_A_TIME]
        for period in months:
            there = exists().where(PeriodRow.book_id == BookRow.book_id, PeriodRow.period == period)
            missing = select(
                BookRow.book_id, literal(period), literal(PeriodState.OPEN.value)
            ).where(BookRow.book_id.in_(part), ~there)
            done = session.execute(
                insert(PeriodRow).from_select(["book_id", "period", "state"], missing),
                execution_options={"preserve_rowcount": True},
            )
            opened += int(done.rowcount)  # type: ignore[attr-defined] # an INSERT counts its rows
    return opened
