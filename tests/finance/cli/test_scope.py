"""A command shows what its person may read."""

import datetime as dt

import pytest

from finance.cli.scope import UnknownUnit, known, readable
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


def test_a_unit_nobody_knows_is_no_unit_without_figures(database: Database) -> None:
    """It is refused; one that has gone is known, and none named asks for all."""
    fed = federation(database)
    with fed.database.reading() as session:
        known(session, "")
        known(session, "G1")
        with pytest.raises(UnknownUnit) as refused:
            known(session, "ZZ")
    assert refused.value.facts == {"unit": "ZZ"}
