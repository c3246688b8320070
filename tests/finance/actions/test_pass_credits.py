"""A payer's credit goes with its money, receipt by receipt."""

import pytest

from finance.actions.pass_credits import MoneyElsewhere, PassCredits, credits_of, pass_credits
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.federation import Federation, federation
from tests.finance.actions.changing import LATER, overpay, with_ldb


def _pass(fed: Federation, to_unit: str, to_tax_code: str = E1) -> tuple[int, int]:
    with fed.database.writing() as session:
        wish = PassCredits("LDA", E1, to_unit, to_tax_code, LATER)
        amount, payments = pass_credits(session, fed.ctx(LATER), wish)
        session.commit()
    return amount, sum(payment.amount_vnd for payment in payments)


def test_to_another_unit(database: Database) -> None:
    """Each receipt's credit is a receipt of its own there; here it has left."""
    fed = with_ldb(federation(database))
    receipt = overpay(fed, E1, 500, 70)
    assert _pass(fed, "LDB") == (70, 70)
    assert (fed.receipt(receipt).credit_vnd, fed.receipt(receipt).returned_vnd) == (0, 70)
    passed = fed.receipt("LDB/R/1")
    assert (passed.state, passed.credit_vnd, passed.evidence) == ("credit", 70, "credit.passed")
    assert fed.balance("LDB", "33882") == -70
    assert fed.balance("LDB", "112") == 70
    fed.assert_sound()
    assert _pass(fed, "LDB") == (0, 0)


def test_to_another_employer_of_the_same_unit(database: Database) -> None:
    """Nothing is posted and nothing is paid: the book holds the same credit."""
    fed = federation(database)
    overpay(fed, E1, 500, 70)
    assert _pass(fed, "LDA", E2) == (70, 0)
    with fed.database.writing() as session:
        assert credits_of(session, "LDA", E1) == []
        assert [row.credit_vnd for row in credits_of(session, "LDA", E2)] == [70]
    fed.assert_sound()


def test_money_that_is_still_elsewhere_is_handed_over_first(database: Database) -> None:
    """The central account holds it: LDA cannot pay what it has not got."""
    fed = with_ldb(federation(database))
    overpay(fed, E1, 500, 70, holder="TLD")
    with pytest.raises(MoneyElsewhere, match="TLD"):
        _pass(fed, "LDB")
    fed.distribute(LATER, "TLD")
    assert _pass(fed, "LDB") == (70, 70)
    fed.assert_sound()
