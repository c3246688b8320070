"""Opening balances come in: one entry for each unit and day."""

import datetime as dt

import pytest

from finance.actions.import_openings import import_openings
from finance.rules.facts import OpeningFacts
from finance.runtime.batches import RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import OPENED, opening
from tests.federation import Batches, Federation, codes, contents, federation

G1 = (
    opening("G1", "112", 500),
    opening("G1", "4316", -300, "levy"),
    opening("G1", "4316", -200, "dues"),
)
G2 = (opening("G2", "111", 7), opening("G2", "4316", -7, "levy"))


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_rows_of_one_unit_and_day_are_one_entry(fed: Federation) -> None:
    """Whatever their order in the file."""
    judged = fed.openings(G1[0], G2[0], G1[1], G2[1], G1[2])
    assert judged.count(RowState.TAKEN) == 5
    assert fed.balance("G1", "112") == -fed.balance("G1", "4316") == 500
    assert fed.balance("G2", "111") == 7


def test_again_changes_nothing_and_other_amounts_are_told(fed: Federation) -> None:
    """An opening is posted once."""
    fed.openings(*G1)
    before = contents(fed.database)
    assert fed.openings(*G1).count(RowState.UNCHANGED) == 3
    other = fed.openings(opening("G1", "112", 9), opening("G1", "4316", -9, "levy"))
    assert set(map(tuple, codes(other).values())) == {("ledger.key_conflict",)}
    assert contents(fed.database) == before


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((opening("G1", "112", 5), opening("G1", "4316", -4, "levy")), "ledger.unbalanced"),
        ((opening("NO", "112", 5), opening("NO", "4316", -5, "levy")), "ledger.unknown_book"),
        (
            (opening("G1", "13881", 5, "levy"), opening("G1", "33883", -5, "levy")),
            "voucher.control_account",
        ),
        ((opening("G1", "112", 5), opening("G1", "33881", -5)), "voucher.control_account"),
        ((opening("G1", "112", 5), opening("G1", "4316", -5)), "ledger.wrong_dimension"),
        ((opening("G1", "112", 0), opening("G1", "4316", 0, "levy")), "money.out_of_range"),
    ],
)
def test_all_rows_of_an_entry_wait_together(
    fed: Federation, rows: tuple[OpeningFacts, OpeningFacts], told: str
) -> None:
    """And the entries of other units are posted all the same."""
    judged = fed.openings(*rows, *G2)
    assert codes(judged) == {2: [told], 3: [told]}
    assert fed.balance("G2", "111") == 7


def test_not_into_a_closed_month(fed: Federation) -> None:
    """A closed month is as it was closed."""
    fed.close("G1", "2026-06", OPENED)
    assert set(map(tuple, codes(fed.openings(*G1)).values())) == {("ledger.period_not_open",)}


def test_openings_are_for_who_stands_above_all(fed: Federation) -> None:
    """Nobody gives their own unit money to begin with."""
    ctx = fed.ctx(dt.date(2026, 7, 1), Actor("a", (Grant("G1", "accountant"),)))
    with pytest.raises(PermissionRefused):
        import_openings(ctx, [], Batches())
