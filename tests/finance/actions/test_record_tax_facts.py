"""What the tax branch says is kept, of employers registered or not."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from finance.actions.record_tax_facts import record_tax_facts
from finance.records.declarations import TaxFactRow
from finance.rules.facts import TaxFacts, TaxStatus
from finance.runtime.batches import Judged, RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from ledger.money import Vnd
from tests.builders import E1, OPENED
from tests.federation import Federation, codes, contents, federation

FACT = TaxFacts(
    row=2,
    tax_code=E1,
    name="Công ty Một",
    status=TaxStatus.ACTIVE,
    status_on=None,
    province_code="A",
    year=2025,
    employees=10,
    wages_paid_vnd=Vnd(1_000),
)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _record(fed: Federation, *rows: TaxFacts, actor: Actor = SYSTEM) -> Judged:
    numbered = [replace(row, row=number) for number, row in enumerate(rows, start=2)]
    return record_tax_facts(fed.ctx(OPENED, actor), numbered, fed.batches)


def test_a_later_statement_of_a_year_supersedes(fed: Federation) -> None:
    """The same again changes nothing; history stays."""
    assert _record(fed, FACT, replace(FACT, year=2024)).count(RowState.TAKEN) == 2
    before = contents(fed.database)
    assert _record(fed, FACT).count(RowState.UNCHANGED) == 1
    assert contents(fed.database) == before
    ended = replace(FACT, status=TaxStatus.CEASED, status_on=dt.date(2025, 9, 1))
    assert _record(fed, ended).count(RowState.SUPERSEDED) == 1
    with fed.database.reading() as session:
        rows = session.scalars(
            select(TaxFactRow).where(TaxFactRow.year == 2025).order_by(TaxFactRow.version)
        )
        assert [(row.current, row.status) for row in rows] == [(False, "active"), (True, "ceased")]


def test_the_branch_knows_more_than_we_do(fed: Federation) -> None:
    """An employer the register lacks is kept: that is what the comparison is for."""
    assert _record(fed, replace(FACT, tax_code="9900000999")).problems == {}


def test_one_row_twice_in_a_file(fed: Federation) -> None:
    """The second waits."""
    assert codes(_record(fed, FACT, FACT)) == {3: ["register.twice"]}


def test_feeds_are_for_who_stands_above_all(fed: Federation) -> None:
    """The statement may be of any employer."""
    with pytest.raises(PermissionRefused):
        _record(fed, FACT, actor=Actor("a", (Grant("LDA", "collector"),)))
