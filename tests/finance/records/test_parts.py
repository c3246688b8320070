"""Reading matched parts, their shares, and the units that take them."""

import datetime as dt

import pytest

from finance.records.organisations import Workers
from finance.records.parts import (
    Lines,
    PartKey,
    organisation_account,
    organisation_of,
    part_amounts,
    parts_of_receipt,
    standing_shares,
)
from finance.rules.parts import Chain, Organisation, ShareKey, Standing
from finance.rules.posting import Place
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import E1, E2, decision, organisation, unit
from tests.federation import Federation, federation

JUNE, MAY = "2026-06", "2026-05"
DAY = dt.date(2026, 7, 10)
KEY = PartKey(E1, JUNE, "LDA", 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 paid 1,000 of June, and 600 of it stands."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY)
    made.owe(E1, JUNE, 600, DAY)
    return made


def test_parts_are_the_sum_of_their_history(fed: Federation) -> None:
    """Of the obligations asked for, and of the receipt asked for."""
    with fed.database.reading() as session:
        assert part_amounts(session, "LDA", [(E1, JUNE), (E1, MAY)]) == {KEY: 600}
        assert part_amounts(session, "TLD", [(E1, JUNE)]) == {}
        assert parts_of_receipt(session, "LDA", 1) == [("LDA", KEY, 600)]
        assert parts_of_receipt(session, "LDA", 2) == []


def test_what_was_taken_off_wholly_does_not_stand(fed: Federation) -> None:
    """A part of nothing is told as such, and is no part of its receipt."""
    fed.owe(E1, JUNE, 0, DAY)
    with fed.database.reading() as session:
        assert part_amounts(session, "LDA", [(E1, JUNE)]) == {KEY: 0}
        assert parts_of_receipt(session, "LDA", 1) == []
        assert not standing_shares(session, "LDA", [KEY])[KEY].stands


def test_shares_with_what_is_settled_and_the_rule(fed: Federation) -> None:
    """Given and settled are summed apart."""
    fed.distribute(DAY)
    with fed.database.reading() as session:
        found = standing_shares(session, "LDA", [KEY])[KEY]
    assert found.rule == ("TLD", "2025-01")
    assert found.stands
    assert found.shares == {
        ShareKey("grassroots", Place.UNIT, "G1"): Standing(450, 450),
        ShareKey("upper", Place.UNIT, "A1"): Standing(72, 72),
        ShareKey("province", Place.OWN, "LDA"): Standing(48, 48),
        ShareKey("national", Place.UNIT, "TLD"): Standing(30, 30),
    }


def test_many_parts_at_once(fed: Federation) -> None:
    """More than one question's worth."""
    fed.owe(E2, JUNE, 1_000)
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    fed.match(DAY, decision(receipt, E2, {JUNE: 1_000}))
    asked = [(f"{number:010}", JUNE) for number in range(450)]
    with fed.database.reading() as session:
        found = part_amounts(session, "LDA", [*asked, (E1, JUNE), (E2, JUNE)])
        keys = [PartKey(code, JUNE, "LDA", 1) for code, _ in asked]
        assert set(standing_shares(session, "LDA", [*keys, KEY])) == {KEY}
    assert found == {KEY: 600, PartKey(E2, JUNE, "LDA", 2): 1_000}


def test_an_organisation_is_paid_at_its_own_account(fed: Federation) -> None:
    """The one last known at the employer, with its bank; none where there was none."""
    fed.add(organisation(E2, "WO", "2"))
    with fed.database.reading() as session:
        found = [organisation_account(session, code) for code in (E2, "x")]
    assert found == [("2", ""), ("", "")]


def test_a_notice_of_more_than_is_paid_is_awaited_still() -> None:
    """The divisor is what was paid; of one that has ended only what it was paid counts."""
    told = organisation_of(Workers("WO", 300, ended=False), 300, 7)
    assert told == Organisation("WO", Vnd(300), Vnd(300))
    assert organisation_of(Workers("WO", 301, ended=False), 300, 0).members_levy_vnd is None
    assert organisation_of(Workers("WO", None, ended=False), 300, 0).members_levy_vnd is None
    assert organisation_of(Workers("WO", 300, ended=True), 300, 7).paid_vnd == 7


class TestLines:
    """Who takes the shares on a day."""

    def test_from_the_union_or_from_the_upper_unit_upwards(self, fed: Federation) -> None:
        """Where there is no union, the register names the upper unit."""
        with fed.database.reading() as session:
            lines = Lines(session, DAY)
            assert lines.chain("LDA", "G1", "") == Chain("LDA", "G1", "A1", "LDA", "TLD")
            assert lines.chain("LDA", "", "A1") == Chain("LDA", "", "A1", "LDA", "TLD")
            assert lines.chain("LDA", "", "") == Chain("LDA", "", "", "LDA", "TLD")
            assert (lines.level("A1"), lines.level("NO")) == ("upper", "")

    def test_a_unit_that_has_gone_is_followed(self, fed: Federation) -> None:
        """Through every successor; who has none is answered for by its superior."""
        gone = dt.date(2026, 6, 30)
        fed.units(
            unit("G4", valid_to=gone, successor_code="G5"),
            unit("G5", valid_to=gone, successor_code="G2"),
            unit("G6", valid_to=gone),
        )
        with fed.database.reading() as session:
            lines = Lines(session, DAY)
            assert [lines.standing(code) for code in ("G4", "G5", "G6", "G2", "NO")] == [
                *("G2", "G2", "", "G2", ""),
            ]
            assert [lines.heir(code) for code in ("G4", "G6", "G2", "NO")] == [
                *("G2", "A1", "G2", ""),
            ]
            assert lines.chain("LDA", "G6", "A1").grassroots == ""
            assert Lines(session, gone).standing("G4") == "G4"

    def test_successors_in_a_circle_end_somewhere(self, fed: Federation) -> None:
        """A register may be wrong; the program does not hang."""
        gone = dt.date(2026, 6, 30)
        fed.units(
            unit("G4", valid_to=gone, successor_code="G5"),
            unit("G5", valid_to=gone, successor_code="G4"),
        )
        with fed.database.reading() as session:
            assert Lines(session, DAY).standing("G4") == ""
