"""What waits is listed in its own words, once, until it is brought anew."""

import datetime as dt
from pathlib import Path

import pytest

from collectors.evidence import Feed
from collectors.intake.batches import EVERYTHING, UnknownBatch
from collectors.intake.quarantine import Asked, waiting_count, waiting_rows
from finance.runtime.database import Database
from tests.collectors.federation import LDA, TLD, Federation, credit

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """Three rows wait: two of LDA's statement (batch 6), one of TLD's (batch 7)."""
    made = Federation(database, tmp_path).register()
    bad = [credit(f"R{n}", "2026-07-10", "1,5", "x") for n in (1, 2)]
    made.bank(DAY, LDA, *bad)
    made.bank(DAY, TLD, bad[0])
    return made


def _rows(federation: Federation, asked: Asked) -> list[tuple[int, int]]:
    with federation.database.reading() as session:
        return [(row.batch, row.row) for row in waiting_rows(session, EVERYTHING, asked)]


def test_the_newest_batch_first_and_page_by_page(federation: Federation) -> None:
    """All, or so many from so many on."""
    every = [(7, 2), (6, 2), (6, 3)]
    assert _rows(federation, Asked()) == every
    assert _rows(federation, Asked(first=1, most=1)) == every[1:2]
    with federation.database.reading() as session:
        assert waiting_count(session, EVERYTHING) == 3


def test_one_batch_alone(federation: Federation) -> None:
    """A file that came again leads to the rows of the first."""
    federation.bank(DAY, TLD, credit("R1", "2026-07-10", "1,5", "x"))
    assert _rows(federation, Asked(batch=6)) == [(6, 2), (6, 3)]
    assert _rows(federation, Asked(batch=8)) == [(7, 2)]
    with pytest.raises(UnknownBatch):
        _rows(federation, Asked(batch=9))


def test_the_same_row_of_another_account_is_another_row(federation: Federation) -> None:
    """LDA's R1 is mended, TLD's still waits."""
    federation.bank(DAY, LDA, credit("R1", "2026-07-10", 15, "x"))
    assert _rows(federation, Asked()) == [(7, 2), (6, 3)]


def test_a_row_without_identity_waits_on(federation: Federation) -> None:
    """Nobody can say which later row it is; it stays in sight."""
    federation.bank(DAY, LDA, credit("", "2026-07-10", 15, "x"))
    federation.bank(DAY, LDA, credit("NEW", "2026-07-10", 15, "x"))
    assert (8, 2) in _rows(federation, Asked())


def test_a_declaration_with_a_wrong_tax_code_is_known_by_its_unit(federation: Federation) -> None:
    """The mended row bears another code, and is the same declaration."""
    text = "si_unit_code,tax_code,name,period,employees,wage_fund\nSE4,{code},E4,2026-06,1,5\n"
    federation.bring(DAY, Feed.SI, text.format(code="99000"))
    assert (8, 2) in _rows(federation, Asked())
    federation.bring(DAY, Feed.SI, text.format(code="9900000048"))
    assert (8, 2) not in _rows(federation, Asked())
