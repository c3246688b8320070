"""Units that close: first everything is settled, then what is left is handed over, then nothing."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.carry_forward import CarryForward, carry_forward
from finance.actions.hand_over_unit import (
    HandOverDecision,
    HandOverUnit,
    NotSettled,
    UnitStands,
    WrongTaker,
    hand_over_unit,
)
from finance.actions.open_year import open_year
from finance.records.closings import BookHandedOver
from finance.rules.consolidation import consolidate
from finance.rules.year_end import YearNotCarried
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.errors import PeriodNotOpen
from ledger.store import reads
from ledger.store.verification import verify
from reports.queries.month_acts import month_acts
from tests.builders import E1, account, bank_row, employer, opening, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.scenarios.changes import figures, posted, there

LAST = dt.date(2026, 7, 31)
DAY = dt.date(2026, 8, 10)
ORDER = HandOverUnit("G3", DAY, "QĐ 21/LĐLĐ")


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June and G3 under A1, which has 400,000 of levy."""
    made = federation(database)
    made.units(unit("G3"))
    made.accounts(account("G3"))
    made.openings(opening("G3", "112", 400_000), opening("G3", "4316", -400_000, "levy"))
    return made


def _end(fed: Federation, successor: str = "G1") -> None:
    gone = unit("G3", valid_to=LAST, successor_code=successor)
    assert fed.units(gone, on=DAY).problems == {}


def test_k15_what_is_left_goes_to_the_successor(fed: Federation) -> None:
    """G3's 400,000 of levy stay levy at G1; the payment is ordered, and the two halves leave."""
    _end(fed)
    before = there(fed)
    done = hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    assert posted(fed, before) == figures("K15")
    assert [(each.payee, each.amount_vnd) for each in done.payments] == [("G1", 400_000)]
    rows = fed.tagged(DAY, DAY, "G3", "G1")
    whole = consolidate(rows, frozenset({"G3", "G1"}))
    assert [row.item for row in whole.rows if row.account == "4316" and row.item] == []
    assert whole.untied_vnd == {}
    fed.assert_sound()
    with fed.database.reading() as session:
        assert verify(session).rows == ()
        assert list(month_acts(session, "")) == []


def test_its_book_takes_nothing_more(fed: Federation) -> None:
    """No month of it is open, no new year is opened, and it is not handed over twice."""
    _end(fed)
    done = hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    assert done.months_closed == 24
    lines = [debit("112", 5), credit("4316", 5, fund="levy")]
    with pytest.raises(PeriodNotOpen):
        fed.voucher("G3", DAY, "Thu", lines)
    open_year(fed.ctx(DAY), 2027)
    fed.units(unit("G3", valid_to=LAST, successor_code="G1"), on=dt.date(2027, 1, 5))
    with pytest.raises(PeriodNotOpen):
        fed.voucher("G3", dt.date(2027, 1, 5), "Thu", lines)
    with fed.database.reading() as session:
        held = reads.books_by_code(session, {"G3"})["G3"]
        assert all(state.shut for state in reads.period_states(session, held.book_id).values())
    with pytest.raises(BookHandedOver):
        hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)


def test_the_year_s_accounts_are_closed_first(fed: Federation) -> None:
    """What G3 spent in its last months is closed into what it has left, before the year is over."""
    lines = [debit("611", 150_000, fund="levy", item="31"), credit("112", 150_000)]
    fed.voucher("G3", LAST, "Quà", lines)
    _end(fed)
    with pytest.raises(YearNotCarried):
        hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    carried = carry_forward(fed.ctx(DAY, ACCOUNTANT), CarryForward("G3", 2026))
    assert [source.left_vnd for source in carried.sources] == [-150_000]
    assert hand_over_unit(fed.ctx(DAY, APPROVER), ORDER).funds == {"levy": 250_000}
    assert fed.balance("G1", "4316") == -250_000
    fed.assert_sound()


def test_each_source_stays_what_it_is(fed: Federation) -> None:
    """A source on which more was spent than came in goes over as it is."""
    lines = [
        debit("112", 60_000),
        debit("4316", 40_000, fund="other"),
        credit("4316", 100_000, fund="dues"),
    ]
    fed.voucher("G3", LAST, "Số dư theo nguồn", lines)
    _end(fed)
    hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    there_now = {
        row.fund: row.closing_vnd for row in fed.tagged(DAY, DAY, "G1") if row.account == "4316"
    }
    assert there_now == {"levy": -400_000, "dues": -100_000, "other": 40_000}
    assert fed.balance("G3", "4316") == fed.balance("G3", "112") == 0


def test_what_is_open_is_settled_first(fed: Federation) -> None:
    """A share on its way, a receipt nobody knows, employers to collect from: each is named."""
    fed.employers(employer(E1, grassroots_unit="G3"))
    fed.pay(E1, "2026-06", 100_000, dt.date(2026, 7, 10))
    fed.receive("G3", "X", 5_000, dt.date(2026, 7, 10))
    _end(fed)
    with pytest.raises(NotSettled) as refused:
        hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    told = refused.value.sentence("en")
    assert "account 1361 LDA: 75.000 đồng" in told
    assert "account 33881: 5.000 đồng" in told
    assert "account 33885 LDA: 75.000 đồng" in told


def test_a_collecting_unit_leaves_no_employer_behind(fed: Federation) -> None:
    """Someone has to collect from them before the book is done."""
    last = unit("LDA", valid_to=LAST, successor_code="TLD")
    fed.units(last, on=DAY)
    with pytest.raises(NotSettled) as refused:
        hand_over_unit(fed.ctx(DAY, APPROVER), HandOverUnit("LDA", DAY, "NQ 202"))
    assert "5 employers to collect from" in refused.value.sentence("en")
    assert "5 đơn vị đóng" in refused.value.sentence("vi")


def test_who_takes_over(fed: Federation) -> None:
    """The successor, or without one the unit above it; a unit beside it never."""
    with pytest.raises(UnitStands):
        hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    _end(fed, successor="")
    for taker in ("G2", "NOBODY"):
        with pytest.raises(WrongTaker):
            hand_over_unit(fed.ctx(DAY, APPROVER), replace(ORDER, taker=taker))
    with pytest.raises(HandOverDecision):
        hand_over_unit(fed.ctx(DAY, APPROVER), replace(ORDER, decision=" "))
    with pytest.raises(PermissionRefused):
        hand_over_unit(fed.ctx(DAY, ACCOUNTANT), ORDER)
    assert hand_over_unit(fed.ctx(DAY, APPROVER), ORDER).taker == "A1"


def test_an_account_that_is_overdrawn_is_settled_first(fed: Federation) -> None:
    """Nobody takes over what is not there."""
    lines = [debit("4316", 500_000, fund="levy"), credit("112", 500_000)]
    fed.voucher("G3", LAST, "Chi", lines)
    _end(fed)
    with pytest.raises(NotSettled, match=r"account 112: 100\.000 đồng"):
        hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)


def test_a_unit_that_has_nothing_is_closed_without_an_entry(fed: Federation) -> None:
    """There is nothing to hand over, and its book is done all the same."""
    fed.units(unit("G9"))
    fed.units(unit("G9", valid_to=LAST), on=DAY)
    before = there(fed)
    done = hand_over_unit(fed.ctx(DAY, APPROVER), replace(ORDER, unit="G9"))
    assert (posted(fed, before), done.payments, done.funds) == ({}, (), {})


def test_the_payment_arrives_on_the_taker_s_statement(fed: Federation) -> None:
    """It was posted when it was ordered: the credit row posts nothing."""
    _end(fed)
    done = hand_over_unit(fed.ctx(DAY, APPROVER), ORDER)
    before = there(fed)
    row = bank_row("IN", DAY, 400_000, content=done.payments[0].purpose.upper())
    fed.bank(DAY, "10G1", row)
    assert posted(fed, before) == {}
