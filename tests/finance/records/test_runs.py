"""Counters of records, turns, runs and notices."""

from concurrent.futures import ThreadPoolExecutor

from finance.records.runs import next_numbers, take_turn
from finance.runtime.database import Database


def test_numbers_are_reserved_in_blocks(database: Database) -> None:
    """Per unit and kind; what is rolled back was never taken."""
    with database.writing() as session:
        assert next_numbers(session, "G1", "receipt", 3) == 1
        assert next_numbers(session, "G1", "receipt", 1) == 4
        assert next_numbers(session, "G1", "match", 1) == 1
        assert next_numbers(session, "G2", "receipt", 1) == 1
        session.commit()
    with database.writing() as session:
        assert next_numbers(session, "G1", "receipt", 5) == 5
    with database.writing() as session:
        assert next_numbers(session, "G1", "receipt", 1) == 5


def test_one_turn_at_a_time(database: Database) -> None:
    """Who has waited for the turn sees all that was committed before it."""
    seen: list[int] = []

    def step(_: int) -> None:
        with database.writing() as session:
            take_turn(session)
            first = next_numbers(session, "G1", "turn", 1)
            seen.append(first)
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(step, range(12)))
    assert seen == list(range(1, 13))
