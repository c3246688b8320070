"""A month is closed when nothing stands in the way, and then takes nothing more."""

import datetime as dt

import pytest

from finance.actions.close_period import ClosePeriod, MonthNotOver, MonthNotReady, close_period
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.entries import credit, debit
from ledger.errors import PeriodNotOpen, PeriodOrder
from ledger.periods import Period, PeriodState, periods_between
from ledger.store import months, reads
from tests.builders import E1, E3
from tests.federation import ACCOUNTANT, Federation, contents, federation

JULY = Period("2026-07")
LAST = dt.date(2026, 7, 31)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation, all months up to June closed."""
    made = federation(database)
    for book in ("LDA", "G1"):
        made.close(book, "2026-06", LAST)
    return made


def test_what_is_worth_a_look_is_told_and_does_not_block(fed: Federation) -> None:
    """Money to identify, credits, custody, money elsewhere, and what is due and unpaid."""
    day = dt.date(2026, 7, 10)
    fed.receive("LDA", "X", 750, day)
    fed.pay(E3, "2026-06", 1_000, day, holder="TLD")
    fed.owe(E3, "2026-06", 900, day)
    fed.owe(E1, "2026-06", 77, day)
    fed.owe(E1, "2026-07", 88, day)  # due in August
    closed = close_period(fed.ctx(LAST), ClosePeriod("LDA", JULY))
    assert closed.fresh
    assert {task.code: (task.count, task.amount_vnd) for task in closed.warnings} == {
        "close.receipts_unidentified": (1, 750),
        "close.collected_elsewhere": (1, 1_000),
        "close.credits": (1, 100),
        "close.custody": (1, 675),
        "close.levy_unpaid": (1, 77),
        "close.units_below_open": (3, 0),
        "close.bank_unstated_112": (1, 750),
    }


def test_again_is_quiet(fed: Federation) -> None:
    """A closed month is closed."""
    close_period(fed.ctx(LAST), ClosePeriod("LDA", JULY))
    before = contents(fed.database)
    assert not close_period(fed.ctx(LAST), ClosePeriod("LDA", JULY)).fresh
    assert contents(fed.database) == before


def test_a_draft_of_the_month_blocks(fed: Federation) -> None:
    """Nothing is closed, and the refusal says what is to be done first."""
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    draft_voucher(fed.ctx(LAST, ACCOUNTANT), DraftVoucher("G1", LAST, LAST, "Chi", lines))
    before = contents(fed.database)
    with pytest.raises(MonthNotReady) as refused:
        close_period(fed.ctx(LAST), ClosePeriod("G1", JULY))
    assert "Chứng từ" in refused.value.sentence("vi")
    assert "Vouchers" in refused.value.sentence("en")
    assert contents(fed.database) == before
    assert close_period(fed.ctx(LAST), ClosePeriod("LDA", JULY)).fresh


def test_not_before_its_last_day_nor_out_of_order(fed: Federation) -> None:
    """A month that is not over, one behind an open one, one the book does not have."""
    with pytest.raises(MonthNotOver):
        close_period(fed.ctx(dt.date(2026, 7, 30)), ClosePeriod("LDA", JULY))
    later = fed.ctx(dt.date(2026, 12, 31))
    with pytest.raises(PeriodOrder):
        close_period(later, ClosePeriod("LDA", Period("2026-09")))
    with pytest.raises(PeriodNotOpen):
        close_period(later, ClosePeriod("LDA", Period("2019-01")))


def test_by_who_keeps_the_book_or_stands_above(fed: Federation) -> None:
    """An accountant of the unit below does not close the province's month."""
    with pytest.raises(PermissionRefused):
        close_period(
            fed.ctx(LAST, Actor("a", (Grant("A1", "accountant"),))), ClosePeriod("LDA", JULY)
        )
    ctx = fed.ctx(LAST, Actor("a", (Grant("A1", "accountant"),)))
    assert close_period(ctx, ClosePeriod("G1", JULY)).fresh


def test_the_months_of_units_below_are_locked_softly(fed: Federation) -> None:
    """Every month of theirs up to the closed one that is still open, bound by the unit above."""
    close_period(fed.ctx(LAST), ClosePeriod("LDA", JULY))
    with fed.database.reading() as session:
        held = reads.books_by_code(session)
        for code, first in (("A1", "2026-01"), ("G1", "2026-07"), ("G2", "2026-01")):
            for period in periods_between(Period(first), JULY):
                month = months.month(session, held[code].book_id, period)
                assert month is not None
                assert (month.state, month.bound_by) == (PeriodState.SOFT, "LDA")
        august = months.month(session, held["G1"].book_id, Period("2026-08"))
        june = months.month(session, held["G1"].book_id, Period("2026-06"))
        tld = reads.period_states(session, held["TLD"].book_id)
    assert august is not None
    assert june is not None
    assert (august.state, june.state) == (PeriodState.OPEN, PeriodState.CLOSED)
    assert set(tld.values()) == {PeriodState.OPEN}
    assert close_period(fed.ctx(LAST), ClosePeriod("G1", JULY)).fresh
