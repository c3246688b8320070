"""What is in custody goes to the union that was founded, once."""

import datetime as dt

import pytest

from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_custody import (
    CustodyReleased,
    NoUnionNamed,
    ReleaseCustody,
    release_custody,
)
from finance.actions.reshare import CollectorNotAbove
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E3, employer, organisation, unit
from tests.federation import ACCOUNTANT, Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
FOUNDED = dt.date(2026, 8, 1)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E3 has no union and paid 1,000 for June."""
    made = federation(database)
    made.pay(E3, JUNE, 1_000, DAY)
    return made


def found_union(fed: Federation, code: str = "G3", parent: str = "A1") -> None:
    """Let a union be founded at E3 on the first of August."""
    fed.units(unit(code, parent_code=parent, valid_from=FOUNDED), on=FOUNDED)
    judged = fed.employers(
        employer(E3, valid_to=FOUNDED - dt.timedelta(days=1)),
        employer(E3, valid_from=FOUNDED, grassroots_unit=code),
        on=FOUNDED,
    )
    assert judged.problems == {}


def _release(fed: Federation, on: dt.date = LATER) -> list[CustodyReleased]:
    return release_custody(fed.ctx(on, ACCOUNTANT), ReleaseCustody(E3, on))


def test_it_is_shared_at_once_and_income_when_paid(fed: Federation) -> None:
    """The union sees it as shared and not yet received; the next distribution pays it."""
    found_union(fed)
    assert _release(fed) == [CustodyReleased("LDA", "G3", 750, 0, "LDA/IB/2")]
    assert fed.balance("G3", "33885") == -750
    fed.assert_sound()
    assert {each.payee: each.amount_vnd for each in fed.distribute(LATER)}["G3"] == 750
    assert fed.balance("G3", "337861") == -750
    fed.assert_sound()


def test_released_again_nothing_moves(fed: Federation) -> None:
    """A second time there is nothing in custody: it says so, and nothing is written."""
    found_union(fed)
    _release(fed)
    before = contents(fed.database)
    assert _release(fed) == []
    assert contents(fed.database) == before


def test_what_is_paid_later_on_older_months_goes_to_the_union(fed: Federation) -> None:
    """June stayed open in part: the rest never sees custody."""
    fed.owe(E3, JUNE, 1_400)
    found_union(fed)
    _release(fed)
    fed.pay(E3, "2026-05", 1_000, LATER)
    assert fed.balance("LDA", "33811") == -750  # May was assessed anew, before the union
    _release(fed)
    assert fed.balance("LDA", "33811") == 0
    fed.assert_sound()


def test_before_the_union_is_there_it_stays(fed: Federation) -> None:
    """The register names none on that day, or does not know the employer."""
    for on in (DAY, FOUNDED - dt.timedelta(days=1)):
        with pytest.raises(NoUnionNamed):
            _release(fed, on)
    with pytest.raises(NoUnionNamed):
        release_custody(fed.ctx(DAY, ACCOUNTANT), ReleaseCustody("0", DAY))


def test_a_union_under_another_province_is_refused(fed: Federation) -> None:
    """What LDA holds does not leave to a union that does not stand below it."""
    fed.units(
        unit("LDB", level="province", parent_code="TLD"),
        unit("B1", level="upper", parent_code="LDB"),
    )
    found_union(fed, "G8", "B1")
    before = contents(fed.database)
    with pytest.raises(CollectorNotAbove):
        _release(fed)
    assert contents(fed.database) == before


def test_a_notice_that_is_awaited_keeps_it(fed: Federation) -> None:
    """With a workers' organisation beside the union, the part waits for its notice."""
    fed.add(organisation(E3, "WO"))
    found_union(fed)
    assert _release(fed) == [CustodyReleased("LDA", "G3", 0, 750, "")]
    record_wo_notice(fed.ctx(LATER), WoNotice(E3, JUNE, Vnd(400), LATER))
    assert fed.balance("LDA", "33811") == 0
    assert fed.balance("LDA", "33812") == -300
    assert fed.balance("LDA", "3361", "G3") == -450
    fed.assert_sound()


def test_it_is_an_act_of_a_person_of_the_unit_that_holds_it(fed: Federation) -> None:
    """Not of the system, nor of the upper unit's accountant, nor of a collector."""
    found_union(fed)
    for actor in (
        Actor("a", (Grant("A1", "accountant"),)),
        Actor("b", (Grant("LDA", "collector"),)),
    ):
        with pytest.raises(PermissionRefused):
            release_custody(fed.ctx(LATER, actor), ReleaseCustody(E3, LATER))
    with pytest.raises(PermissionRefused):
        release_custody(fed.ctx(LATER), ReleaseCustody(E3, LATER))
