"""Custody is listed by unit, employer and reason, as it stood on a day."""

import datetime as dt

from sqlalchemy import select

from finance.records.custody import Custody, custody, months_in_custody
from finance.records.units import UnitRow
from finance.runtime.database import Database
from tests.builders import E2, E3, organisation
from tests.federation import federation

DAY = dt.date(2026, 7, 10)


def test_what_is_held_and_why(database: Database) -> None:
    """E3 has no union; E2 has one, and a notice of its workers' organisation is awaited."""
    fed = federation(database)
    fed.add(organisation(E2, "WO"))
    for period in ("2026-05", "2026-06"):
        fed.pay(E3, period, 1_000, DAY)
    fed.pay(E2, "2026-06", 100, DAY)
    none = Custody("LDA", E3, "no_union", 1_500, 2, "")
    awaited = Custody("LDA", E2, "notice_awaited", 75, 1, "G2")
    with database.reading() as session:
        assert custody(session, DAY) == [awaited, none]
        assert not none.releasable
        assert not awaited.releasable
        assert custody(session, DAY - dt.timedelta(days=1)) == []
        assert custody(session, DAY, tax_code=E3) == [none]
        assert custody(session, DAY, select(UnitRow.code).where(UnitRow.code == "A1")) == []
        months = months_in_custody(session, "LDA", E3)
        assert [row.period for row in months] == ["2026-05", "2026-06"]
        assert months_in_custody(session, "TLD", E3) == []
