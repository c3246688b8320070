"""A built disclosure is made public once, under a name."""

import datetime as dt

import pytest

from finance.actions.publish_disclosure import (
    PublishDisclosure,
    UnknownDisclosure,
    publish_disclosure,
)
from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.records.disclosures import DisclosureRow
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.periods import Period
from tests.builders import unit
from tests.federation import APPROVER, Federation, contents, federation

LAST = dt.date(2026, 6, 30)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a unit whose code holds dashes; its June is built."""
    made = federation(database)
    made.units(unit("CD-KCN-1", parent_code="A1"))
    made.close("CD-KCN-1", "2026-06", LAST)
    asked = StoreDisclosure("CD-KCN-1", "period", Period("2026-06"), b"one")
    assert store_disclosure(made.ctx(LAST), asked) == "CD-KCN-1-period-2026-06-v1"
    return made


def _publish(fed: Federation, name: str, actor: Actor = APPROVER) -> bool:
    return publish_disclosure(fed.ctx(LAST, actor), PublishDisclosure(name))


def test_once_under_a_name(fed: Federation) -> None:
    """Published again, it is as it was."""
    assert _publish(fed, "CD-KCN-1-period-2026-06-v1")
    before = contents(fed.database)
    other = Actor("khác", APPROVER.grants)
    assert not _publish(fed, "CD-KCN-1-period-2026-06-v1", other)
    assert contents(fed.database) == before
    with fed.database.reading() as session:
        row = session.get_one(DisclosureRow, ("CD-KCN-1", "period", "2026-06", 1))
    assert (row.state, row.published_by) == ("published", "minh")


@pytest.mark.parametrize(
    "name",
    [
        "CD-KCN-1-period-2026-06-v2",
        "CD-KCN-1-period-2026-06-v²",
        "CD-KCN-1-period-2026-06-v" + "9" * 30,
        "CD-KCN-1-period-2026-06-1",
        "KCN-1-period-2026-06-v1",
        "v1",
        "",
    ],
)
def test_what_is_not_there(fed: Federation, name: str) -> None:
    """Whatever was typed."""
    with pytest.raises(UnknownDisclosure):
        _publish(fed, name)


@pytest.mark.parametrize(
    "actor",
    [SYSTEM, Actor("a", (Grant("TLD", "accountant"),)), Actor("b", (Grant("G1", "approver"),))],
)
def test_by_an_approver_of_the_unit_or_above(fed: Federation, actor: Actor) -> None:
    """No machine publishes, nor who only keeps the book, nor a neighbour."""
    with pytest.raises(PermissionRefused):
        _publish(fed, "CD-KCN-1-period-2026-06-v1", actor)
