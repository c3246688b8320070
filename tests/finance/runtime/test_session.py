"""The transaction is the connection's; the mapper joins it when something mapped is asked for."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from finance.records.runs import NoticeRow
from finance.runtime.database import Database
from ledger.store.cursor import Reader


def _notice(slot: str) -> NoticeRow:
    return NoticeRow(unit_code="G1", kind="k", slot=slot, vi="", en="", made_at_us=0)


def _written(slot: str) -> str:
    return (
        "INSERT INTO notice (unit_code, kind, slot, vi, en, made_at_us) "  # noqa: S608 - the test's own words
        f"VALUES ('G1', 'k', '{slot}', '', '', 0)"
    )


def _slots(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(row.slot for row in session.scalars(select(NoticeRow)))


def test_what_is_told_and_what_is_mapped_stand_or_fall_together(database: Database) -> None:
    """Rows written by the driver and rows written by the mapper are of one transaction."""
    with database.writing() as session:
        Reader(session.connection()).tell([(_written("told"), [])])
        session.add(_notice("mapped"))
        session.commit()
    with database.writing() as session:
        session.add(_notice("lost"))
        session.flush()
        Reader(session.connection()).tell([(_written("lost too"), [])])
    assert _slots(database) == ["mapped", "told"]


def test_a_session_goes_on_after_its_commit(database: Database) -> None:
    """Each transaction of a session sees the rows of its scope, the second like the first."""
    with database.writing() as session:
        for slot in ("a", "b"):
            session.add(_notice(slot))
            session.commit()
            assert session.scalars(select(NoticeRow.slot).where(NoticeRow.slot == slot)).all()
        Reader(session.connection()).tell([(_written("c"), [])])
        session.commit()
    assert _slots(database) == ["a", "b", "c"]


def test_going_back_undoes_the_whole_transaction(database: Database) -> None:
    """Also what the mapper never saw; and what comes afterwards is a transaction of its own."""
    with database.writing() as session:
        Reader(session.connection()).tell([(_written("told"), [])])
        session.rollback()
        session.add(_notice("mapped"))
        session.rollback()
        session.add(_notice("kept"))
        session.commit()
    assert _slots(database) == ["kept"]


def test_a_savepoint_is_within_the_transaction(database: Database) -> None:
    """Going back to it keeps what stood before it, whoever wrote that."""
    with database.writing() as session:
        Reader(session.connection()).tell([(_written("before"), [])])
        way_back = session.begin_nested()
        Reader(session.connection()).tell([(_written("behind"), [])])
        way_back.rollback()
        session.commit()
    assert _slots(database) == ["before"]


def test_a_session_that_asks_nothing_takes_no_connection(database: Database) -> None:
    """And one that ends in an error gives its connection back."""
    before = database.engine.pool.checkedout()  # type: ignore[attr-defined] # a pool that counts
    with database.writing():
        assert database.engine.pool.checkedout() == before  # type: ignore[attr-defined] # as above
    with database.writing() as session:
        Reader(session.connection()).tell([(_written("lost"), [])])
        with pytest.raises(DBAPIError):
            session.execute(text("no statement"))
    assert database.engine.pool.checkedout() == before  # type: ignore[attr-defined] # as above
    assert _slots(database) == []


def test_a_transaction_may_be_of_one_moment(database: Database) -> None:
    """What others commit meanwhile is not seen, when that was asked for; the next one sees it."""
    with database.reading() as session:
        if database.engine_name != "sqlite":  # there every transaction is of one moment
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        assert session.scalars(select(NoticeRow)).all() == []
        with database.writing() as other:
            other.add(_notice("meanwhile"))
            other.commit()
        assert session.scalars(select(NoticeRow)).all() == []
    assert _slots(database) == ["meanwhile"]
