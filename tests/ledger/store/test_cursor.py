"""One way to ask, on either engine."""

import pytest

from finance.runtime.database import Database
from ledger.store.cursor import Reader


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
