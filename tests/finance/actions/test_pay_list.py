"""The holder of a collecting unit's money pays by its list, once, and only while it fits."""

import datetime as dt

import pytest

from finance.actions.draw_up_list import DrawUpList, NothingHeld, draw_up_list
from finance.actions.pay_list import (
    BeforeItWasDrawnUp,
    ListOutOfDate,
    PayList,
    UnknownList,
    pay_list,
)
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.return_distribution import ReturnDistribution, return_distribution
from finance.records.payments import Payment
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, account_of, bank_row, organisation
from tests.federation import ACCOUNTANT, Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 7, 13)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1's June lies in TLD's account: G1 750, A1 120, LDA 80, TLD 50."""
    made = federation(database)
    made.pay(E1, JUNE, 1_000, DAY, holder="TLD")
    return made


def _drawn(fed: Federation, on: dt.date = DAY) -> str:
    return draw_up_list(fed.ctx(on), DrawUpList("LDA", "TLD", on)).name


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def test_each_is_paid_and_the_rest_goes_to_the_collecting_unit(fed: Federation) -> None:
    """TLD keeps its own share; everything is income where it belongs."""
    name = _drawn(fed)
    assert name == "LDA/L/1"
    paid = pay_list(fed.ctx(LATER), PayList(name, LATER))
    assert _cash(paid) == {"A1": 120, "G1": 750, "LDA": 80}
    assert {each.unit for each in paid} == {"TLD"}
    income = {book: -fed.balance(book, "337861") for book in ("TLD", "LDA", "A1", "G1")}
    assert income == {"TLD": 50, "LDA": 80, "A1": 120, "G1": 750}
    fed.assert_sound()
    fed.bank(LATER, account_of("G1"), bank_row("DEN", LATER, 750, content=paid[1].purpose))
    assert fed.balance("G1", "112") == 750  # posted when it was paid, not twice


def test_paid_again_nothing_moves(fed: Federation) -> None:
    """A list is paid once, and no distribution finds anything left of it."""
    name = _drawn(fed)
    pay_list(fed.ctx(LATER), PayList(name, LATER))
    before = contents(fed.database)
    assert pay_list(fed.ctx(LATER), PayList(name, LATER)) == []
    assert fed.distribute(LATER) == []
    assert contents(fed.database) == before
    with pytest.raises(NothingHeld):
        _drawn(fed, LATER)


def test_a_list_that_no_longer_fits_is_not_paid(fed: Federation) -> None:
    """More money came in since: the collecting unit draws it up anew."""
    name = _drawn(fed)
    fed.pay(E2, JUNE, 1_000, DAY, holder="TLD")
    with pytest.raises(ListOutOfDate):
        pay_list(fed.ctx(LATER), PayList(name, LATER))
    anew = _drawn(fed)
    assert anew == "LDA/L/2"
    assert sum(_cash(pay_list(fed.ctx(LATER), PayList(anew, LATER))).values()) == 1_900
    fed.assert_sound()


def test_what_came_to_the_collecting_unit_itself_is_not_in_it(fed: Federation) -> None:
    """That is paid by the collecting unit's own distribution."""
    fed.pay(E2, JUNE, 1_000, DAY)
    pay_list(fed.ctx(LATER), PayList(_drawn(fed), LATER))
    assert fed.balance("A1", "33885") == -120
    assert _cash(fed.distribute(LATER)) == {"A1": 120, "G2": 750, "TLD": 50}
    fed.assert_sound()


def test_an_organisation_is_paid_by_the_list(fed: Federation) -> None:
    """To its own account, out of the money that lies with TLD; LDA's book settles it."""
    fed.add(organisation(E2, "WO", "20E2"))
    fed.pay(E2, JUNE, 1_000, DAY, holder="TLD")
    record_wo_notice(fed.ctx(DAY), WoNotice(E2, JUNE, Vnd(400), DAY))
    paid = pay_list(fed.ctx(LATER), PayList(_drawn(fed), LATER))
    assert [(p.payee, p.account_no, p.amount_vnd) for p in paid if p.account_no == "20E2"] == [
        ("WO", "20E2", 300)
    ]
    assert fed.balance("LDA", "33812") == 0
    fed.assert_sound()
    receipt = fed.receive("TLD", "HT", 300, LATER)
    ref = paid[0].purpose.split()[1]
    return_distribution(fed.ctx(LATER, ACCOUNTANT), ReturnDistribution(receipt, ref, "WO", LATER))
    assert fed.balance("LDA", "33812") == -300
    fed.assert_sound()
    assert _cash(pay_list(fed.ctx(LATER), PayList(_drawn(fed, LATER), LATER))) == {"WO": 300}


def test_a_payment_by_the_list_that_comes_back_lies_with_the_holder_again(fed: Federation) -> None:
    """TLD holds it for LDA once more, and either way pays it."""
    paid = pay_list(fed.ctx(LATER), PayList(_drawn(fed), LATER))
    text = next(each.purpose for each in paid if each.payee == "G1")
    fed.bank(LATER, account_of("TLD"), bank_row("HT", LATER, 750, content=f"HOAN {text}"))
    assert fed.balance("TLD", "3363", "LDA") == -750
    assert fed.balance("LDA", "3361", "G1") == -750
    assert fed.balance("LDA", "112") == 80
    assert fed.balance("G1", "33885", "LDA") == -750
    fed.assert_sound()
    paid = fed.distribute(LATER)
    assert [(each.unit, each.payee, each.amount_vnd) for each in paid] == [
        ("TLD", "LDA", 750),
        ("LDA", "G1", 750),
    ]
    fed.assert_sound()


def test_who_pays_and_what_is_no_list(fed: Federation) -> None:
    """The holder's treasurer pays, not the collecting unit's; an unknown name is refused."""
    order = PayList(_drawn(fed), LATER)
    with pytest.raises(PermissionRefused):
        pay_list(fed.ctx(LATER, Actor("t", (Grant("LDA", "treasurer"),))), order)
    assert pay_list(fed.ctx(LATER, Actor("c", (Grant("TLD", "treasurer"),))), order)
    for name in ("LDA/L/9", "LDA/L/x", "LDA"):
        with pytest.raises(UnknownList):
            pay_list(fed.ctx(LATER), PayList(name, LATER))


def test_a_list_is_not_paid_before_it_was_drawn_up(fed: Federation) -> None:
    """A list of the 13th says what is due on the 13th."""
    name = _drawn(fed, LATER)
    with pytest.raises(BeforeItWasDrawnUp) as refused:
        pay_list(fed.ctx(LATER), PayList(name, DAY))
    facts = refused.value.facts
    assert (facts["name"], facts["drawn_on"], facts["on"]) == (name, "2026-07-13", "2026-07-10")
