"""The year is carried forward by source, once, and again only for what has come since."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.carry_forward import (
    CarriedForward,
    CarryForward,
    DecisionWanted,
    YearNotOver,
    carry_forward,
)
from finance.actions.close_period import ClosePeriod, MonthNotReady, close_period
from finance.records.audit_lines import AuditRow
from finance.records.year_end import times_carried
from finance.rules.settlement import settle
from finance.rules.year_end import Carried, StateMoney, StateMoneyUndecided
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.entries import Line, credit, debit
from ledger.errors import PeriodNotOpen, UnknownBook
from ledger.periods import Period
from ledger.store import reads
from reports.queries.books import without_year_end
from tests.builders import START
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

EVE = dt.date(2026, 12, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """G1 spent 200 of the levy and took in 50 of dues."""
    made = federation(database)
    _voucher(made, debit("611", 200, fund="levy", item="31"), credit("112", 200))
    _voucher(made, debit("112", 50), credit("337861", 50, fund="dues", item="22"))
    return made


def _voucher(fed: Federation, *lines: Line) -> None:
    fed.voucher("G1", EVE, "Cuối năm", lines)


def _carry(fed: Federation, state: StateMoney | None = None, decision: str = "") -> CarriedForward:
    wish = CarryForward("G1", 2026, state, decision)
    return carry_forward(fed.ctx(EVE, ACCOUNTANT), wish)


def test_sources_close_into_themselves(fed: Federation) -> None:
    """Income and spending come to nothing; what is accumulated has its own source's difference."""
    done = _carry(fed)
    assert done.entry == "G1/YE/2026/1"
    assert done.sources == (Carried("dues", 50, 0), Carried("levy", 0, 200))
    assert (fed.balance("G1", "611"), fed.balance("G1", "337861")) == (0, 0)
    rows = {
        row.fund: row.closing_vnd for row in fed.tagged(START, EVE, "G1") if row.account == "4316"
    }
    assert rows == {"dues": -50, "levy": 200}
    with fed.database.reading() as session:
        logged = session.scalars(select(AuditRow).where(AuditRow.action == "carry_forward")).one()
    assert (logged.actor, logged.subject) == ("lan", "G1/YE/2026/1")


def test_repeated_it_carries_what_has_come_since(fed: Federation) -> None:
    """Nothing the second time; later spending goes into an entry of its own."""
    _carry(fed)
    again = _carry(fed)
    assert (again.sources, again.entry) == ((), "")
    _voucher(fed, debit("611", 7, fund="levy", item="31"), credit("112", 7))
    assert _carry(fed).entry == "G1/YE/2026/2"
    assert fed.balance("G1", "611") == 0
    with fed.database.reading() as session:
        assert times_carried(session, "G1", 2026) == 2


def test_the_settlement_does_not_see_it(fed: Federation) -> None:
    """The year's lines are the same before and after: the form shows what came in and was spent."""
    span = (dt.date(2026, 1, 1), EVE)

    def lines() -> dict[str, int]:
        with fed.database.reading() as session:
            rows = without_year_end(session, "G1", *span)
        settled = settle("G1", rows, frozenset({"A1", "LDA", "TLD"}))
        return {line.name.code: line.amount_vnd for line in settled.lines if line.amount_vnd}

    before = lines()
    assert before == {"22": 50, "31": 200, "50": -150}
    _carry(fed)
    assert lines() == before


def test_december_waits_for_it(fed: Federation) -> None:
    """A December with income or spending left on its accounts is not closed."""
    fed.close("G1", "2026-11", EVE)
    closing = ClosePeriod("G1", Period("2026-12"))
    with pytest.raises(MonthNotReady) as refused:
        close_period(fed.ctx(EVE, ACCOUNTANT), closing)
    assert "kết chuyển" in refused.value.sentence("vi")
    _carry(fed)
    assert close_period(fed.ctx(EVE, ACCOUNTANT), closing).fresh
    _assert_closed(fed)


def _assert_closed(fed: Federation) -> None:
    """Carried before it was closed, there is nothing more to carry; and nothing could be posted."""
    assert _carry(fed).entry == ""
    with pytest.raises(PeriodNotOpen):
        _voucher(fed, debit("611", 1, fund="levy", item="31"), credit("112", 1))


def test_the_state_s_money(fed: Federation) -> None:
    """What is left of it goes on or back by a decision that the entry names."""
    _voucher(fed, debit("112", 90), credit("337861", 90, fund="state", item="24"))
    with pytest.raises(StateMoneyUndecided):
        _carry(fed)
    with pytest.raises(DecisionWanted):
        _carry(fed, StateMoney.RETURN, " ")
    _carry(fed, StateMoney.RETURN, "QĐ 5/STC")
    assert fed.balance("G1", "333") == -90
    with fed.database.reading() as session:
        texts = [each.draft.text for each in reads.entries(session, "G1", (EVE, EVE))]
    assert texts[-1].endswith("nguồn NSNN theo QĐ 5/STC")


def test_who_and_when(fed: Federation) -> None:
    """From the last day of the year on, by who keeps the book, in a book that is there."""
    with pytest.raises(YearNotOver):
        carry_forward(fed.ctx(dt.date(2026, 12, 30), ACCOUNTANT), CarryForward("G1", 2026))
    with pytest.raises(PermissionRefused):
        carry_forward(fed.ctx(EVE, APPROVER), CarryForward("G1", 2026))
    with pytest.raises(UnknownBook):
        carry_forward(fed.ctx(EVE), CarryForward("G9", 2026))
