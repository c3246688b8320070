"""A column profile is saved by who may, from a day on, with a line in the log."""

import datetime as dt

import pytest

from finance.actions.save_profile import SaveProfile, save_profile
from finance.records.audit_lines import AuditRow
from finance.records.column_profiles import ColumnProfileRow, profiles_in_force
from finance.records.scope import Scope
from finance.records.units import line_over
from finance.rules.column_profiles import UnfitProfile, UnitOfNoProfile
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.rules.test_column_profiles import LEAST

DAY = dt.date(2026, 7, 22)
JULY = dt.date(2026, 7, 1)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_it_is_kept_from_its_day_on(fed: Federation) -> None:
    """With who saved it, in the table and in the log."""
    done = save_profile(fed.ctx(DAY, ACCOUNTANT), SaveProfile("G1", JULY, LEAST))
    assert (done.saved.ref, done.changed) == ("G1/P/1", True)
    with fed.database.reading() as session:
        assert profiles_in_force(session, ["G1"], JULY) == [done.saved]
        (line,) = session.query(AuditRow).filter(AuditRow.action == "save_profile").all()
    assert (line.actor, line.unit_code, line.subject) == (ACCOUNTANT.name, "G1", "G1/P/1")


def test_the_same_again_changes_nothing_and_says_so(fed: Federation) -> None:
    """A changed one is a row of its own; what was stays."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    save_profile(ctx, SaveProfile("G1", JULY, LEAST))
    again = save_profile(ctx, SaveProfile("G1", DAY, LEAST))
    assert (again.saved.ref, again.changed) == ("G1/P/1", False)
    other = save_profile(ctx, SaveProfile("G1", DAY, {**LEAST, "header_row": 3}))
    assert (other.saved.ref, other.changed) == ("G1/P/2", True)
    with fed.database.reading() as session:
        assert session.query(ColumnProfileRow).count() == 2
        assert profiles_in_force(session, ["G1"], JULY)[0].profile.header_row == 1


def test_who_may_not_and_what_cannot_be_used_are_refused(fed: Federation) -> None:
    """Nothing is kept of it."""
    outsider = Actor("mai", (Grant("G2", "accountant"),))
    collector = Actor("thu", (Grant("G1", "collector"),))
    for actor in (outsider, collector):
        with pytest.raises(PermissionRefused):
            save_profile(fed.ctx(DAY, actor), SaveProfile("G1", JULY, LEAST))
    ctx = fed.ctx(DAY, ACCOUNTANT)
    with pytest.raises(UnfitProfile):
        save_profile(ctx, SaveProfile("G1", JULY, {}))
    with pytest.raises(UnitOfNoProfile):
        save_profile(ctx, SaveProfile("XX", JULY, LEAST))
    with fed.database.reading() as session:
        assert session.query(ColumnProfileRow).count() == 0


def test_a_unit_reads_the_profiles_above_it_and_writes_its_own(fed: Federation) -> None:
    """Bound to its own scope by the database, on either engine."""
    system = fed.ctx(DAY)
    save_profile(system, SaveProfile("LDA", JULY, LEAST))
    own = fed.database.within(Scope(("G1",), DAY))
    ctx = Context(own, system.clock, ACCOUNTANT, system.settings)
    assert save_profile(ctx, SaveProfile("G1", JULY, {**LEAST, "name": "B"})).changed
    with own.reading() as session:
        over = line_over(session, "G1", DAY)
        found = [each.ref for each in profiles_in_force(session, over, DAY)]
    assert found == ["G1/P/1", "LDA/P/1"]
