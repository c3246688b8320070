"""What has passed between units and their superiors in dues, read from both books."""

import datetime as dt

import pytest

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.records.dues_pairs import (
    check_dues_waiting,
    dues_pair,
    pairs_to_settle,
    superiors_shared,
)
from finance.rules.dues_posting import Pair
from finance.runtime.database import Database
from ledger import book
from ledger.entries import Draft, credit, debit
from tests.dues import JUNE, assessed
from tests.federation import Federation, federation

DAY = dt.date(2026, 7, 20)
OFF = {"superior": "A1", "unit": "G1", "waiting": -7, "owed": 0}


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1 collected 100,000 and paid what it owed; G2 collected 50,000."""
    made = federation(database)
    for code, wage in (("G1", 20_000_000), ("G2", 10_000_000)):
        assessed(made, [(f"M{code}", wage)], code)
        collect_dues(made.ctx(DAY), CollectDues(code, JUNE, DAY, "111"))
    remit_dues(made.ctx(DAY), RemitDues("G1", DAY))
    return made


def _told(fed: Federation, unit: str = "") -> list[tuple[str, str]]:
    with fed.database.reading() as session:
        return [(each.code, each.where) for each in check_dues_waiting(session, unit)]


def _bend(fed: Federation) -> None:
    """A1 has 7 đồng more of G1's dues than came: they are missing where they would wait."""
    tags = {"fund": "dues", "counter_book": "G1", "interbook_ref": "X"}
    lines = (debit("33885", 7, **tags), credit("337861", 7, item="22", **tags))
    draft = Draft("A1", "DU", DAY, DAY, "Sai", "test", "X", lines, "lan")
    with fed.database.writing() as session:
        book.post(session, fed.ctx(DAY).clock.now_us(), [draft])
        session.commit()


def test_what_was_shared_paid_and_waits(fed: Federation) -> None:
    """Each pair by itself; of two that never met there is nothing."""
    with fed.database.reading() as session:
        assert dues_pair(session, "G1", "A1") == Pair("G1", "A1", 30_000, 30_000, 0)
        assert dues_pair(session, "G2", "A1") == Pair("G2", "A1", 15_000, 0, 15_000)
        assert dues_pair(session, "A1", "LDA") == Pair("A1", "LDA", 15_000, 0, 15_000)
        assert dues_pair(session, "G1", "LDA") == Pair("G1", "LDA", 0, 0, 0)


def test_with_whom_a_unit_has_shared(fed: Federation) -> None:
    """Its superiors, paid or not; the national unit has none."""
    with fed.database.reading() as session:
        assert [superiors_shared(session, code) for code in ("G1", "A1", "TLD")] == [
            ["A1"],
            ["LDA"],
            [],
        ]


def test_levy_that_waits_is_not_dues(fed: Federation) -> None:
    """The same account holds both, told apart by the source of the money."""
    fed.pay("9900000023", "2026-06", 1_000, DAY)
    with fed.database.reading() as session:
        assert dues_pair(session, "LDA", "TLD").waiting_vnd == 0
    assert fed.balance("TLD", "33885", "LDA") == -50
    assert _told(fed) == []


def test_what_is_to_settle(fed: Federation) -> None:
    """Who owes; and who owes nothing, where other than nothing waits."""
    with fed.database.reading() as session:
        assert [pair.unit for pair in pairs_to_settle(session, "G2")] == ["G2"]
        assert pairs_to_settle(session, "G1") == []
    _bend(fed)
    with fed.database.reading() as session:
        assert pairs_to_settle(session, "G1") == [Pair("G1", "A1", 30_000, 30_000, -7)]


def test_what_waits_and_is_not_owed_is_told(fed: Federation) -> None:
    """Of all units, and of either of the two; a third is not bothered."""
    assert _told(fed) == []
    _bend(fed)
    told = [("verify.dues_waiting", "A1/G1")]
    assert [_told(fed, code) for code in ("", "A1", "G1", "G2")] == [told, told, told, []]
    with fed.database.reading() as session:
        (problem,) = check_dues_waiting(session, "")
    assert problem.facts == OFF
    assert "-7" in problem.sentence("en")
