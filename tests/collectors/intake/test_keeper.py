"""A batch is kept in the transaction of the action that judges it."""

import datetime as dt
from pathlib import Path

import pytest

from collectors.evidence import Feed, RawRow
from collectors.intake.arrivals import Arrival
from collectors.intake.keeper import BatchKeeper, row_key
from collectors.intake.screened_file import KeptRow, screened
from collectors.sources.feed_file import FeedFile
from collectors.tables import BatchRow, QuarantineRow, RawRowRow
from finance.runtime.batches import Judged, RowState
from finance.runtime.database import Database
from finance.runtime.progress import nobody
from tests.collectors.federation import Federation

ARRIVAL = Arrival(Feed.TAX, Path("thue.csv"))
GOOD = {"tax_code": "9900000016", "name": "A", "status": "active", "year": "2025"}
ROWS = [RawRow(2, GOOD), RawRow(3, GOOD | {"year": "x"}), RawRow(4, GOOD | {"year": "2024"})]


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """An empty database."""
    return Federation(database, tmp_path)


def test_screening_and_judgement_make_one_batch(federation: Federation) -> None:
    """The number given out at the start is the batch's; each row has its one fate."""
    source = FeedFile("0" * 64, "csv", iter(()))
    judged = Judged()
    judged.take(2, RowState.TAKEN)
    judged.refuse(4, "tax.odd", "«{year}»", "“{year}”", "year", year=2024)
    with screened(Feed.TAX, ROWS, nobody) as rows, federation.database.writing() as session:
        keeper = BatchKeeper(federation.ctx(dt.date(2026, 7, 1)), ARRIVAL, source, rows)
        number = keeper.begin(session)
        keeper.finish(session, judged)
        session.commit()
    assert keeper.report is not None
    assert (keeper.report.batch, keeper.report.rows_quarantined) == (number, 2)
    assert [problem.row for problem in keeper.report.problems] == [3, 4]
    with federation.database.reading() as session:
        assert session.get_one(BatchRow, number).rows_read == 3
        states = {row.row_no: row.state for row in session.query(RawRowRow)}
        wrong = session.get_one(QuarantineRow, (number, 4, 1))
    assert states == {2: "taken", 3: "quarantined", 4: "quarantined"}
    assert (wrong.vi, wrong.facts) == ("«{year}»", '{"year": 2024}')


def test_a_row_the_action_forgot_is_our_own_mistake(federation: Federation) -> None:
    """Nothing may vanish in silence."""
    source = FeedFile("0" * 64, "csv", iter(()))
    with screened(Feed.TAX, ROWS, nobody) as rows, federation.database.writing() as session:
        keeper = BatchKeeper(federation.ctx(dt.date(2026, 7, 1)), ARRIVAL, source, rows)
        keeper.begin(session)
        with pytest.raises(AssertionError):
            keeper.finish(session, Judged())


def test_a_bank_row_is_known_on_its_own_account() -> None:
    """And a row that cannot be read is known by nothing."""
    of_bank = Arrival(Feed.BANK, Path("x"), account_no="113")
    assert row_key(of_bank, KeptRow(2, "bank|a", "{}")) == "bank|a|113"
    assert row_key(of_bank, KeptRow(2, "", "{}")) == ""
    assert row_key(ARRIVAL, KeptRow(2, "tax|a", "{}")) == "tax|a"
