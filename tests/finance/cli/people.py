"""People for commands that name who acts."""

import datetime as dt

from finance.records.people import RoleGrant, User
from finance.records.units import FOREVER
from finance.runtime.database import Database


def person(database: Database, name: str, unit_code: str, role: str) -> None:
    """Register somebody with a role in a unit; no password would let them in."""
    with database.writing() as session:
        session.add(User(name=name, password_hash="x", created_at_us=1))
        session.flush()
        session.add(
            RoleGrant(
                user_name=name,
                unit_code=unit_code,
                role=role,
                valid_from=dt.date(2020, 1, 1),
                valid_to=FOREVER,
            )
        )
        session.commit()
