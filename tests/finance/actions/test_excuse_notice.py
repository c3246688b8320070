"""A good reason, accepted by a person, keeps a missed notice from suspending anything."""

import datetime as dt

import pytest

from finance.actions.excuse_notice import ExcuseNotice, ReasonMissing, excuse_notice
from finance.actions.record_wo_notice import NoOrganisation, WoNotice, record_wo_notice
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, organisation
from tests.federation import ACCOUNTANT, Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
AUGUST = dt.date(2026, 8, 3)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E2's organisation told of June only in August."""
    made = federation(database)
    made.add(organisation(E2, "WO"))
    made.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(made.ctx(AUGUST), WoNotice(E2, JUNE, Vnd(400), AUGUST))
    return made


def test_it_is_paid_as_if_in_time(fed: Federation) -> None:
    """Accepted once; a second reason changes nothing."""
    order = ExcuseNotice(E2, JUNE, " Bão lũ ", AUGUST)
    assert excuse_notice(fed.ctx(AUGUST, ACCOUNTANT), order)
    before = contents(fed.database)
    assert not excuse_notice(fed.ctx(AUGUST, ACCOUNTANT), order)
    assert contents(fed.database) == before
    assert {p.payee: p.amount_vnd for p in fed.distribute(AUGUST)}["WO"] == 300


def test_what_is_refused(fed: Federation) -> None:
    """No reason, no organisation, nobody named."""
    ctx = fed.ctx(AUGUST, ACCOUNTANT)
    with pytest.raises(ReasonMissing):
        excuse_notice(ctx, ExcuseNotice(E2, JUNE, "  ", AUGUST))
    with pytest.raises(NoOrganisation):
        excuse_notice(ctx, ExcuseNotice(E1, JUNE, "Bão", AUGUST))
    with pytest.raises(PermissionRefused):
        excuse_notice(fed.ctx(AUGUST), ExcuseNotice(E2, JUNE, "Bão", AUGUST))
