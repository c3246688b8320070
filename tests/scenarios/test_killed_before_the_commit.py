"""A verb whose process dies before its commit has not happened: no row of it is kept."""

import datetime as dt
from collections.abc import Callable

import pytest

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.runtime import audit
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import (
    E1,
    E2,
    account_of,
    bank_row,
    decision,
    declaration,
    levy_rule,
    opening,
    organisation,
    returns,
    unit,
)
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
LINES = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
MEMBERS = {"M1": MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(20_000_000))}

OPENINGS = (opening("G1", "112", 5), opening("G1", "4316", -5, "levy"))

ACTS: dict[str, Callable[[Federation], object]] = {
    "units": lambda fed: fed.units(unit("G9")),
    "rules": lambda fed: fed.rules(*levy_rule(scope="LDA")),
    "openings": lambda fed: fed.openings(
        opening("G1", "112", 5), opening("G1", "4316", -5, "levy")
    ),
    "declare": lambda fed: fed.declare(DAY, declaration(E2, "2026-05", 5_000)),
    "assess": lambda fed: fed.assess(JUNE, DAY),
    "bank": lambda fed: fed.bank(DAY, account_of("LDA"), bank_row("X", DAY, 5)),
    "return": lambda fed: fed.bank(
        DAY, account_of("LDA"), bank_row("H", DAY, -1_000), read=returns(1)
    ),
    "match": lambda fed: fed.match(DAY, decision("LDA/R/2", E2, {JUNE: 400}, 100)),
    "identify": lambda fed: identify_receipt(
        fed.ctx(DAY, ACCOUNTANT), IdentifyReceipt("LDA/R/2", E2, DAY)
    ),
    "release": lambda fed: release_receipt(
        fed.ctx(DAY, ACCOUNTANT), ReleaseReceipt("LDA/R/1", DAY, "Nhầm")
    ),
    "notice": lambda fed: record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(10), DAY)),
    "distribute": lambda fed: fed.distribute(DAY),
    "collect": lambda fed: collect_dues(fed.ctx(DAY), CollectDues("G2", JUNE, DAY, "111")),
    "remit": lambda fed: remit_dues(fed.ctx(DAY), RemitDues("G1", DAY)),
    "approve": lambda fed: approve_voucher(fed.ctx(DAY, APPROVER), ApproveVoucher("G1", 1)),
    "close": lambda fed: fed.close("LDA", "2025-01", dt.date(2026, 12, 31)),
}


@pytest.fixture
def fed(database: Database) -> Federation:
    """Something to do for every verb."""
    made = federation(database)
    made.add(organisation(E1, "WO"))
    made.pay(E1, JUNE, 1_000, DAY)
    made.owe(E2, JUNE, 400)
    made.receive("LDA", "R2", 500, DAY)
    made.declare(DAY, declaration(E1, JUNE, 35_000))  # not assessed yet
    for union in ("G1", "G2"):
        assess_dues(made.ctx(DAY), AssessDues(union, JUNE, DAY, MEMBERS))
    collect_dues(made.ctx(DAY), CollectDues("G1", JUNE, DAY, "112"))
    draft_voucher(made.ctx(DAY, ACCOUNTANT), DraftVoucher("G1", DAY, DAY, "Chi", LINES))
    submit_voucher(made.ctx(DAY, ACCOUNTANT), SubmitVoucher("G1", 1))
    return made


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_kept_and_it_can_be_done_again(
    fed: Federation, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log of acts is written last: whoever dies there has written all the rest."""

    def dies(*_: object) -> None:
        raise SystemExit

    before = contents(fed.database)
    with monkeypatch.context() as patch:
        patch.setattr(audit, "line", dies)
        with pytest.raises(SystemExit):
            ACTS[name](fed)
    assert contents(fed.database) == before
    ACTS[name](fed)
    assert contents(fed.database) != before
    fed.assert_sound()
