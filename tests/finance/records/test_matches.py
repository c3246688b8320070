"""Histories of matches and shares: what stands is their sum."""

import datetime as dt

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from finance.records.matches import MatchEventRow, ShareEventRow
from finance.runtime.database import Database
from tests.builders import E1
from tests.federation import federation

DAY = dt.date(2026, 7, 10)


def test_numbers_run_without_holes_in_each_unit(database: Database) -> None:
    """Each event has its day, its reference and who decided it."""
    fed = federation(database)
    fed.pay(E1, "2026-06", 1_000, DAY)
    fed.owe(E1, "2026-06", 600, DAY)
    with database.reading() as session:
        matches = session.scalars(select(MatchEventRow).order_by(MatchEventRow.seq)).all()
        shares = session.scalars(select(ShareEventRow).order_by(ShareEventRow.seq)).all()
        standing = session.scalars(select(func.sum(ShareEventRow.delta_vnd))).one()
    assert [(row.seq, row.delta_vnd, row.ref) for row in matches] == [
        (1, 1_000, "LDA/IB/1"),
        (2, -400, "LDA/IB/2"),
    ]
    assert [row.seq for row in shares] == list(range(1, 9))
    assert {(row.accounting_on, row.decided_by) for row in matches} == {(DAY, "system")}
    assert standing == 600


@pytest.mark.parametrize("table", [MatchEventRow, ShareEventRow])
def test_histories_only_grow(
    database: Database, table: type[MatchEventRow | ShareEventRow]
) -> None:
    """What was decided is undone by another decision, never by an eraser."""
    federation(database).pay(E1, "2026-06", 1_000, DAY)
    for act in (update(table).values(delta_vnd=1), delete(table)):
        with database.writing() as session, pytest.raises(DBAPIError):
            session.execute(act)
