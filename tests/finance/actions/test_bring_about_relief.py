"""A decision counts from its own day, as far as the month is open and nothing paid is freed."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.bring_about_relief import BroughtAbout, Decision, bring_about
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.rules.relief import Relief, ReliefKind
from finance.runtime.database import Database
from ledger.periods import Period, periods_between
from tests.builders import E1, decision
from tests.federation import Federation, federation
from tests.finance.actions.changing import JUNE
from tests.relieved import FIFTH

JULY = "2026-07"
ASSESSED = dt.date(2026, 7, 10)
DECIDED = dt.date(2026, 8, 6)
LATER = dt.date(2026, 8, 20)
RECORDED = dt.date(2026, 11, 23)
EXEMPTION = Relief(ReliefKind.EXEMPTION, Period(JUNE), Period(JULY))
REDUCTION = Relief(ReliefKind.REDUCTION, Period(JUNE), Period(JULY), FIFTH)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes 1,000 for June and 500 for July, which was assessed after the decision."""
    made = federation(database)
    made.owe(E1, JUNE, 1_000, ASSESSED)
    made.owe(E1, JULY, 500, LATER)
    return made


def _bring(fed: Federation, relief: Relief) -> BroughtAbout:
    decided = Decision(E1, relief.kind, "QĐ 1", DECIDED, (relief,))
    with fed.database.writing() as session:
        rows = session.scalars(select(ObligationRow).order_by(ObligationRow.period)).all()
        done = bring_about(session, fed.ctx(RECORDED), decided, rows)
        session.commit()
    return done


def _days(fed: Federation, reason: str) -> list[tuple[str, dt.date]]:
    with fed.database.reading() as session:
        events = session.scalars(
            select(ObligationEventRow).where(ObligationEventRow.reason == reason)
        )
        return sorted((row.period, row.accounting_on) for row in events)


def test_from_the_day_of_the_decision_or_of_the_month(fed: Federation) -> None:
    """June from 6 August, July from the day it was assessed; not from the day of the record."""
    assert _bring(fed, EXEMPTION) == BroughtAbout({"LDA": -1_500}, 0)
    assert _days(fed, "exemption") == [(JUNE, DECIDED), (JULY, LATER)]
    fed.assert_sound()


def test_from_the_first_day_that_is_open(fed: Federation) -> None:
    """August is closed: what was reported of it stays."""
    for month in periods_between(Period("2025-01"), Period("2026-08")):
        fed.close("LDA", month, RECORDED)
    _bring(fed, EXEMPTION)
    assert {day for _, day in _days(fed, "exemption")} == {dt.date(2026, 9, 1)}
    fed.assert_sound()


def test_what_frees_money_counts_from_the_record(fed: Federation) -> None:
    """June was paid in full: 200 of it are credit from the day somebody recorded the decision."""
    receipt = fed.receive("LDA", "R1", 1_000, LATER)
    fed.match(LATER, decision(receipt, E1, {JUNE: 1_000}))
    assert _bring(fed, REDUCTION) == BroughtAbout({"LDA": -300}, 200)
    assert _days(fed, "reduction") == [(JUNE, RECORDED), (JULY, LATER)]
    assert fed.receipt(receipt).credit_vnd == 200
    fed.assert_sound()
