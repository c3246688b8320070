"""On which days money was put, shared and paid on."""

import datetime as dt

from finance.records.share_days import last_shared_on, later_shares_vnd, put_on
from finance.runtime.database import Database
from tests.builders import E1, decision
from tests.federation import federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 7, 13)


def test_the_days_of_money_that_lies_elsewhere(database: Database) -> None:
    """Matched on the 13th in TLD's account; handed over, nothing is there any more."""
    fed = federation(database)
    fed.owe(E1, JUNE, 1_000)
    receipt = fed.receive("TLD", "S", 1_000, DAY)
    with database.reading() as session:
        assert put_on(session, "LDA", "TLD") is None
        assert last_shared_on(session, "LDA", E1, [JUNE]) == dt.date.min
    fed.match(LATER, decision(receipt, E1, {JUNE: 1_000}))
    with database.reading() as session:
        assert put_on(session, "LDA", "TLD") == LATER
        assert last_shared_on(session, "LDA", E1, [JUNE]) == LATER
        assert later_shares_vnd(session, DAY, "LDA") == later_shares_vnd(session, DAY) == 920
        assert later_shares_vnd(session, LATER) == later_shares_vnd(session, DAY, "TLD") == 0
    fed.distribute(LATER)
    with database.reading() as session:
        assert put_on(session, "LDA", "TLD") is None
        assert later_shares_vnd(session, DAY) == 0
