"""Dues come in; what belongs to the superior is owed at once."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import (
    CollectDues,
    NotItsReceipt,
    SlipUsed,
    SlipWanted,
    TakeTheReceipt,
    collect_dues,
)
from finance.actions.decide_dues_extra import DecideDuesExtra, decide_dues_extra
from finance.actions.pay_dues import NotAssessed, NotThatMuchOwed
from finance.records.dues import DuesEventRow
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.rules.sharing import NoSplitRule
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.errors import Refusal
from ledger.money import Vnd
from ledger.periods import Period
from tests.dues import assessed, hire, member, months, pay_slip, slip
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 15)
ORDER = CollectDues("G1", JUNE, DAY, "112")


def _owed(fed: Federation) -> Federation:
    member = MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.WORKING, Vnd(17_600_200))
    assess_dues(fed.ctx(DAY), AssessDues("G1", JUNE, DAY, {"M1": member}))
    return fed


@pytest.fixture
def fed(database: Database) -> Federation:
    """A member of G1 owes 88,001."""
    return _owed(federation(database))


def test_seventy_stay_and_thirty_are_owed_up(fed: Federation) -> None:
    """Half-up for who keeps; the superior sees its part as not yet received."""
    assert collect_dues(fed.ctx(DAY), ORDER) == 88_001
    assert fed.balance("G1", "337861") == -61_601
    assert fed.balance("G1", "3362", "A1") == -26_400
    assert fed.balance("A1", "1362", "G1") == -fed.balance("A1", "33885", "G1") == 26_400
    fed.assert_sound()


def test_in_cash(fed: Federation) -> None:
    """The account of the book is the one named."""
    collect_dues(fed.ctx(DAY), CollectDues("G1", JUNE, DAY, "111"))
    assert (fed.balance("G1", "111"), fed.balance("G1", "112")) == (88_001, 0)


def test_once(fed: Federation) -> None:
    """A second time nothing is open."""
    collect_dues(fed.ctx(DAY), ORDER)
    before = contents(fed.database)
    assert collect_dues(fed.ctx(DAY), ORDER) == 0
    assert contents(fed.database) == before


def test_without_a_rule_nothing_is_collected(database: Database) -> None:
    """How dues are divided is decided, never guessed."""
    fed = _owed(federation(database, rules=False))
    before = contents(database)
    with pytest.raises(NoSplitRule):
        collect_dues(fed.ctx(DAY), ORDER)
    assert contents(database) == before


def test_not_by_a_neighbour(fed: Federation) -> None:
    """The members of G1 pay G1."""
    with pytest.raises(PermissionRefused):
        collect_dues(fed.ctx(DAY, Actor("a", (Grant("G2", "accountant"),))), ORDER)


def _cash(**changes: Any) -> CollectDues:  # noqa: ANN401 - any field of the request
    return replace(CollectDues("G1", JUNE, DAY, "111"), **changes)


def test_what_was_withheld_and_no_more(fed: Federation) -> None:
    """A payroll that took off too little leaves the rest open; told twice it brings nothing."""
    hire(fed, member("M1"))
    pay_slip(fed, slip("M1", 17_600_200, withheld_vnd=Vnd(50_000)))
    assert collect_dues(fed.ctx(DAY), replace(ORDER, withheld=True)) == 50_000
    assert collect_dues(fed.ctx(DAY), replace(ORDER, withheld=True)) == 0
    assert collect_dues(fed.ctx(DAY), _cash(withheld=True)) == 0
    assert months(fed) == {("G1", "M1"): (88_001, 50_000)}
    pay_slip(fed, slip("M1", 17_600_200, withheld_vnd=Vnd(90_000)))
    assert collect_dues(fed.ctx(DAY), replace(ORDER, withheld=True)) == 38_001
    fed.assert_sound()


def test_withheld_from_a_member_without_a_payroll_is_nothing(fed: Federation) -> None:
    """Nobody told of a deduction."""
    assert collect_dues(fed.ctx(DAY), replace(ORDER, withheld=True)) == 0


def test_cash_by_slip_is_taken_once(fed: Federation) -> None:
    """The slip's number makes a second telling change nothing."""
    first = _cash(amounts={"M1": 30_000}, slip="BL01")
    assert collect_dues(fed.ctx(DAY), first) == 30_000
    before = contents(fed.database)
    assert collect_dues(fed.ctx(DAY), first) == 0
    assert contents(fed.database) == before
    with pytest.raises(SlipUsed):
        collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 30_001}, slip="BL01"))
    assert collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 30_000}, slip="BL02")) == 30_000
    assert collect_dues(fed.ctx(DAY), _cash(slip="BL03")) == 28_001
    assert collect_dues(fed.ctx(DAY), _cash(slip="BL03")) == 0
    fed.assert_sound()


@pytest.mark.parametrize("number", ["bl 01", " BL  01", "Bl 01 "])
def test_a_slip_is_one_however_its_number_is_written(fed: Federation, number: str) -> None:
    """Letters of either case and spaces do not make a second slip of one."""
    assert collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 30_000}, slip="BL 01")) == 30_000
    assert collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 30_000}, slip=number)) == 0
    with pytest.raises(SlipUsed):
        collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 20_000}, slip=number))


def test_cash_of_an_amount_needs_its_slip(fed: Federation) -> None:
    """Else a form sent twice would be money taken twice."""
    for slip_no in ("", " "):
        with pytest.raises(SlipWanted):
            collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 30_000}, slip=slip_no))


@pytest.mark.parametrize(
    ("amounts", "refusal"),
    [({"M9": 1}, NotAssessed), ({"M1": 88_002}, NotThatMuchOwed)],
)
def test_nobody_pays_what_is_not_owed(
    fed: Federation, amounts: dict[str, int], refusal: type[Refusal]
) -> None:
    """A member nothing was assessed for, and more than the month owes: nothing is done."""
    before = contents(fed.database)
    with pytest.raises(refusal):
        collect_dues(fed.ctx(DAY), _cash(amounts=amounts, slip="BL01"))
    assert contents(fed.database) == before


def test_from_a_row_of_the_statement(fed: Federation) -> None:
    """The bank account is not posted twice: the receipt is taken off what waits."""
    receipt = fed.receive("G1", "FT1", 100_000, DAY)
    order = replace(ORDER, receipt="FT1")
    assert collect_dues(fed.ctx(DAY), order) == 88_001
    assert fed.balance("G1", "112") == 100_000
    assert fed.balance("G1", "33881") == -11_999
    assert fed.receipt(receipt).matched_vnd == 88_001
    assert collect_dues(fed.ctx(DAY), order) == 0
    fed.assert_sound()


def test_a_receipt_pays_no_more_than_it_holds(fed: Federation) -> None:
    """A transfer that is short of the list is for a person to divide."""
    fed.receive("G1", "FT1", 50_000, DAY)
    with pytest.raises(NotThatMuchOwed):
        collect_dues(fed.ctx(DAY), replace(ORDER, receipt="FT1"))
    named = replace(ORDER, receipt="FT1", amounts={"M1": 50_000})
    assert collect_dues(fed.ctx(DAY), named) == 50_000
    assert collect_dues(fed.ctx(DAY), named) == 0


def test_with_statements_the_receipt_is_named(fed: Federation) -> None:
    """Where the bank's rows are taken in, money in the bank without one would be there twice."""
    fed.receive("G1", "FT1", 100_000, DAY)
    with pytest.raises(TakeTheReceipt):
        collect_dues(fed.ctx(DAY), ORDER)
    fed.receive("G2", "FT2", 100_000, DAY)
    with pytest.raises(NotItsReceipt):
        collect_dues(fed.ctx(DAY), replace(ORDER, receipt="FT2"))


def test_every_payment_stays_to_be_read(fed: Federation) -> None:
    """Who paid how much for which month, how, and who took it."""
    collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 30_000}, slip="BL01"))
    collect_dues(fed.ctx(DAY), ORDER)
    with fed.database.reading() as session:
        rows = session.query(DuesEventRow).order_by(DuesEventRow.seq).all()
    told = [(row.member_no, row.delta_vnd, row.way, row.slip, row.withheld) for row in rows]
    assert told == [("M1", 30_000, "cash", "BL01", False), ("M1", 58_001, "bank", "", False)]


def test_above_the_rate_stays_in_the_unit(database: Database) -> None:
    """100 % of what the extended committee decided; of the standard dues 30 % goes up."""
    fed = federation(database)
    rate = Fraction(3, 1000)
    decide_dues_extra(fed.ctx(DAY), DecideDuesExtra("G1", JUNE, rate, "NQ 3/BCH"))
    assessed(fed, [("M1", 20_000_000)])
    assert months(fed) == {("G1", "M1"): (160_000, 0)}
    collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 90_000}, slip="1"))
    assert fed.balance("G1", "3362") == -27_000
    collect_dues(fed.ctx(DAY), _cash(amounts={"M1": 70_000}, slip="2"))
    assert fed.balance("G1", "3362") == -30_000
    assert fed.balance("G1", "337861") == -130_000
    with fed.database.reading() as session:
        extra = [row.extra_delta_vnd for row in session.query(DuesEventRow)]
    assert sorted(extra) == [0, 60_000]
    fed.assert_sound()
