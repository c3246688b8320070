"""An employer over spans of days."""

import datetime as dt

from sqlalchemy import select

from finance.records.employers import EmployerRow
from finance.runtime.database import Database
from tests.builders import E1, OPENED, employer
from tests.federation import federation


def test_another_union_is_another_row(database: Database) -> None:
    """On each day one of them holds."""
    fed = federation(database)
    july = dt.date(2026, 7, 1)
    fed.employers(
        employer(E1, valid_to=OPENED), employer(E1, valid_from=july, grassroots_unit="G2")
    )
    with database.reading() as session:
        for day, union in ((OPENED, "G1"), (july, "G2")):
            rows = session.scalars(
                select(EmployerRow).where(
                    EmployerRow.tax_code == E1,
                    EmployerRow.valid_from <= day,
                    EmployerRow.valid_to >= day,
                )
            ).all()
            assert [row.grassroots_unit for row in rows] == [union]
