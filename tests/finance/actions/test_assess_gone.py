"""What a closed book's obligations become: who answers for them, and what is set aside."""

import datetime as dt

import pytest

from finance.actions.adjust_obligations import Key, Target
from finance.actions.assess_gone import Waiting, heir_of, set_aside
from finance.records.closings import UnitClosingRow
from finance.records.obligations import ObligationRow
from finance.rules.relief import NO_RELIEF
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import E1, employer
from tests.federation import Federation, federation
from tests.finance.actions.changing import with_ldb

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
KEY: Key = (E1, JUNE)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June of 1,000 was paid to LDA, whose book LDB has taken over."""
    made = with_ldb(federation(database))
    made.pay(E1, JUNE, 1_000, DAY)
    made.add(
        UnitClosingRow(
            unit_code="LDA",
            taker="LDB",
            handed_on=DAY,
            decision="NQ",
            amount_vnd=0,
            ref="LDA/IB/9",
            actor="minh",
            closed_at_us=1,
        )
    )
    return made


def test_who_took_the_book_over_answers(fed: Federation) -> None:
    """The register still says LDA; once it names another unit, that one collects."""
    row = fed.obligation(E1, JUNE, "LDA")
    with fed.database.writing() as session:
        assert heir_of(session, row, DAY).unit == "LDB"
    fed.employers(employer(E1, collecting_unit="A1"))
    with fed.database.writing() as session:
        assert heir_of(session, row, DAY).unit == "A1"


@pytest.mark.parametrize(("gross", "beyond"), [(1_000, 0), (1_200, 0), (600, 400)])
def test_only_what_would_free_money_is_set_aside(fed: Federation, gross: int, beyond: int) -> None:
    """More owed, or as much as was paid, goes on; less than was paid waits for a person."""
    row = fed.obligation(E1, JUNE, "LDA")
    held: dict[Key, ObligationRow] = {KEY: row}
    targets = {KEY: Target(Vnd(gross), NO_RELIEF)}
    with fed.database.writing() as session:
        waiting = set_aside(session, DAY, held, targets)
    assert waiting == ([Waiting(E1, JUNE, "LDB", beyond)] if beyond else [])
    assert set(held) == set(targets) == (set() if beyond else {KEY})
