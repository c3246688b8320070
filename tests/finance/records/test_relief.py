"""Relief, workers' organisations and their notices."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from finance.records.relief import ReliefRow, WoNoticeRow
from finance.runtime.database import Database
from tests.builders import E1, organisation, suspension


def test_one_decision_of_a_kind_from_a_month(database: Database) -> None:
    """A second one from the same month is the same."""
    with database.writing() as session:
        session.add(suspension(E1, "2026-06", "2026-08"))
        session.commit()
    with database.writing() as session:
        session.add(suspension(E1, "2026-06", "2026-09"))
        with pytest.raises(IntegrityError):
            session.flush()
    with database.reading() as session:
        assert session.get_one(ReliefRow, (E1, "suspension", "2026-06")).to_period == "2026-08"


def test_a_month_has_one_notice(database: Database) -> None:
    """The last one said; an organisation may have no account yet."""
    assert organisation(E1, "WO").account_no == ""
    with database.writing() as session:
        for amount in (5, 7):
            session.merge(
                WoNoticeRow(
                    tax_code=E1,
                    period="2026-06",
                    members_levy_vnd=amount,
                    received_on=dt.date(2026, 7, 16),
                )
            )
            session.flush()
        session.commit()
    with database.reading() as session:
        assert session.get_one(WoNoticeRow, (E1, "2026-06")).members_levy_vnd == 7
