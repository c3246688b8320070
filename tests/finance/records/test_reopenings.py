"""At most one request for a month is undecided or in force at a time."""

import pytest
from sqlalchemy.exc import IntegrityError

from finance.records.reopenings import ReopeningRow, ReopeningState, requests, standing, waiting
from finance.runtime.database import Database
from ledger.periods import Period

MAY, JUNE = Period("2026-05"), Period("2026-06")


def _row(seq: int, period: Period, state: ReopeningState) -> ReopeningRow:
    return ReopeningRow(
        unit_code="G1",
        seq=seq,
        period=period,
        reason="Muộn",
        until_us=9,
        state=state.value,
        asked_by="lan",
        asked_at_us=1,
    )


def test_what_waits_and_what_is_done_with(database: Database) -> None:
    """The standing request is the one asked or granted; those waiting are told up to a month."""
    with database.writing() as session:
        session.add_all(
            [
                _row(1, MAY, ReopeningState.REFUSED),
                _row(2, MAY, ReopeningState.GRANTED),
                _row(3, JUNE, ReopeningState.ASKED),
            ]
        )
        session.commit()
    with database.reading() as session:
        there = standing(session, "G1", MAY)
        assert there is not None
        assert there.seq == 2
        assert standing(session, "G2", MAY) is None
        assert [row.seq for row in requests(session, "G1", MAY)] == [1, 2]
        assert waiting(session, "G1", MAY) == []
        assert waiting(session, "G1", JUNE) == [JUNE]


def test_a_second_request_beside_one_that_stands(database: Database) -> None:
    """The database itself refuses it."""
    with database.writing() as session:
        session.add_all([_row(1, MAY, ReopeningState.GRANTED), _row(2, MAY, ReopeningState.ASKED)])
        with pytest.raises(IntegrityError):
            session.commit()
