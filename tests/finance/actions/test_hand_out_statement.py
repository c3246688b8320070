"""A member is handed the link to their own dues."""

import datetime as dt

import pytest

from finance.actions.hand_out_statement import (
    HandOutStatement,
    UnknownMember,
    hand_out_statement,
)
from finance.records.member_links import MemberLinkRow, links_of, opened_by
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from finance.runtime.passwords import digest
from tests.dues import hire, member
from tests.federation import Federation, federation

DAY = dt.date(2026, 7, 6)
TREASURER = Actor("thu", (Grant("G1", "treasurer"),))
ASKED = HandOutStatement("G1", "M1")


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 is a member of G1."""
    made = federation(database)
    hire(made, member("M1"))
    return made


def _opens(fed: Federation, token: str, day: dt.date, unit: str = "G1") -> str | None:
    with fed.database.reading() as session:
        return opened_by(session, unit, digest(token), day)


def test_a_link_opens_one_members_rows_for_a_while(fed: Federation) -> None:
    """Ninety days, in its own unit alone; the database keeps the digest and not the token."""
    made = hand_out_statement(fed.ctx(DAY, TREASURER), ASKED)
    assert made.expires_on == DAY + dt.timedelta(days=90)
    assert _opens(fed, made.token, made.expires_on) == "M1"
    assert _opens(fed, made.token, made.expires_on + dt.timedelta(days=1)) is None
    assert _opens(fed, made.token, DAY, "G2") is None
    assert _opens(fed, made.token + "x", DAY) is None
    with fed.database.reading() as session:
        row = session.get_one(MemberLinkRow, ("G1", 1))
    assert made.token not in (row.token_sha256, row.made_by)


def test_a_new_link_takes_the_place_of_the_old(fed: Federation) -> None:
    """A lost paper opens nothing once another is handed out."""
    first = hand_out_statement(fed.ctx(DAY, TREASURER), ASKED)
    second = hand_out_statement(fed.ctx(DAY, TREASURER), ASKED)
    assert _opens(fed, first.token, DAY) is None
    assert _opens(fed, second.token, DAY) == "M1"
    with fed.database.reading() as session:
        assert [row.seq for row in links_of(session, "G1", "M1", DAY)] == [2]


def test_for_a_member_of_the_unit(fed: Federation) -> None:
    """Nobody else has rows to show."""
    with pytest.raises(UnknownMember):
        hand_out_statement(fed.ctx(DAY, TREASURER), HandOutStatement("G1", "M9"))


@pytest.mark.parametrize("grant", [Grant("G2", "treasurer"), Grant("G1", "approver")])
def test_by_who_may(fed: Federation, grant: Grant) -> None:
    """The unit's own accountant, collector or treasurer."""
    with pytest.raises(PermissionRefused):
        hand_out_statement(fed.ctx(DAY, Actor("a", (grant,))), ASKED)
