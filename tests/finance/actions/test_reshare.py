"""What changes in the shares of a part, and what keeps it from being shared."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from finance.actions.reshare import (
    CollectorNotAbove,
    Part,
    Reshared,
    Sharing,
    reshare,
)
from finance.records.obligations import ObligationRow
from finance.records.parts import Lines, PartKey
from finance.records.split_rules import split_rules
from finance.rules.posting import Place, ShareChange
from finance.rules.sharing import MoneySource, NoSplitRule
from finance.runtime.database import Database
from tests.builders import E1, levy_rule, unit
from tests.federation import Federation, federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
KEY = PartKey(E1, JUNE, "LDA", 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes 1,000."""
    made = federation(database)
    made.owe(E1, JUNE, 1_000)
    return made


def _reshare(session: Session, amount: int, collector: str = "LDA") -> list[Reshared]:
    owed = session.get_one(ObligationRow, ("LDA", E1, JUNE))
    lines = Lines(session, DAY)
    sharing = Sharing(collector, lines, split_rules(session, MoneySource.LEVY))
    return list(reshare(session, sharing, [Part(KEY, amount, amount, owed, None)]))


def test_a_new_part_is_given_to_the_chain(fed: Federation) -> None:
    """Own share is income at once, as the money lies here; the others wait."""
    with fed.database.reading() as session:
        [found] = _reshare(session, 1_000)
    assert found.rule == ("TLD", "2025-01")
    assert sorted(found.changes.values(), key=repr) == sorted(
        [
            ShareChange(Place.UNIT, "G1", 750, 0),
            ShareChange(Place.UNIT, "A1", 120, 0),
            ShareChange(Place.OWN, "LDA", 0, 80),
            ShareChange(Place.UNIT, "TLD", 50, 0),
        ],
        key=repr,
    )


def test_a_part_of_nothing_that_has_nothing_does_not_change(fed: Federation) -> None:
    """And needs no rule."""
    with fed.database.reading() as session:
        assert _reshare(session, 0, "G1") == []


@pytest.mark.parametrize(
    ("collector", "given"),
    [
        ("G1", {("own", "G1"): 750, ("unit", "A1"): 250}),
        ("A1", {("unit", "G1"): 750, ("own", "A1"): 120, ("unit", "LDA"): 130}),
    ],
)
def test_below_the_province_all_above_goes_to_the_direct_superior(
    fed: Federation, collector: str, given: dict[tuple[str, str], int]
) -> None:
    """Who stands below is given to directly, who stands above through the next one up."""
    with fed.database.reading() as session:
        [found] = _reshare(session, 1_000, collector)
    made = {(key.place.value, key.beneficiary): c.total_vnd for key, c in found.changes.items()}
    assert made == given


def test_a_union_does_not_collect_for_the_workers_of_another(fed: Federation) -> None:
    """G2 stands beside G1, not above it."""
    with fed.database.reading() as session, pytest.raises(CollectorNotAbove):
        _reshare(session, 1_000, "G2")


def test_a_province_does_not_share_the_workers_money_of_another(fed: Federation) -> None:
    """Its shares would go to units it does not stand above."""
    fed.units(unit("LDB", level="province", parent_code="TLD"))
    with fed.database.reading() as session, pytest.raises(CollectorNotAbove):
        _reshare(session, 1_000, "LDB")


def test_a_part_keeps_the_rule_it_was_shared_by(fed: Federation) -> None:
    """A nearer rule decided since then divides new parts only."""
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    assert receipt == "LDA/R/1"
    from_now = levy_rule("75/100", "0", "20/100", "5/100", scope="LDA")
    fed.owe(E1, JUNE, 0)
    fed.pay(E1, "2026-05", 1_000, DAY)
    assert fed.rules(*from_now).problems == {}
    fed.owe(E1, "2026-05", 500, DAY)
    assert fed.balance("LDA", "3361", "A1") == -60
    fed.owe(E1, JUNE, 500)
    with fed.database.reading() as session:
        [found] = _reshare(session, 500)
    assert found.rule == ("LDA", "2025-01")


def test_without_a_rule_it_is_refused(database: Database) -> None:
    """Never guessed."""
    fed = federation(database, rules=False)
    fed.owe(E1, JUNE, 1_000)
    with database.reading() as session, pytest.raises(NoSplitRule):
        _reshare(session, 1_000)
