"""A month that was closed, reopened by two people, mended and closed again."""

import datetime as dt

from finance.runtime.database import Database
from ledger import book
from ledger.book import Change, Reopening
from ledger.entries import Draft, Posted, credit, debit
from ledger.periods import Period

JULY = Period("2026-07")
FORGOTTEN = dt.date(2026, 7, 20)
LATER = dt.date(2026, 8, 2)
LATER_US = 1_786_000_000_000_000  # early August 2026
AMOUNT = 123_456


def mend_july(database: Database, unit: str = "G1") -> Posted:
    """Reopen July of a unit, enter what was forgotten, close it again; August goes on."""
    lines = (debit("111", AMOUNT), credit("112", AMOUNT))
    draft = Draft(
        unit, "PV", FORGOTTEN, FORGOTTEN, "Rút tiền bị sót", "test", "forgotten", lines, "ke"
    )
    august = Draft(unit, "PV", LATER, LATER, "Rút tiền", "test", "august", lines, "ke")
    until_us = LATER_US + 3_600_000_000
    asked = Reopening("ke", "duyet", "Sót phiếu rút tiền", LATER_US, until_us)
    with database.writing() as session:
        book.reopen_period(session, unit, JULY, asked)
        [posted, _] = book.post(session, LATER_US + 1, [draft, august])
        book.close_period(session, unit, JULY, Change("ke", LATER_US + 10))
        book.seal_period(session, unit, JULY, LATER_US + 10)
        session.commit()
    return posted
