"""The link to a member's own dues is taken back."""

import datetime as dt

import pytest

from finance.actions.hand_out_statement import HandOutStatement, hand_out_statement
from finance.actions.revoke_statement import RevokeStatement, revoke_statement
from finance.records.member_links import opened_by
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from finance.runtime.passwords import digest
from tests.dues import hire, member
from tests.federation import federation

DAY = dt.date(2026, 7, 6)
TREASURER = Actor("thu", (Grant("G1", "treasurer"),))


def test_it_opens_nothing_from_that_moment(database: Database) -> None:
    """Only that member's, only by who may; a second time none is open."""
    fed = federation(database)
    hire(fed, member("M1"), member("M2"))
    ctx = fed.ctx(DAY, TREASURER)
    made = {n: hand_out_statement(ctx, HandOutStatement("G1", n)).token for n in ("M1", "M2")}
    with pytest.raises(PermissionRefused):
        revoke_statement(
            fed.ctx(DAY, Actor("a", (Grant("G2", "treasurer"),))), RevokeStatement("G1", "M1")
        )
    assert revoke_statement(ctx, RevokeStatement("G1", "M1")) == 1
    assert revoke_statement(ctx, RevokeStatement("G1", "M1")) == 0
    with fed.database.reading() as session:
        found = [opened_by(session, "G1", digest(token), DAY) for token in made.values()]
    assert found == [None, "M2"]
