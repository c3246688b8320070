"""Units that merge, end, or move to another superior while money is on its way to them."""

import datetime as dt

import pytest

from finance.records.payments import Payment
from finance.runtime.database import Database
from tests.builders import (
    E1,
    E2,
    unit,
)
from tests.federation import Federation, federation

JUNE, JULY_MONTH = "2026-06", "2026-07"
DAY = dt.date(2026, 7, 10)
NEXT = dt.date(2026, 7, 13)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, nothing happened yet."""
    return federation(database)


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


class TestMerged:
    """G2 is merged into G1 on 2026-07-16."""

    GONE = dt.date(2026, 7, 15)

    @pytest.fixture
    def fed(self, database: Database) -> Federation:
        """The federation, with E2's June paid: 75,000 of it is G2's."""
        made = federation(database)
        made.pay(E2, JUNE, 100_000, DAY)
        return made

    def _merge(self, fed: Federation) -> None:
        row = unit("G2", valid_to=self.GONE, successor_code="G1")
        assert fed.units(row, on=LATER).problems == {}

    def test_what_waits_goes_to_the_successor(self, fed: Federation) -> None:
        """Shares given to G2 and not paid are G1's when they are paid."""
        self._merge(fed)
        assert _cash(fed.distribute(LATER)) == {"G1": 75_000, "A1": 12_000, "TLD": 5_000}
        assert fed.balance("G2", "1361") == fed.balance("G2", "33885") == 0
        assert fed.balance("G1", "337861") == -75_000
        fed.assert_sound()

    def test_what_was_income_stays_and_the_successor_gives_back(self, fed: Federation) -> None:
        """G2 keeps its books as they were; a correction falls on G1, by the difference only."""
        fed.distribute(NEXT)
        self._merge(fed)
        fed.owe(E2, JUNE, 80_000, LATER)
        assert fed.balance("G2", "337861") == -75_000
        assert fed.balance("G1", "337861") == 15_000
        assert fed.balance("LDA", "3361", "G1") == 15_000
        fed.assert_sound()

    def test_a_new_part_is_the_successors(self, fed: Federation) -> None:
        """Money that comes after the merger is shared to who is there."""
        self._merge(fed)
        fed.pay(E2, JULY_MONTH, 100_000, LATER)
        assert _cash(fed.distribute(LATER))["G1"] == 150_000
        fed.assert_sound()


def test_a_union_that_ended_without_a_successor(fed: Federation) -> None:
    """What waits for it goes into custody; what it would give back, its superior does."""
    fed.pay(E1, JUNE, 100_000, DAY)
    fed.distribute(NEXT)
    fed.pay(E2, JUNE, 100_000, NEXT)
    fed.units(unit("G1", valid_to=NEXT), unit("G2", valid_to=NEXT), on=LATER)
    fed.owe(E1, JUNE, 80_000, LATER)
    assert fed.balance("A1", "337861") == -12_000 + 2_400 + 15_000
    assert _cash(fed.distribute(LATER)) == {"TLD": 5_000 - 1_000}  # A1 owes more than its due
    assert fed.balance("LDA", "33811") == -75_000
    fed.assert_sound()


def test_another_superior_since_then_has_no_claim(fed: Federation) -> None:
    """A part stays with the units it was shared to when only its amount changes."""
    fed.pay(E1, JUNE, 100_000, DAY)
    fed.distribute(NEXT)
    fed.units(
        unit("A2", level="upper", parent_code="LDA"),
        unit("G1", valid_to=NEXT),
        unit("G1", valid_from=NEXT + dt.timedelta(days=1), parent_code="A2"),
        on=LATER,
    )
    fed.owe(E1, JUNE, 80_000, LATER)
    assert fed.balance("A1", "337861") == -9_600
    assert fed.balance("A2", "337861") == 0
    fed.pay(E1, JULY_MONTH, 50_000, LATER)
    assert fed.balance("LDA", "3361", "A2") == -6_000
    fed.assert_sound()
