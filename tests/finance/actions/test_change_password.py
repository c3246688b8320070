"""One's own password, changed only by who knows the old one."""

import pytest
from sqlalchemy import select

from finance.actions.change_password import ChangePassword, change_password
from finance.actions.sign_in import SignInRefused, TooManyTries
from finance.records.audit_lines import audit_count
from finance.records.people import User, WebSession
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from finance.runtime.passwords import WeakPassword, matches
from tests.doors import PASSWORD, SETTINGS, open_house

FRESH = "một mật khẩu khác hẳn"


@pytest.fixture
def ctx(database: Database) -> Context:
    """`lan`, with two visits open."""
    house = open_house(database, [])
    house.sign_in("lan")
    house.sign_in("lan")
    return Context(database, house.clock, Actor("lan"), SETTINGS)


def _wish(old: str = PASSWORD, new: str = FRESH) -> ChangePassword:
    return ChangePassword(old=old, new=new, address="10.0.0.1")


def test_the_new_password_counts_and_every_visit_ends(ctx: Context) -> None:
    """Whoever had got hold of a visit has lost it."""
    change_password(ctx, _wish())
    with ctx.database.reading() as session:
        assert matches(session.get_one(User, "lan").password_hash, FRESH)
        assert all(row.ended_at_us for row in session.scalars(select(WebSession)))
        assert audit_count(session) == 1


def test_a_wrong_old_password_counts_as_a_failed_try(ctx: Context) -> None:
    """An open browser is no way to guess: after five failures the door is shut here too."""
    for _ in range(5):
        with pytest.raises(SignInRefused):
            change_password(ctx, _wish(old="wrong"))
    with pytest.raises(TooManyTries):
        change_password(ctx, _wish())
    with ctx.database.reading() as session:
        assert matches(session.get_one(User, "lan").password_hash, PASSWORD)
        assert audit_count(session) == 0


def test_a_weak_password_is_refused_before_anything_else(ctx: Context) -> None:
    """Nothing is counted, nothing changes."""
    with pytest.raises(WeakPassword):
        change_password(ctx, _wish(new="ngắn"))
