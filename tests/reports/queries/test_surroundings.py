"""What stands beside the books is held to the program, the register and the log of acts."""

from pathlib import Path

import pytest
from sqlalchemy import text

from finance.runtime.database import Database
from reports.queries.surroundings import BOOK, CHART, DISCLOSURE, MONTHS, SIGNED, surroundings
from tests.assurance.story import tell
from tests.ledger.books import past_the_guards

BENT = {
    "UPDATE account SET postable = NOT postable WHERE code = '1362'": CHART,
    "DELETE FROM account WHERE code = '1362'": CHART,
    "UPDATE book SET currency = 'USD' WHERE code = 'G2'": BOOK,
    "UPDATE book SET code = 'G9' WHERE code = 'G2'": BOOK,
    "DELETE FROM period WHERE period = '2026-12'": MONTHS,
    "UPDATE period SET state = 'ajar' WHERE period = '2026-12'": MONTHS,
    "UPDATE disclosure SET digest = 'x'": DISCLOSURE,
    "UPDATE disclosure SET published_by = ''": DISCLOSURE,
    "DELETE FROM disclosure": DISCLOSURE,
    "UPDATE signing_key SET key_id = 'x'": SIGNED,
    "DELETE FROM checkpoint": SIGNED,
    "UPDATE audit_line SET details = '{' WHERE action = 'publish_checkpoint'": SIGNED,
    "UPDATE audit_line SET details = '{' WHERE action = 'store_disclosure'": DISCLOSURE,
}


@pytest.fixture
def told(database: Database, tmp_path: Path) -> Database:
    """A federation with a disclosed month, a key and a checkpoint."""
    tell(database, tmp_path)
    return database


def _found(database: Database, unit: str = "") -> set[str]:
    with database.reading() as session:
        return {problem.code for problem in surroundings(session, unit)}


def test_nothing_is_wrong_beside_honest_books(told: Database) -> None:
    """Nothing is found, for all units and for one."""
    assert _found(told) == _found(told, "G1") == set()


@pytest.mark.parametrize("change", BENT)
def test_what_was_bent_is_named(told: Database, owner_url: str, change: str) -> None:
    """Chart, register, months, disclosures and signatures: each by its own name."""
    with past_the_guards(owner_url, "disclosure", "audit_line") as connection:
        assert connection.execute(text(change)).rowcount > 0
    assert _found(told) == {BENT[change]}


def test_one_unit_is_held_to_its_own(told: Database, owner_url: str) -> None:
    """What is wrong with another unit's months is no finding of this one."""
    with past_the_guards(owner_url) as connection:
        connection.execute(
            text(
                "DELETE FROM period WHERE period = '2026-12' "
                "AND book_id = (SELECT book_id FROM book WHERE code = 'G2')"
            )
        )
    assert _found(told, "G1") == set()
    assert _found(told, "G2") == {MONTHS}
