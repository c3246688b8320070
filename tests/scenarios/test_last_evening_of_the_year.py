"""31 December 2026: Lan keeps the books of LDA and G1, and wants December closed."""

import datetime as dt

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.carry_forward import CarryForward, carry_forward
from finance.actions.close_period import ClosePeriod, MonthNotReady, close_period
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.open_year import open_year
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.rules.settlement import settle
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.errors import PeriodNotOpen
from ledger.periods import Period
from ledger.store import reads
from ledger.store.verification import verify
from reports.queries.books import without_year_end
from tests.builders import BOOKS, E1, E2, account_of, bank_row, decision
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation

EVE = dt.date(2026, 12, 31)
AFTER = dt.date(2027, 1, 4)
LAST_YEAR, NOVEMBER, DECEMBER = "2025-12", "2026-11", Period("2026-12")
GIFT = [debit("611", 200, fund="levy", item="31"), credit("112", 200)]


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's December 2025 was paid and distributed; all months up to November are closed."""
    made = federation(database)
    made.pay(E1, LAST_YEAR, 1_000, dt.date(2026, 7, 6))
    made.distribute(dt.date(2026, 7, 7))
    made.owe(E1, NOVEMBER, 500, dt.date(2026, 12, 2))
    for book in ("LDA", "G1"):
        made.close(book, NOVEMBER, EVE)
    open_year(made.ctx(EVE), 2027)
    return made


def test_the_evening(fed: Federation) -> None:
    """Late receipts, a voucher in a closed month, a correction of last year, and the closing."""
    _late_receipts(fed)
    _a_voucher_in_a_closed_month(fed)
    _a_correction_of_last_year(fed)
    _december_is_closed(fed)
    _the_first_morning(fed)
    fed.assert_sound()
    with fed.database.reading() as session:
        assert verify(session).clean


def _late_receipts(fed: Federation) -> None:
    """The statement of the last two days: E1 pays November, and somebody 77 without a word."""
    rows = (bank_row("FT1", EVE - dt.timedelta(days=1), 500), bank_row("FT2", EVE, 77))
    fed.bank(EVE, account_of("LDA"), *rows)
    fed.match(EVE, decision("LDA/R/2", E1, {NOVEMBER: 500}))
    assert fed.obligation(E1, NOVEMBER).open_vnd == 0


def _a_voucher_in_a_closed_month(fed: Federation) -> None:
    """Dated 30 November it cannot be posted; sent back and dated today it is."""
    maker, checker = fed.ctx(EVE, ACCOUNTANT), fed.ctx(EVE, APPROVER)
    november = dt.date(2026, 11, 30)
    seq = draft_voucher(maker, DraftVoucher("G1", november, november, "Quà Tết", GIFT))
    submit_voucher(maker, SubmitVoucher("G1", seq))
    with pytest.raises(PeriodNotOpen) as refused:
        approve_voucher(checker, ApproveVoucher("G1", seq))
    assert refused.value.facts["period"] == NOVEMBER
    reject_voucher(checker, RejectVoucher("G1", seq, "Kỳ 11 đã khóa"))
    draft_voucher(maker, DraftVoucher("G1", EVE, november, "Quà Tết", GIFT, seq))
    with pytest.raises(MonthNotReady):
        close_period(maker, ClosePeriod("G1", DECEMBER))
    submit_voucher(maker, SubmitVoucher("G1", seq))
    assert approve_voucher(checker, ApproveVoucher("G1", seq)) == "G1/PV/2026/1"


def _a_correction_of_last_year(fed: Federation) -> None:
    """E1 owed 800 for December 2025: booked today, by the rule of that month, from all who had it.

    What was freed is E1's credit; what G1 owes back is netted in its next share.
    """
    fed.owe(E1, LAST_YEAR, 800, EVE)
    assert fed.receipt("LDA/R/1").credit_vnd == 200
    year = fed.tagged(dt.date(2026, 12, 1), EVE, "G1")
    taken = [row for row in year if row.account == "337861" and row.debit_vnd]
    assert [(row.debit_vnd, row.item) for row in taken] == [(150, "28.01")]
    paid = {each.payee: each.amount_vnd for each in fed.distribute(EVE)}
    assert paid == {"G1": 375 - 150, "A1": 60 - 24, "TLD": 25 - 10}


def _december_is_closed(fed: Federation) -> None:
    """Carried forward first; with a warning about the 77. Nothing is posted in 2026 any more."""
    for unit in ("LDA", "G1"):
        carry_forward(fed.ctx(EVE, ACCOUNTANT), CarryForward(unit, EVE.year))
    closed = close_period(fed.ctx(EVE, ACCOUNTANT), ClosePeriod("LDA", DECEMBER))
    assert {task.code: task.amount_vnd for task in closed.warnings} == {
        "close.receipts_unidentified": 77,
        "close.credits": 200,
        "close.units_below_open": 0,
        "close.bank_unstated_112": 381,  # no statement came with a balance
    }
    below = close_period(fed.ctx(EVE, ACCOUNTANT), ClosePeriod("G1", DECEMBER))
    assert {task.code: task.amount_vnd for task in below.warnings} == {
        "close.bank_unstated_112": 775
    }
    _the_year_leads_from_opening_to_closing(fed)


def _the_year_leads_from_opening_to_closing(fed: Federation) -> None:
    with fed.database.reading() as session:
        span = (dt.date(2026, 1, 1), EVE)
        rows = [row for unit in BOOKS for row in without_year_end(session, unit, *span)]
    above = {"G1": frozenset({"A1", "LDA", "TLD"}), "LDA": frozenset({"TLD"})}
    lines = {book: settle(book, rows, over) for book, over in above.items()}
    g1, lda = lines["G1"], lines["LDA"]
    assert (g1.amount("28.01"), g1.amount("31"), g1.amount("50")) == (975, 200, 775)
    # 80 + 40 - 16 of its own; 50 + 25 - 10 for TLD, all of it passed up.
    assert (lda.amount("23"), lda.amount("39"), lda.amount("50")) == (104 + 65, 65, 104)


def _the_first_morning(fed: Federation) -> None:
    """The 77 are E2's, who owes nothing yet; E1's credit meets its December. Numbers begin anew."""
    fed.owe(E1, DECEMBER, 300, AFTER)
    done = fed.match(
        AFTER,
        decision("LDA/R/3", E2, {}, 77),
        decision("LDA/R/1", E1, {DECEMBER: 200}, from_credit=True),
    )
    assert done.refused == []
    with fed.database.reading() as session:
        days = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
        names = [posted.public_id for posted in reads.entries(session, "LDA", days)]
    assert names == ["LDA/AS/2027/1", "LDA/MT/2027/1"]
    assert fed.obligation(E1, DECEMBER).open_vnd == 100
