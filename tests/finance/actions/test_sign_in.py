"""Letting people in: what is recorded, and that nothing is learnt from a refusal."""

import pytest
from sqlalchemy import func, select

from finance.actions.sign_in import (
    MOST_FAILURES,
    MOST_FROM_ADDRESS,
    SignIn,
    SignInRefused,
    TooManyTries,
    note_try,
    sign_in,
)
from finance.records.audit_lines import audit_count
from finance.records.people import LoginAttempt, User, WebSession
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.passwords import digest
from tests.doors import DAY, PASSWORD, SETTINGS, seed


@pytest.fixture
def ctx(database: Database) -> Context:
    """The seeded federation, with nobody signed in."""
    clock = FixedClock(DAY)
    seed(database, clock)
    return Context(database, clock, SYSTEM, SETTINGS)


def _try(name: str = "lan", password: str = PASSWORD, address: str = "10.0.0.1") -> SignIn:
    return SignIn(name=name, password=password, address=address, language="vi")


def _tries(ctx: Context) -> int:
    with ctx.database.reading() as session:
        return session.scalars(select(func.count()).select_from(LoginAttempt)).one()


def test_a_visit_is_opened_and_written_down(ctx: Context) -> None:
    """One visit, one try, one audit line; the token itself stands nowhere."""
    opened = sign_in(ctx, _try(" LAN "))
    assert opened.name == "lan"
    with ctx.database.reading() as session:
        visit = session.scalars(select(WebSession)).one()
        assert (visit.token_sha256, visit.user_name) == (digest(opened.token), "lan")
        assert audit_count(session) == 1
    assert _tries(ctx) == 1


@pytest.mark.parametrize("name", ["lan", "nobody", "accountant'--", ""])
def test_a_wrong_try_is_counted_whoever_it_names(ctx: Context, name: str) -> None:
    """Also a name that does not exist: the count must not tell the two apart."""
    with pytest.raises(SignInRefused):
        sign_in(ctx, _try(name, "not the password"))
    assert _tries(ctx) == 1
    with ctx.database.reading() as session:
        assert audit_count(session) == 0


def test_who_has_left_does_not_come_in(ctx: Context) -> None:
    """With the right password too."""
    with ctx.database.writing() as session:
        session.get_one(User, "lan").ended_at_us = 1
        session.commit()
    with pytest.raises(SignInRefused):
        sign_in(ctx, _try())


def test_five_failures_shut_a_name_from_everywhere(ctx: Context) -> None:
    """Trying from many addresses does not help, and a refused try is not counted again."""
    for number in range(5):
        with pytest.raises(SignInRefused):
            sign_in(ctx, _try(password="not the password", address=f"10.0.0.{number}"))
    with pytest.raises(TooManyTries):
        sign_in(ctx, _try(address="10.0.1.1"))
    assert _tries(ctx) == 5


def test_many_failures_shut_an_address_for_every_name(ctx: Context) -> None:
    """Trying many names does not help; another address is not concerned."""
    with ctx.database.writing() as session:
        for number in range(MOST_FROM_ADDRESS):
            note_try(session, ctx.clock, f"guess{number}", "10.0.0.1", succeeded=False)
        session.commit()
    with pytest.raises(TooManyTries):
        sign_in(ctx, _try())
    assert sign_in(ctx, _try(address="10.0.1.1")).name == "lan"


def test_one_persons_failures_do_not_shut_out_the_office(ctx: Context) -> None:
    """Five wrong passwords of one name leave the others at the same address alone."""
    for _ in range(MOST_FAILURES):
        with pytest.raises(SignInRefused):
            sign_in(ctx, _try(name="victim", password="not the password"))
    with pytest.raises(TooManyTries):
        sign_in(ctx, _try(name="victim"))
    assert sign_in(ctx, _try()).name == "lan"
