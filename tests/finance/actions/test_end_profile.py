"""A column profile is ended from a day on; its rows stay."""

import datetime as dt

import pytest

from finance.actions.end_profile import EndProfile, end_profile
from finance.actions.save_profile import SaveProfile, save_profile
from finance.records.column_profiles import profiles_in_force
from finance.rules.column_profiles import UnknownProfile
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.rules.test_column_profiles import LEAST

DAY = dt.date(2026, 7, 22)
JULY = dt.date(2026, 7, 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, with a profile of G1."""
    made = federation(database)
    save_profile(made.ctx(DAY, ACCOUNTANT), SaveProfile("G1", JULY, LEAST))
    return made


def test_it_counts_until_the_day_before(fed: Federation) -> None:
    """A second time there is nothing to end."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    assert end_profile(ctx, EndProfile("G1", "NGAN HANG A", DAY)) == "G1/P/1"
    with fed.database.reading() as session:
        assert [each.ref for each in profiles_in_force(session, ["G1"], JULY)] == ["G1/P/1"]
        assert profiles_in_force(session, ["G1"], DAY) == []
    with pytest.raises(UnknownProfile):
        end_profile(ctx, EndProfile("G1", "Ngân hàng A", DAY))


def test_by_who_may_save_one(fed: Federation) -> None:
    """Nobody else ends it."""
    outsider = Actor("mai", (Grant("G2", "accountant"),))
    with pytest.raises(PermissionRefused):
        end_profile(fed.ctx(DAY, outsider), EndProfile("G1", "Ngân hàng A", DAY))
