"""A process that posts one entry for each line it is given, and says so once it is committed."""

import datetime as dt
import sys

from finance.actions.post_entries import post_entries
from finance.records.scope import EVERYTHING
from finance.runtime.clock import SystemClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.settings import Settings
from ledger.entries import Draft, credit, debit

DAY = dt.date(2026, 7, 10)
UNIT = "G2"


def main(url: str) -> None:
    """Read keys from the input, post, and acknowledge each by its key and its entry."""
    database = Database(url).within(EVERYTHING)
    ctx = Context(database, SystemClock(), SYSTEM, Settings(database_url=url))
    for line in sys.stdin:
        key = line.strip()
        draft = Draft(
            book=UNIT,
            journal="GL",
            accounting_on=DAY,
            document_on=DAY,
            text="Chi",
            source="writer",
            key=key,
            actor="system",
            lines=(debit("611", 5, fund="levy", item="31"), credit("112", 5)),
        )
        outcome = post_entries(ctx, [(1, draft)])
        for entry in (*outcome.posted, *outcome.known):
            sys.stdout.write(f"ack {key} {entry}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
