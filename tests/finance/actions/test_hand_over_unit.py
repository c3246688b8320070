"""A unit hands over once it has gone and nothing is open; the act stands in both logs."""

import pytest

from finance.actions.ask_refund import AskRefund, ask_refund
from finance.actions.close_period import MonthNotReady
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.hand_over_unit import HandOverUnit, NotSettled, hand_over_unit
from finance.records.closings import UnitClosingRow
from finance.records.refunds import RefundKind
from finance.runtime.database import Database
from ledger.entries import credit, debit
from tests.builders import E1, decision, employer, opening, unit
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.finance.actions.changing import DAY, LATER, logged

ORDER = HandOverUnit("G2", LATER, " QĐ 9 ")


def _gone(database: Database) -> Federation:
    fed = federation(database)
    fed.openings(opening("G2", "112", 70), opening("G2", "4316", -70, "levy"))
    fed.units(unit("G2", valid_to=DAY), on=LATER)
    return fed


def test_the_act_stands_in_both_logs(database: Database) -> None:
    """And the register of hand-overs says who, when, by which decision and how much."""
    fed = _gone(database)
    done = hand_over_unit(fed.ctx(LATER, APPROVER), ORDER)
    assert (done.taker, done.funds) == ("A1", {"levy": 70})
    assert [(code, said["levy"]) for code, _, said in logged(fed, "hand_over_unit")] == [
        ("G2", 70),
        ("A1", 70),
    ]
    assert len(logged(fed, "close_period")) == done.months_closed
    with fed.database.reading() as session:
        row = session.get_one(UnitClosingRow, "G2")
    assert (row.taker, row.handed_on, row.decision, row.amount_vnd) == ("A1", LATER, "QĐ 9", 70)


def test_a_voucher_that_waits_keeps_it_open(database: Database) -> None:
    """As it keeps its month."""
    fed = _gone(database)
    lines = [debit("112", 5), credit("4316", 5, fund="levy")]
    draft_voucher(fed.ctx(DAY, ACCOUNTANT), DraftVoucher("G2", DAY, DAY, "Thu", lines))
    with pytest.raises(MonthNotReady):
        hand_over_unit(fed.ctx(LATER, APPROVER), ORDER)


def test_a_refund_that_waits_keeps_it_open(database: Database) -> None:
    """The payer's credit is named, and so is the refund."""
    fed = _gone(database)
    fed.employers(employer(E1, collecting_unit="G2", valid_to=DAY))
    receipt = fed.receive("G2", "R", 900, DAY)
    fed.match(DAY, decision(receipt, E1, {}, 900, collector="G2"))
    wish = AskRefund("G2", RefundKind.CREDIT, E1, "CV", "20", DAY)
    ask_refund(fed.ctx(DAY, ACCOUNTANT), wish)
    with pytest.raises(NotSettled) as refused:
        hand_over_unit(fed.ctx(LATER, APPROVER), ORDER)
    told = refused.value.sentence("vi")
    assert "TK 33882: 900 đồng" in told
    assert "1 đề nghị hoàn trả chờ duyệt" in told
