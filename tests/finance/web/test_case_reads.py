"""What the pages of losses and cases read."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.records.losses import LossWish
from finance.records.units import UnitClosureRow
from finance.runtime.database import Database
from finance.web.case_reads import due_count, loss_list
from tests.builders import E1, E2
from tests.casework import COLLECTOR, OPENED_ON, by_tax, opened, tax_fact, unpaid
from tests.federation import Federation, federation

WISH = LossWish(2026, OPENED_ON)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes June and is silent since, E2 is known to tax alone; a case of E1."""
    made = federation(database)
    unpaid(made)
    by_tax(made, OPENED_ON, tax_fact(E2))
    opened(made.ctx(OPENED_ON, COLLECTOR))
    return made


def test_the_largest_comes_first_with_its_case(fed: Federation) -> None:
    """All kinds are counted and summed; a page of one kind sums that kind."""
    with fed.database.reading() as session:
        whole = loss_list(session, WISH, "", 1)
        one = loss_list(session, WISH, "not_in_si", 1)
        beyond = loss_list(session, WISH, "", 2)
    assert [(each.finding.tax_code, each.finding.kind.value) for each in whole.rows] == [
        (E1, "silent"),
        (E1, "not_paying"),
        (E2, "not_in_si"),
    ]
    assert [each.case and each.case.public_id for each in whole.rows] == [None, "LDA/C/1", None]
    assert whole.by_kind["not_in_si"] == (1, 12_000_000)
    assert (one.count, one.at_stake_vnd, one.by_kind) == (1, 12_000_000, whole.by_kind)
    assert (beyond.rows, beyond.count) == ([], 3)
    assert whole.at_stake_vnd == sum(amount for _, amount in whole.by_kind.values())


def test_due_steps_are_counted(fed: Federation) -> None:
    """From the day on which the next one is due."""
    units = select(UnitClosureRow.unit_code).where(UnitClosureRow.ancestor_code == "LDA").distinct()
    with fed.database.reading() as session:
        assert due_count(session, units, OPENED_ON) == 1
        assert due_count(session, units, OPENED_ON - dt.timedelta(days=1)) == 0
