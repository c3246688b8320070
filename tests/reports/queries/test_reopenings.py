"""Who opened a month again is told to everyone by role and unit, never by name."""

import datetime as dt

from finance.records.people import RoleGrant, User
from finance.runtime.database import Database
from reports.queries.reopenings import public_reopenings
from tests.ledger.books import NOW_US, reopen

JUNE_30 = dt.date(2020, 1, 1)
FOREVER = dt.date(9999, 12, 31)


def _person(database: Database, name: str, unit: str, role: str) -> None:
    with database.writing() as session:
        session.add(User(name=name, password_hash="x", created_at_us=NOW_US))
        session.flush()
        session.add(
            RoleGrant(
                user_name=name, unit_code=unit, role=role, valid_from=JUNE_30, valid_to=FOREVER
            )
        )
        session.commit()


def test_people_are_told_by_their_offices(own_june: Database) -> None:
    """The role by which one could ask or grant; where none is known, nothing is made up."""
    _person(own_june, "lan", "G1", "accountant")
    _person(own_june, "minh", "A1", "approver")
    reopen(own_june, "2026-07", "G1", asked_by="lan", granted_by="minh")
    reopen(own_june, "2026-06", "G1", asked_by="ai đó", granted_by="minh")
    with own_june.reading() as session:
        june, july = public_reopenings(session, "G1")
        assert public_reopenings(session, "A1") == []
    assert june.asked is None
    assert july.asked is not None
    assert july.granted is not None
    assert (july.asked.role.key, july.asked.unit_code) == ("accountant", "G1")
    assert (july.granted.role.key, july.granted.unit_code) == ("approver", "A1")
    assert july.what.period == "2026-07"
