"""Decisions as they are told outside, each with the amount of its months."""

import datetime as dt

from finance.records.relief_register import cases
from finance.rules.relief import Ground, ReliefKind
from finance.runtime.database import Database
from tests.builders import E1, E2, decision
from tests.federation import federation
from tests.relieved import FIFTH, grant

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_suspended_taken_off_and_waived(database: Database) -> None:
    """By day; another unit's decisions, and those of another time, are left out."""
    fed = federation(database)
    fed.owe(E1, "2026-05", 1_000)
    fed.match(
        dt.date(2026, 7, 1),
        decision(fed.receive("LDA", "R", 300, dt.date(2026, 7, 1)), E1, {"2026-05": 300}),
    )
    fed.owe(E2, "2026-06", 500)
    fed.owe(E2, "2026-07", 500, dt.date(2026, 8, 3))
    grant(
        fed,
        E1,
        ReliefKind.EXEMPTION,
        "2026-05",
        "2026-05",
        dt.date(2026, 8, 3),
        ground=Ground.DISSOLUTION,
        unit="TLD",
    )
    grant(fed, E2, ReliefKind.SUSPENSION, "2026-06", "2026-06", dt.date(2026, 6, 29))
    grant(fed, E2, ReliefKind.REDUCTION, "2026-07", "2026-08", dt.date(2026, 8, 4), FIFTH)
    with database.reading() as session:
        told = [(each.kind.value, each.unit, each.amount_vnd) for each in cases(session, "", *YEAR)]
        assert told == [
            ("suspension", "LDA", 500),
            ("exemption", "TLD", 700),
            ("reduction", "LDA", 100),
        ]
        [mine] = cases(session, "TLD", *YEAR)
        assert (mine.name, mine.first, mine.rate) == (f"Công ty {E1}", "2026-05", "")
        assert cases(session, "", YEAR[0], dt.date(2026, 6, 28)) == []
