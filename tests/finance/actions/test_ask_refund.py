"""A refund is asked for within what there is, and once."""

from dataclasses import replace

import pytest

from finance.actions.ask_refund import (
    AskRefund,
    NotAnAccount,
    NothingAsked,
    NothingToRefund,
    NotThatMuchCredit,
    RequestWanted,
    ask_refund,
    credit_vnd,
    not_owed,
)
from finance.actions.identify_receipt import UnknownEmployer
from finance.records.refunds import RefundKind, refunds_of
from finance.rules.levy import EmployerType
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.errors import Refusal, UnfitText
from ledger.money import Vnd
from tests.builders import E1, E2, employer
from tests.federation import ACCOUNTANT, contents, federation
from tests.finance.actions.changing import DAY, JUNE, logged, overpay

LETTER = AskRefund("LDA", RefundKind.CREDIT, E1, "CV 1", "2099", DAY, bank_bin="970405")
STOPPED = AskRefund("LDA", RefundKind.STOPPED, E1, "CV 4133", "3713", DAY)


def test_it_is_kept_and_logged(database: Database) -> None:
    """All of the credit when no amount is named; the same asked again is the same."""
    fed = federation(database)
    overpay(fed, E1, 500, 70)
    ctx = fed.ctx(DAY, ACCOUNTANT)
    assert ask_refund(ctx, LETTER) == "LDA/HT/1"
    assert ask_refund(ctx, LETTER) == "LDA/HT/1"
    with fed.database.reading() as session:
        [row] = refunds_of(session, "LDA")
        assert (row.amount_vnd, row.payee, row.bank_bin) == (70, f"Công ty {E1}", "970405")
        assert credit_vnd(session, "LDA", E1) == 70
    [(_, subject, said)] = logged(fed, "ask_refund")
    assert (subject, said["amount_vnd"], said["request"]) == ("LDA/HT/1", 70, "CV 1")


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (replace(LETTER, request=""), RequestWanted),
        (replace(LETTER, account_no=" "), RequestWanted),
        (replace(LETTER, request="x" * 201), UnfitText),
        (replace(LETTER, bank_bin="\x07"), UnfitText),
        (replace(LETTER, tax_code="9900000062"), UnknownEmployer),
        (replace(LETTER, tax_code=E2), NothingToRefund),
        (replace(LETTER, amount_vnd=Vnd(71)), NotThatMuchCredit),
        (replace(LETTER, amount_vnd=Vnd(0)), NothingAsked),
        (replace(LETTER, amount_vnd=Vnd(-5)), NothingAsked),
        (replace(LETTER, account_no="<b>1"), NotAnAccount),
        (replace(LETTER, account_no="1 2"), NotAnAccount),
        (replace(LETTER, bank_bin="zz"), NotAnAccount),
        (replace(LETTER, bank_bin="97040"), NotAnAccount),
        (STOPPED, NothingToRefund),
    ],
)
def test_what_is_refused(database: Database, wish: AskRefund, refusal: type[Refusal]) -> None:
    """Nothing is kept."""
    fed = federation(database)
    overpay(fed, E1, 500, 70)
    before = contents(database)
    with pytest.raises(refusal):
        ask_refund(fed.ctx(DAY, ACCOUNTANT), wish)
    assert contents(database) == before
    with pytest.raises(PermissionRefused):
        ask_refund(fed.ctx(DAY), LETTER)  # the system asks for nothing


def test_what_a_body_does_not_owe(database: Database) -> None:
    """Its months since it owes nothing, by its kind in each of them; no other amount is taken."""
    fed = federation(database)
    fed.pay(E1, "2025-05", 300, DAY)
    fed.pay(E1, JUNE, 500, DAY)
    fed.employers(employer(E1, employer_type=EmployerType.STATE_FUNDED))
    with fed.database.reading() as session:
        assert [row.period for row in not_owed(session, "LDA", E1)] == [JUNE]
    with pytest.raises(NothingToRefund):
        ask_refund(fed.ctx(DAY, ACCOUNTANT), replace(STOPPED, amount_vnd=Vnd(499)))
    ask_refund(fed.ctx(DAY, ACCOUNTANT), replace(STOPPED, amount_vnd=Vnd(500)))
    with fed.database.reading() as session:
        assert [row.amount_vnd for row in refunds_of(session, "LDA")] == [500]
