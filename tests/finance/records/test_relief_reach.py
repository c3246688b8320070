"""A decision reaches the units that keep the money of its months."""

import pytest

from finance.actions.move_employer import MoveEmployer, move_employer
from finance.records.relief_reach import units_reached
from finance.runtime.database import Database
from ledger.periods import Period
from tests.builders import E1, E2
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.actions.changing import JUNE, LATER, with_ldb


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes 1,000 for June; then it goes to LDB."""
    made = with_ldb(federation(database))
    made.owe(E1, JUNE, 1_000)
    return made


def _reached(fed: Federation, first: str, last: str, who: str = E1) -> list[str]:
    with fed.database.reading() as session:
        return units_reached(session, who, Period(first), Period(last))


def _move(fed: Federation, into: str = "") -> None:
    wish = MoveEmployer(E1, LATER, "QĐ", "LDB", into, grassroots_unit="", upper_unit="")
    move_employer(fed.ctx(LATER, ACCOUNTANT), wish)


def test_an_assessed_month_is_where_its_amount_stands(fed: Federation) -> None:
    """With LDA, and after a move with LDB alone."""
    assert _reached(fed, JUNE, JUNE) == ["LDA"]
    _move(fed)
    assert _reached(fed, JUNE, JUNE) == ["LDB"]


def test_another_month_is_the_registers(fed: Federation) -> None:
    """Up to July LDA's, from August LDB's; nobody's before the register begins."""
    _move(fed)
    assert _reached(fed, "2026-05", "2026-05") == ["LDA"]
    assert _reached(fed, "2026-07", "2026-09") == ["LDA", "LDB"]
    assert _reached(fed, "2026-08", "2027-12") == ["LDB"]
    assert _reached(fed, "2019-12", "2019-12") == []
    assert _reached(fed, JUNE, JUNE, "0100109106") == []


def test_where_it_went_into_another_employer(fed: Federation) -> None:
    """The heir's unit, and those to whom the heir passed it on."""
    _move(fed, E2)
    assert _reached(fed, JUNE, JUNE) == ["LDB"]
    fed.owe(E1, JUNE, 1_300, LATER)
    assert _reached(fed, JUNE, JUNE) == ["LDA", "LDB"]
