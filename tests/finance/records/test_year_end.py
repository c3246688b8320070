"""What a unit's book has still to carry forward at the end of a year."""

import datetime as dt

from finance.records.year_end import left_to_carry, times_carried
from finance.rules.year_end import Carried
from finance.runtime.database import Database
from ledger.entries import credit, debit
from tests.federation import federation

DAY = dt.date(2026, 12, 30)


def test_only_what_the_year_has_brought_is_carried(database: Database) -> None:
    """Income and spending up to the last day of the year, by source; cash is not carried."""
    fed = federation(database)
    fed.voucher("G1", DAY, "Quà", [debit("611", 9, fund="dues", item="34"), credit("112", 9)])
    new_year = dt.date(2027, 1, 2)
    fed.units(on=new_year)
    with database.reading() as session:
        assert left_to_carry(session, "G1", 2026) == [Carried("dues", 0, 9)]
        assert left_to_carry(session, "G1", 2025) == []
        assert left_to_carry(session, "G2", 2026) == []
        assert times_carried(session, "G1", 2026) == 0
