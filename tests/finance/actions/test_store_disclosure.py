"""The bytes of a disclosure are kept, from closed months only."""

import datetime as dt

import pytest

from finance.actions.store_disclosure import PeriodStillOpen, StoreDisclosure, store_disclosure
from finance.records.disclosures import DisclosureRow
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.errors import UnknownBook
from ledger.periods import Period
from tests.federation import Federation, contents, federation

LAST = dt.date(2026, 6, 30)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June; G1 has closed it."""
    made = federation(database)
    made.close("G1", "2026-06", LAST)
    return made


def _store(fed: Federation, content: bytes, actor: Actor = SYSTEM, period: str = "2026-06") -> str:
    asked = StoreDisclosure("G1", "period", Period(period), content)
    return store_disclosure(fed.ctx(LAST, actor), asked)


def test_other_bytes_are_another_version(fed: Federation) -> None:
    """The same bytes are the version they are."""
    assert _store(fed, b"one") == "G1-period-2026-06-v1"
    before = contents(fed.database)
    assert _store(fed, b"one") == "G1-period-2026-06-v1"
    assert contents(fed.database) == before
    assert _store(fed, b"two") == "G1-period-2026-06-v2"
    with fed.database.reading() as session:
        row = session.get_one(DisclosureRow, ("G1", "period", "2026-06", 1))
    assert (row.state, row.content, len(row.digest)) == ("built", b"one", 64)


def test_an_open_month_is_not_disclosed(fed: Federation) -> None:
    """Its figures may still change."""
    with pytest.raises(PeriodStillOpen):
        _store(fed, b"one", period="2026-07")
    with pytest.raises(UnknownBook):
        store_disclosure(fed.ctx(LAST), StoreDisclosure("NO", "period", Period("2026-06"), b"one"))


def test_by_who_keeps_the_book(fed: Federation) -> None:
    """Not by a neighbour."""
    with pytest.raises(PermissionRefused):
        _store(fed, b"one", Actor("a", (Grant("G2", "accountant"),)))
