"""What was owed and matched of each obligation up to a day, and whose it is."""

import datetime as dt

from sqlalchemy import func, select

from finance.records.obligations import ObligationRow
from finance.records.scope import Scope
from finance.runtime.database import Database
from reports.queries.standing import PLACE, Seen, of_obligation, sums_on
from tests.reports.june_2026 import E3, E4


def test_sums_are_those_of_the_day(june: Database) -> None:
    """E4's correction of the 24th is not seen on the 23rd, nor its match before the 15th."""
    found = {}
    for day in (10, 23, 24):
        owed, paid = sums_on(dt.date(2026, 7, day))
        query = (
            select(owed.c.amount_vnd, func.coalesce(paid.c.amount_vnd, 0))
            .select_from(ObligationRow)
            .join(owed, of_obligation(owed))
            .outerjoin(paid, of_obligation(paid))
            .where(ObligationRow.tax_code == E4)
        )
        with june.reading() as session:
            found[day] = tuple(int(amount) for amount in session.execute(query).one())
    assert found == {
        10: (6_913_578, 0),
        23: (6_913_578, 6_913_578),
        24: (6_024_691, 6_024_691),
    }


def test_an_obligation_stands_with_its_union_or_who_is_above(june: Database) -> None:
    """E3 has no union: it stands with the unit that takes its upper share."""
    query = select(PLACE).where(ObligationRow.tax_code.in_((E3, E4))).order_by(PLACE)
    with june.reading() as session:
        assert session.scalars(query).all() == ["A1", "G1"]


def test_what_is_seen_is_narrowed_twice(june: Database) -> None:
    """By the unit asked for with all below it, and by what one may see."""
    query = select(func.count()).select_from(ObligationRow)
    own = Scope(("G1",), dt.date(2026, 8, 1)).units()
    with june.reading() as session:
        counts = [
            session.scalars(query.where(seen.obligations())).one()
            for seen in (Seen(), Seen("G2"), Seen("", own), Seen("G2", own))
        ]
    assert counts == [7, 1, 5, 0]
