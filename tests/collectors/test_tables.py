"""What was received is kept with what became of it, and the counts of a batch add up."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from collectors.tables import BatchRow, QuarantineRow, RawRowRow
from ledger.store.base import Base


@pytest.fixture
def session() -> Iterator[Session]:
    """An empty database with the tables of the collectors only."""
    engine = create_engine("sqlite://")
    tables = [Base.metadata.tables[name] for name in ("batch", "raw_row", "quarantine")]
    Base.metadata.create_all(engine, tables)
    with Session(engine) as session:
        yield session
    engine.dispose()


def _batch(**changed: int) -> BatchRow:
    counts = {
        "rows_read": 2,
        "rows_taken": 1,
        "rows_unchanged": 0,
        "rows_superseded": 0,
        "rows_quarantined": 1,
    } | changed
    return BatchRow(
        feed="bank",
        file_name="sao-ke.csv",
        format="csv",
        digest="0" * 64,
        account_no="113",
        unit_code="LDA",
        received_at_us=1,
        actor="system",
        **counts,
    )


def test_a_row_is_kept_in_its_own_words_with_what_is_wrong(session: Session) -> None:
    """A quarantined row stands beside its problem, found by batch and row."""
    batch = _batch()
    session.add(batch)
    session.flush()
    session.add(RawRowRow(batch_id=batch.id, row_no=3, cells="{}", state="quarantined", digest=""))
    session.flush()
    problem = QuarantineRow(
        batch_id=batch.id, row_no=3, position=1, column="credit", code="c", vi="v", en="e", facts=""
    )
    session.add(problem)
    session.commit()
    row = session.get_one(RawRowRow, (batch.id, 3))
    assert (row.cells, row.row_key) == ("{}", "")
    assert session.get_one(QuarantineRow, (batch.id, 3, 1)).code == "c"


def test_no_row_of_a_batch_goes_missing(session: Session) -> None:
    """Every row that was read is taken, unchanged, superseding or quarantined."""
    session.add(_batch(rows_read=3))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_row_has_one_of_four_fates(session: Session) -> None:
    """A state that nobody knows is refused."""
    batch = _batch()
    session.add(batch)
    session.flush()
    session.add(RawRowRow(batch_id=batch.id, row_no=2, cells="{}", state="lost", digest=""))
    with pytest.raises(IntegrityError):
        session.flush()
