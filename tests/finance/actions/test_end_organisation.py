"""What an organisation that ended was not paid goes back to the union, or into custody."""

import datetime as dt

import pytest

from finance.actions.end_organisation import EndOrganisation, end_organisation
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.record_wo_notice import NoOrganisation, WoNotice, record_wo_notice
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, E3, organisation
from tests.federation import ACCOUNTANT, Federation, contents, federation
from tests.finance.actions.changing import LATER, with_ldb

MAY, JUNE = Period("2026-05"), Period("2026-06")
DAY = dt.date(2026, 7, 10)
ENDED = dt.date(2026, 7, 20)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E2's organisation was paid 300 for May, has 300 of June due, and July's notice is awaited."""
    made = federation(database)
    made.add(organisation(E2, "WO"))
    for month in (MAY, JUNE):
        made.pay(E2, month, 1_000, DAY)
        record_wo_notice(made.ctx(DAY), WoNotice(E2, month, Vnd(400), DAY))
        if month == MAY:
            made.distribute(DAY)
    made.pay(E2, "2026-07", 1_000, DAY)
    return made


def _end(fed: Federation, who: str = E2, ended: dt.date = ENDED) -> tuple[str, ...]:
    return end_organisation(fed.ctx(ENDED, ACCOUNTANT), EndOrganisation(who, ended, ENDED))


def test_the_union_gets_what_was_not_paid(fed: Federation) -> None:
    """June's 300 and July's custody are the union's; May's stay paid until they are sent back."""
    assert len(_end(fed)) == 1
    assert fed.balance("LDA", "33812") == 0
    assert fed.balance("LDA", "33811") == 0
    assert fed.balance("LDA", "3361", "G2") == -(750 + 750)
    fed.assert_sound()
    before = contents(fed.database)
    assert _end(fed) == ()
    assert contents(fed.database) == before
    assert {p.payee for p in fed.distribute(ENDED)} == {"G2", "A1", "TLD"}


def test_without_a_union_it_waits_in_custody(fed: Federation) -> None:
    """E3 has none."""
    fed.add(organisation(E3, "W3"))
    fed.pay(E3, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), WoNotice(E3, JUNE, Vnd(400), DAY))
    held = fed.balance("LDA", "33811")
    _end(fed, E3)
    assert fed.balance("LDA", "33811") == held - 300
    fed.assert_sound()


def test_what_is_refused(fed: Federation) -> None:
    """Where there is none, before it began, and by nobody."""
    with pytest.raises(NoOrganisation):
        _end(fed, E1)
    with pytest.raises(NoOrganisation):
        _end(fed, E2, dt.date(2019, 12, 31))
    with pytest.raises(PermissionRefused):
        end_organisation(fed.ctx(ENDED), EndOrganisation(E2, ENDED, ENDED))


def test_what_another_unit_collected_is_not_shared_anew_by_this_one(fed: Federation) -> None:
    """E2 paid LDA and went to LDB: who ends its organisation stands over both."""
    with_ldb(fed)
    asked = MoveEmployer(E2, LATER, "QĐ", to_unit="LDB", grassroots_unit="", upper_unit="")
    move_employer(fed.ctx(LATER, ACCOUNTANT), asked)
    before = contents(fed.database)
    theirs = Actor("lanb", (Grant("LDB", "accountant"),))
    wish = EndOrganisation(E2, LATER, LATER)
    with pytest.raises(PermissionRefused) as refused:
        end_organisation(fed.ctx(LATER, theirs), wish)
    assert refused.value.facts["unit"] == "LDA"
    assert contents(fed.database) == before
    assert len(end_organisation(fed.ctx(LATER, ACCOUNTANT), wish)) == 1
