"""What a collecting unit owes in shares, what waits, and where money lies for others."""

import datetime as dt

import pytest

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.records.parts import PartKey
from finance.records.payables import (
    collectors_waiting,
    collectors_with_shares,
    handed_over,
    holders_for_others,
    owed_by_counterpart,
    passing_dues_on,
    settle_shares,
    waiting_shares,
)
from finance.rules.posting import Place
from finance.runtime.database import Database
from tests.builders import E1, E3
from tests.dues import DAY as DUES_DAY
from tests.dues import JUNE as DUES_MONTH
from tests.dues import assessed
from tests.federation import Federation, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 paid 1,000 to LDA, E3 1,000 to TLD."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY)
    made.pay(E3, JUNE, 1_000, DAY, holder="TLD")
    return made


def test_what_waits_by_place(fed: Federation) -> None:
    """Until it is settled; the history keeps the day."""
    with fed.database.writing() as session:
        units = waiting_shares(session, "LDA", [Place.UNIT])
        own = waiting_shares(session, "LDA", [Place.OWN])
        assert {(s.share.beneficiary, s.part.tax_code): s.waiting_vnd for s in units} == {
            ("G1", E1): 750,
            ("A1", E1): 120,
            ("TLD", E1): 50,
            ("A1", E3): 120,
            ("TLD", E3): 50,
        }
        assert [(share.part.holder_unit, share.waiting_vnd) for share in own] == [("TLD", 80)]
        settle_shares(session, "LDA", units[:1], "R", DAY)
        settle_shares(session, "LDA", [], "R", DAY)
        assert waiting_shares(session, "LDA", [Place.UNIT]) == units[1:]
        assert waiting_shares(session, "TLD", [Place.UNIT]) == []


def test_where_money_lies_and_for_whom(fed: Federation) -> None:
    """Until it has been handed over."""
    here, there = PartKey(E1, JUNE, "LDA", 1), PartKey(E3, JUNE, "TLD", 1)
    with fed.database.reading() as session:
        assert handed_over(session, "LDA", [here, there]) == {here}
        assert holders_for_others(session) == ["TLD"]
        assert collectors_waiting(session, "TLD") == ["LDA"]
        assert collectors_waiting(session, "LDA") == []
        assert collectors_with_shares(session) == ["LDA"]
    fed.distribute(DAY, "TLD")
    with fed.database.reading() as session:
        assert handed_over(session, "LDA", [here, there]) == {here, there}
        assert holders_for_others(session) == []
        assert collectors_waiting(session, "TLD") == []


def test_balances_by_the_other_unit(fed: Federation) -> None:
    """Credit positive; accounts asked for together are added."""
    with fed.database.reading() as session:
        assert owed_by_counterpart(session, "LDA", ("3361",)) == {"G1": 750, "A1": 240, "TLD": 100}
        assert owed_by_counterpart(session, "LDA", ("3361", "1363"))["TLD"] == 100 - 1_000
        assert owed_by_counterpart(session, "TLD", ("3363",)) == {"LDA": 1_000}
        assert owed_by_counterpart(session, "NO", ("3363",)) == {}


def test_dues_pass_upward_from_the_ground(fed: Federation) -> None:
    """Who ever owed any and all above, the lowest first; of those one may see."""
    assessed(fed, [("M1", 20_000_000)])
    collect_dues(fed.ctx(DUES_DAY), CollectDues("G1", DUES_MONTH, DUES_DAY, "111"))
    with fed.database.reading() as session:
        assert passing_dues_on(session, ["TLD", "LDA", "A1", "G1", "G2"], DUES_DAY) == [
            "G1",
            "A1",
            "LDA",
            "TLD",
        ]
        assert passing_dues_on(session, ["G1", "G2"], DUES_DAY) == ["G1"]
