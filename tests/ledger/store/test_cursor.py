"""One way to ask, on either engine."""

import datetime as dt

import pytest
from sqlalchemy import text

from finance.records.scope import Scope
from finance.runtime.database import Database
from ledger.store.cursor import UNSAID, Reader


def test_answers_come_in_the_order_of_the_questions(database: Database) -> None:
    """Several questions at once, each with its own rows."""
    with database.reading() as session:
        reader = Reader(session.connection())
        among, values = reader.among("n", [2, 3])
        numbers = "SELECT n FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) AS t"
        answers = reader.ask([("SELECT 5", []), (f"{numbers} WHERE {among} ORDER BY n", values)])
    assert [[tuple(row) for row in rows] for rows in answers] == [[(5,)], [(2,), (3,)]]


def test_streams_run_side_by_side(database: Database) -> None:
    """Two streams are read in turns, and questions asked between them."""
    sql = (
        "WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 12000) "
        "SELECT n FROM t WHERE n > %s ORDER BY n"
    )
    with database.reading() as session:
        reader = Reader(session.connection())
        streams = (reader.stream("one", sql, [0]), reader.stream("two", sql, [1]))
        for expected, (first, second) in enumerate(zip(*streams, strict=False), start=1):
            assert (first[0], second[0]) == (expected, expected + 1)
            if expected == 6_000:
                assert reader.ask([("SELECT 7", [])]) == [[(7,)]]
    assert expected == 11_999


def test_an_empty_stream(database: Database) -> None:
    """Nothing to read ends at once."""
    with database.reading() as session, pytest.raises(StopIteration):
        next(Reader(session.connection()).stream("none", "SELECT 1 WHERE 1 = %s", [0]))


def test_what_is_told_is_there(database: Database) -> None:
    """Statements are run in order, and a question sees what they left."""
    with database.writing() as session:
        reader = Reader(session.connection())
        row = "INSERT INTO job_run VALUES (%s, %s, 'done', 1, 1, '')"
        gone = "DELETE FROM job_run WHERE job = %s"
        reader.tell([(row, ("a", "s")), (row, ("b", "s")), (gone, ("a",))])
        assert reader.ask([("SELECT job FROM job_run", ())]) == [[("b",)]]


def test_each_row_is_told(database: Database) -> None:
    """One statement, a row at a time; no rows are no statement."""
    with database.writing() as session:
        reader = Reader(session.connection())
        row = "INSERT INTO job_run VALUES (%s, %s, 'done', 1, 1, '')"
        reader.each(row, [("a", "s"), ("b", "s")])
        reader.each(row, [])
        held = reader.ask([("SELECT job FROM job_run ORDER BY job", ())])
    assert [tuple(one) for one in held[0]] == [("a",), ("b",)]


def test_a_day_comes_back_as_it_went(database: Database) -> None:
    """Each engine's driver has its own form of a date."""
    with database.reading() as session:
        reader = Reader(session.connection())
        sql = "SELECT CAST(%s AS text)" if reader.sqlite else "SELECT CAST(%s AS date)"
        (((stored,),),) = reader.ask([(sql, [reader.day(dt.date(2026, 6, 30))])])
        assert reader.day_of(stored) == dt.date(2026, 6, 30)
        given: object = "2026-06-30" if reader.sqlite else dt.date(2026, 6, 30)
        assert reader.day(dt.date(2026, 6, 30)) == given  # what each driver takes without a guess


@pytest.mark.parametrize("way", ["ask", "tell", "each", "stream", "mapper"])
def test_what_goes_first_goes_before_any_question(database: Database, way: str) -> None:
    """The scope of a transaction is told before anything is asked, whichever way it is asked."""
    shown = "SELECT current_setting('union_finance.scope_units', true)"
    with database.within(Scope(("G1",))).writing() as session:
        reader = Reader(session.connection())
        if reader.sqlite:  # no scope is told there, so nothing waits to be
            assert UNSAID not in session.connection().info
            return
        if way == "tell":
            reader.tell([(f"CREATE TEMPORARY TABLE told ON COMMIT DROP AS {shown} AS units", ())])
            (((told,),),) = reader.ask([("SELECT units FROM told", ())])
        elif way == "each":
            reader.each(f"CREATE TEMPORARY TABLE told ON COMMIT DROP AS {shown} AS units", [()])
            (((told,),),) = reader.ask([("SELECT units FROM told", ())])
        elif way == "stream":
            ((told,),) = reader.stream("shown", shown, ())
        elif way == "mapper":
            told = session.execute(text(shown)).scalar_one()
        else:
            (((told,),),) = reader.ask([(shown, ())])
    assert told == "G1"
