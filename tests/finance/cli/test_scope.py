"""A command shows what its person may read."""

import datetime as dt

import pytest

from finance.cli.scope import readable
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.federation import federation

DAY = dt.date(2026, 7, 10)


def test_own_units_and_those_below(database: Database) -> None:
    """The system sees all, an accountant their unit and below, who holds no role nothing."""
    fed = federation(database)
    assert readable(fed.ctx(DAY)) is None
    wanted = readable(fed.ctx(DAY, Actor("a", (Grant("A1", "accountant"),))))
    assert wanted is not None
    with database.reading() as session:
        assert sorted(session.scalars(wanted)) == ["A1", "G1", "G2"]
    with pytest.raises(PermissionRefused):
        readable(fed.ctx(DAY, Actor("b", ())))
