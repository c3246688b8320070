"""Books whose months are sealed, for the tests of seals."""

import datetime as dt

from finance.runtime.database import Database
from ledger import book
from ledger.book.sealing import Logged
from ledger.periods import Period
from ledger.seals import Seal
from tests.ledger.books import BY, NOW_US, draft, open_books, post, received, shared

MAY, JUNE = dt.date(2026, 5, 20), dt.date(2026, 6, 10)


def seal(database: Database, period: str, code: str = "LDA", now_us: int = NOW_US) -> Seal:
    """Close a month, and those before it that are open; seal each; the last seal."""
    made = None
    with database.writing() as session:
        for month in range(1, int(period[5:]) + 1):
            each = Period(f"{period[:5]}{month:02d}")
            if book.close_period(session, code, each, BY):
                made = book.seal_period(session, code, each, now_us)
        session.commit()
    assert made is not None
    return made


def log(database: Database) -> Logged:
    """Hang what waits in the seal log."""
    with database.writing() as session:
        done = book.log_seals(session)
        session.commit()
    return done


def filled(database: Database) -> None:
    """Three books; entries of May and June in two of them."""
    open_books(database)
    post(database, draft("1", accounting_on=MAY), draft("2", received(5_000), accounting_on=MAY))
    post(database, *shared("s", 700), draft("3", accounting_on=JUNE))


def sealed(database: Database) -> None:
    """The same, with May and June of LDA and May of TLD sealed and in the log."""
    filled(database)
    seal(database, "2026-05")
    seal(database, "2026-05", "TLD")
    seal(database, "2026-06")
    log(database)
