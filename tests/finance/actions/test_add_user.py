"""People and their roles are added by who may, once."""

import pytest

from finance.actions.add_user import (
    AddedUser,
    AddUser,
    NoPassword,
    UnknownRole,
    UnknownUnit,
    WrongUserName,
    add_user,
)
from finance.records.audit_lines import audit_count
from finance.records.people import User
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant, actor_named
from finance.runtime.passwords import WeakPassword, matches
from tests.doors import DAY, PASSWORD, SETTINGS, seed


@pytest.fixture
def ctx(database: Database) -> Context:
    """The seeded federation, at the command line."""
    clock = FixedClock(DAY)
    seed(database, clock)
    return Context(database, clock, SYSTEM, SETTINGS)


def _ask(name: str = "mai", role: str = "approver", unit: str = "CTA") -> AddUser:
    return AddUser(name, role, unit, PASSWORD)


def test_a_new_person_comes_with_a_first_role(ctx: Context) -> None:
    """From today on; asked again, nothing changes and the answer says so."""
    assert add_user(ctx, _ask()) == AddedUser(user=True, grant=True)
    assert add_user(ctx, _ask()) == AddedUser(user=False, grant=False)
    with ctx.database.reading() as session:
        assert actor_named(session, "mai", DAY) == Actor("mai", (Grant("CTA", "approver"),))
        assert audit_count(session) == 1


def test_a_known_person_gets_another_role_and_keeps_the_password(ctx: Context) -> None:
    """A second role is no way to take over a person's name."""
    asked = AddUser("lan", "collector", "CTB", "quite another password")
    assert add_user(ctx, asked) == AddedUser(user=False, grant=True)
    assert add_user(ctx, AddUser("lan", "treasurer", "CTB", None)).grant
    with ctx.database.reading() as session:
        assert matches(session.get_one(User, "lan").password_hash, PASSWORD)


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (_ask(name="Mai"), WrongUserName),
        (_ask(name="1mai"), WrongUserName),
        (_ask(name="m"), WrongUserName),
        (_ask(name="mai\n"), WrongUserName),
        (_ask(name="system"), WrongUserName),
        (_ask(role="chairman"), UnknownRole),
        (_ask(role="system"), UnknownRole),
        (_ask(unit="NONE"), UnknownUnit),
        (AddUser("mai", "approver", "CTA", None), NoPassword),
        (AddUser("mai", "approver", "CTA", "ngắn"), WeakPassword),
    ],
)
def test_what_cannot_be_a_user_is_refused(
    ctx: Context, asked: AddUser, refusal: type[Exception]
) -> None:
    """A name everyone can type, a role of the table, a unit that stands, a password."""
    with pytest.raises(refusal):
        add_user(ctx, asked)
    with ctx.database.reading() as session:
        assert audit_count(session) == 0


def test_an_operator_adds_users_inside_their_own_units_only(ctx: Context) -> None:
    """Nobody else does, and nobody beside or above."""
    for actor, unit, allowed in (
        (Actor("op", (Grant("LDA", "operator"),)), "CTA", True),
        (Actor("op", (Grant("LDA", "operator"),)), "CTC", False),
        (Actor("op", (Grant("LDA", "operator"),)), "TLD", False),
        (Actor("ac", (Grant("LDA", "accountant"),)), "CTA", False),
    ):
        asking = Context(ctx.database, ctx.clock, actor, SETTINGS)
        asked = _ask(name=f"new-{unit.lower()}-{actor.name}", unit=unit)
        if allowed:
            assert add_user(asking, asked).user
        else:
            with pytest.raises(PermissionRefused):
                add_user(asking, asked)
