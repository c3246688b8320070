"""What comes up to a unit is passed on, and comes back as it went."""

import datetime as dt

import pytest

from finance.actions.pass_up import Settled, pass_up
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.actions.return_distribution import ReturnDistribution, return_distribution
from finance.records.parts import Lines, PartKey
from finance.records.payments import Payment
from finance.runtime.database import Database
from tests.builders import E1, E2, decision, employer, unit
from tests.federation import ACCOUNTANT, Federation, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
NEXT = dt.date(2026, 7, 13)
LATER = dt.date(2026, 8, 10)
ABOVE = ("A1", "LDA", "TLD")


@pytest.fixture
def fed(database: Database) -> Federation:
    """G2 collects E1's June: 1,000 are paid to it."""
    made = federation(database)
    made.employers(employer(E1, collecting_unit="G2", grassroots_unit="G2"))
    made.owe(E1, JUNE, 1_000)
    receipt = made.receive("G2", "R", 1_000, DAY)
    made.match(DAY, decision(receipt, E1, {JUNE: 1_000}, collector="G2"))
    return made


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def _income(fed: Federation) -> list[int]:
    return [-fed.balance(book, "337861") for book in ("G2", *ABOVE)]


def _release(fed: Federation, on: dt.date) -> None:
    release_receipt(fed.ctx(on, ACCOUNTANT), ReleaseReceipt("G2/R/1", on, "sai MST"))


def test_all_is_passed_on_in_one_run(fed: Federation) -> None:
    """From the ground up; a second run has nothing to do."""
    assert _cash(fed.distribute(NEXT)) == {"A1": 250, "LDA": 130, "TLD": 50}
    assert _income(fed) == [750, 120, 80, 50]
    fed.assert_sound()
    assert fed.distribute(LATER) == []


@pytest.mark.parametrize("payers", [(), ("G2",), ("G2", "A1"), ("G2", "A1", "LDA")])
def test_released_nobody_has_income(fed: Federation, payers: tuple[str, ...]) -> None:
    """However far it had come; what was paid on is owed back, and netted when it is paid again."""
    for payer in payers:
        fed.distribute(NEXT, payer)
    _release(fed, NEXT)
    assert _income(fed) == [0, 0, 0, 0]
    assert [fed.balance(book, "33885") for book in ABOVE] == [0, 0, 0]
    fed.assert_sound()
    fed.match(LATER, decision("G2/R/1", E1, {JUNE: 1_000}, collector="G2"))
    fed.distribute(LATER)
    assert _income(fed) == [750, 120, 80, 50]
    assert [fed.balance(book, "112") for book in ("G2", *ABOVE)] == [750, 120, 80, 50]
    assert [fed.balance(book, "33885") for book in ABOVE] == [0, 0, 0]
    fed.assert_sound()


def test_a_smaller_declaration_takes_each_its_part_back(fed: Federation) -> None:
    """Half is owed: half of every share stays."""
    fed.distribute(NEXT)
    fed.owe(E1, JUNE, 500, NEXT)
    assert _income(fed) == [375, 60, 40, 25]
    fed.assert_sound()


def test_what_the_bank_brings_back_waits_at_every_step(fed: Federation) -> None:
    """G2's payment to A1 comes back after A1 had paid on; paid anew, it ends as it should."""
    paid = fed.distribute(NEXT, "G2")
    fed.distribute(NEXT, "A1")
    receipt = fed.receive("G2", "HT", 250, NEXT)
    ref = next(word for word in paid[0].purpose.split() if "/" in word)
    back = ReturnDistribution(receipt, ref, "A1", NEXT)
    assert return_distribution(fed.ctx(NEXT, ACCOUNTANT), back) != ""
    assert _income(fed) == [750, 0, 0, 0]
    assert fed.balance("A1", "3361", "LDA") == 130  # paid too much, for now
    fed.assert_sound()
    fed.distribute(LATER)
    assert _income(fed) == [750, 120, 80, 50]
    assert [fed.balance(book, "112") for book in ("G2", *ABOVE)] == [750, 120, 80, 50]
    fed.assert_sound()


def test_an_upper_unit_that_collects(database: Database) -> None:
    """A1 pays its union directly, and the province what belongs to it and the top."""
    fed = federation(database)
    fed.employers(employer(E1, collecting_unit="A1"))
    fed.owe(E1, JUNE, 1_000)
    receipt = fed.receive("A1", "R", 1_000, DAY)
    fed.match(DAY, decision(receipt, E1, {JUNE: 1_000}, collector="A1"))
    assert _cash(fed.distribute(NEXT)) == {"G1": 750, "LDA": 130, "TLD": 50}
    assert [-fed.balance(book, "337861") for book in ("G1", *ABOVE)] == [750, 120, 80, 50]
    fed.assert_sound()


def test_what_a_superior_gives_back_is_its_heir_s(fed: Federation) -> None:
    """LDA has gone into LDC since: half of what A1 owed is LDC's, none is LDA's."""
    fed.distribute(NEXT, "G2")
    end = dt.date(2026, 7, 31)
    from_then = {"valid_from": end + dt.timedelta(days=1)}
    rows = (
        unit("LDC", level="province", parent_code="TLD"),
        unit("LDA", valid_to=end, successor_code="LDC"),
        unit("A1", valid_to=end),
        unit("A1", parent_code="LDC", **from_then),
    )
    for row in rows:
        assert fed.units(row, on=LATER).problems == {}
    fed.owe(E1, JUNE, 500, LATER)
    assert fed.balance("A1", "3361", "LDA") == 0
    assert fed.balance("A1", "3361", "LDC") == -65
    fed.assert_sound()


def test_money_for_those_below_is_not_passed_up(fed: Federation) -> None:
    """Nor what a province owes the top, which keeps it."""
    part = PartKey(E2, JUNE, "LDA", 9)
    moved = [Settled(part, unit, 100, ("TLD", "2025-01")) for unit in ("G1", "A1", "TLD")]
    with fed.database.reading() as session:
        found = pass_up(session, Lines(session, DAY), "LDA", moved, "R")
    assert (found.books, found.rows) == ([], {})


def test_a_rule_that_is_no_more_on_record_is_looked_up(fed: Federation) -> None:
    """By the month of the part."""
    moved = [Settled(PartKey(E2, JUNE, "G2", 9), "A1", 250, ("?", "2025-01"))]
    with fed.database.reading() as session:
        found = pass_up(session, Lines(session, DAY), "G2", moved, "R")
    assert [row["delta_vnd"] for row in found.rows["A1"]] == [130]
