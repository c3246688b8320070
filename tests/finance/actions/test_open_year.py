"""A year is opened in every book."""

import pytest

from finance.actions.open_year import open_year
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.store import reads
from tests.builders import BOOKS, OPENED
from tests.federation import contents, federation


def test_twelve_months_in_every_book_once(database: Database) -> None:
    """A second time there is nothing to open."""
    fed = federation(database)
    assert open_year(fed.ctx(OPENED), 2027) == 12 * len(BOOKS)
    before = contents(database)
    assert open_year(fed.ctx(OPENED), 2027) == 0
    assert contents(database) == before
    with database.reading() as session:
        held = reads.books_by_code(session, ["G1"])["G1"]
        assert len(reads.period_states(session, held.book_id)) == 36


def test_it_is_scheduled_work(database: Database) -> None:
    """An accountant does not open years for all."""
    fed = federation(database)
    with pytest.raises(PermissionRefused):
        open_year(fed.ctx(OPENED, Actor("a", (Grant("TLD", "accountant"),))), 2027)
