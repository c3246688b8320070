"""The yearly list is frozen as it was published, in versions."""

import datetime as dt
import json

import pytest

from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.records.relief_lists import latest_list
from finance.rules.relief import ReliefKind
from finance.rules.relief_cases import ListYearNotOver, NoSuchDecidingUnit
from finance.rules.relief_limits import LevelMayNotDecide
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation
from tests.relieved import FIFTH, grant

DAY = dt.date(2026, 12, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """LDA suspended and reduced E1 in 2026."""
    made = federation(database)
    grant(made, E1, ReliefKind.SUSPENSION, "2026-06", "2026-07", dt.date(2026, 6, 25))
    grant(made, E1, ReliefKind.REDUCTION, "2026-08", "2026-10", dt.date(2026, 8, 20), FIFTH)
    made.owe(E1, "2026-06", 1_000, dt.date(2026, 7, 2))
    made.owe(E1, "2026-08", 2_000, dt.date(2026, 9, 2))
    return made


def test_every_decision_of_the_year_with_its_amount(fed: Federation) -> None:
    """Suspended 1,000 and 400 taken off; the same again is the same version."""
    wish = PublishReliefList("LDA", 2026)
    done = publish_relief_list(fed.ctx(DAY, APPROVER), wish)
    assert (done.version, done.cases, done.fresh) == (1, 2, True)
    with fed.database.reading() as session:
        row = latest_list(session, "LDA", 2026)
        assert row is not None
        document = json.loads(row.content)
        assert latest_list(session, "LDA", 2025) is None
    assert (row.digest, row.published_by, document["unit_name"]) == (
        done.digest,
        "minh",
        "Công đoàn LDA",
    )
    told = [(each["kind"], each["rate_percent"], each["amount_vnd"]) for each in document["cases"]]
    assert told == [("suspension", "", 1_000), ("reduction", "20", 400)]
    before = contents(fed.database)
    assert not publish_relief_list(fed.ctx(DAY, APPROVER), wish).fresh
    assert contents(fed.database) == before


def test_what_is_decided_later_is_another_version(fed: Federation) -> None:
    """And another unit or year has a list of its own, also an empty one."""
    wish = PublishReliefList("LDA", 2026)
    publish_relief_list(fed.ctx(DAY, APPROVER), wish)
    grant(fed, E2, ReliefKind.SUSPENSION, "2026-12", "2026-12", dt.date(2026, 12, 30))
    again = publish_relief_list(fed.ctx(DAY, APPROVER), wish)
    assert (again.version, again.cases) == (2, 3)
    other = publish_relief_list(fed.ctx(DAY, APPROVER), PublishReliefList("TLD", 2026))
    assert (other.version, other.cases) == (1, 0)


@pytest.mark.parametrize("year", [2026, 2027, 9999])
def test_a_year_is_published_when_it_is_over(fed: Federation, year: int) -> None:
    """From its last day on; nothing is frozen before."""
    before = contents(fed.database)
    eve = fed.ctx(DAY - dt.timedelta(days=1), APPROVER)
    with pytest.raises(ListYearNotOver) as refused:
        publish_relief_list(eve, PublishReliefList("LDA", year))
    assert refused.value.facts == {"year": year}
    assert contents(fed.database) == before


@pytest.mark.parametrize("code", ["A1", "G1"])
def test_who_decides_on_nothing_has_no_list(fed: Federation, code: str) -> None:
    """A unit below the province."""
    with pytest.raises(LevelMayNotDecide):
        publish_relief_list(fed.ctx(DAY, APPROVER), PublishReliefList(code, 2026))


def test_by_whom(fed: Federation) -> None:
    """An approver publishes; of a unit there is."""
    with pytest.raises(PermissionRefused):
        publish_relief_list(fed.ctx(DAY, ACCOUNTANT), PublishReliefList("LDA", 2026))
    with pytest.raises(PermissionRefused):
        publish_relief_list(fed.ctx(DAY, APPROVER), PublishReliefList("nobody", 2026))
    assert NoSuchDecidingUnit(unit="X").facts == {"unit": "X"}
