"""Who acts, and how far their roles reach."""

import datetime as dt

from finance.records.people import RoleGrant, User
from finance.records.units import FOREVER
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant, actor_named

DAY = dt.date(2026, 6, 15)
ACTOR = Actor("lan", (Grant("LDA", "accountant"), Grant("CTA", "approver")))


def test_a_role_reaches_its_unit_and_what_stands_below() -> None:
    """What counts is whether the grant's unit stands at or above the unit in question."""
    assert ACTOR.roles_over(["CTA", "LDA", "TLD"]) == {"accountant", "approver"}
    assert ACTOR.roles_over(["CTB", "LDA", "TLD"]) == {"accountant"}
    assert ACTOR.roles_over(["LDB", "TLD"]) == frozenset()
    assert ACTOR.roles == {"accountant", "approver"}


def test_the_units_of_some_roles_each_once() -> None:
    """For a door only the roles it admits count."""
    assert ACTOR.units_of({"accountant", "approver"}) == ("CTA", "LDA")
    assert ACTOR.units_of({"inspector"}) == ()


def test_the_system_is_nobody() -> None:
    """It holds no grant of its own; what it may do stands in the table of permissions."""
    assert SYSTEM.is_system
    assert not SYSTEM.grants
    assert not ACTOR.is_system


def test_a_person_holds_the_roles_of_the_day(database: Database) -> None:
    """Roles that have ended or not begun do not count; who has left is nobody."""
    with database.writing() as session:
        session.add(User(name="lan", password_hash="x", created_at_us=1))
        session.add(User(name="gone", password_hash="x", created_at_us=1, ended_at_us=2))
        session.flush()
        for role, first, last in (
            ("accountant", DAY, FOREVER),
            ("approver", dt.date(2020, 1, 1), DAY - dt.timedelta(days=1)),
            ("treasurer", DAY + dt.timedelta(days=1), FOREVER),
        ):
            session.add(
                RoleGrant(
                    user_name="lan", unit_code="CTA", role=role, valid_from=first, valid_to=last
                )
            )
        session.commit()
    with database.reading() as session:
        assert actor_named(session, "lan", DAY) == Actor("lan", (Grant("CTA", "accountant"),))
        assert actor_named(session, "gone", DAY) is None
        assert actor_named(session, "nobody", DAY) is None
