"""Custody goes between two units with its money, never within one and never without it."""

import pytest

from finance.actions.pass_credits import MoneyElsewhere, PassCredits
from finance.actions.pass_custody import pass_custody
from finance.runtime.database import Database
from tests.builders import E3
from tests.federation import Federation, federation
from tests.finance.actions.changing import DAY, JUNE, LATER, with_ldb


def _pass(fed: Federation, to_unit: str) -> tuple[int, int]:
    with fed.database.writing() as session:
        wish = PassCredits("LDA", E3, to_unit, E3, LATER)
        amount, payments = pass_custody(session, fed.ctx(LATER), wish)
        session.commit()
    return amount, sum(payment.amount_vnd for payment in payments)


def test_between_two_units(database: Database) -> None:
    """Once; within one unit there is nothing to pass."""
    fed = with_ldb(federation(database))
    fed.pay(E3, JUNE, 100, DAY)
    assert _pass(fed, "LDA") == (0, 0)
    assert _pass(fed, "LDB") == (75, 75)
    assert _pass(fed, "LDB") == (0, 0)
    assert (fed.balance("LDA", "33811"), fed.balance("LDB", "33811")) == (0, -75)
    fed.assert_sound()


def test_money_that_lies_elsewhere_is_handed_over_first(database: Database) -> None:
    """The central account holds it."""
    fed = with_ldb(federation(database))
    fed.pay(E3, JUNE, 100, DAY, holder="TLD")
    with pytest.raises(MoneyElsewhere, match="TLD"):
        _pass(fed, "LDB")
    fed.distribute(LATER, "TLD")
    assert _pass(fed, "LDB") == (75, 75)
