"""A workers' organisation shares from the month of the province's answer."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from finance.actions.end_organisation import EndOrganisation, end_organisation
from finance.actions.identify_receipt import UnknownEmployer
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.record_wo_notice import OtherOrganisation, WoNotice, record_wo_notice
from finance.actions.register_organisation import (
    BeforeTheAnswer,
    RegisterOrganisation,
    WrongAccount,
    register_organisation,
)
from finance.records.receipts import PaymentRow
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, employer
from tests.federation import ACCOUNTANT, Federation, contents, federation
from tests.finance.actions.changing import LATER, with_ldb
from tests.relieved import DECIDER

JUNE = Period("2026-06")
ANSWERED = dt.date(2026, 6, 12)
DAY = dt.date(2026, 7, 10)
ORDER = RegisterOrganisation(
    tax_code=E1,
    name="Tổ chức A",
    registration="12/ĐK",
    answered_on=ANSWERED,
    account=("20A", "970436"),
    on=DAY,
)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 paid May and June, shared to its union alone."""
    made = federation(database)
    made.pay(E1, "2026-05", 1_000, DAY)
    made.pay(E1, JUNE, 1_000, DAY)
    return made


def test_from_the_month_of_the_answer_its_part_waits(fed: Federation) -> None:
    """June's part leaves the union for custody until the notice; May's stays; then it is paid."""
    kept = register_organisation(fed.ctx(DAY), ORDER)
    assert (kept.valid_from, kept.fresh, len(kept.refs)) == (dt.date(2026, 6, 1), True, 1)
    assert fed.balance("LDA", "33811") == -750
    assert fed.balance("LDA", "3361", "G1") == -750
    fed.assert_sound()
    record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(400), DAY))
    paid = {each.payee: each for each in fed.distribute(DAY)}
    theirs = paid["Tổ chức A"]
    assert (theirs.amount_vnd, theirs.account_no, theirs.bank_bin) == (300, "20A", "970436")
    assert paid["G1"].amount_vnd == 1_200


def test_an_account_that_comes_later_is_filled_in(fed: Federation) -> None:
    """What was ordered to it waits for the number; another's of the same name stays as it is."""
    record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(400), DAY, "Tổ chức A"))
    fed.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), WoNotice(E2, JUNE, Vnd(600), DAY, "Tổ chức A"))
    fed.distribute(DAY)
    register_organisation(fed.ctx(DAY), replace(ORDER, account=("", "")))
    register_organisation(fed.ctx(DAY), ORDER)
    with fed.database.reading() as session:
        rows = session.scalars(select(PaymentRow).where(PaymentRow.payee == "Tổ chức A")).all()
    assert sorted((row.amount_vnd, row.account_no, row.bank_bin) for row in rows) == [
        (300, "20A", "970436"),
        (450, "", ""),
    ]


def test_registered_again_nothing_changes(fed: Federation) -> None:
    """The same facts say nothing new; another account is taken over."""
    register_organisation(fed.ctx(DAY), ORDER)
    before = contents(fed.database)
    again = register_organisation(fed.ctx(DAY), ORDER)
    assert (again.fresh, again.refs) == (False, ())
    assert contents(fed.database) == before
    assert register_organisation(fed.ctx(DAY), replace(ORDER, account=("21A", ""))).fresh


def test_what_a_notice_registered_gets_its_answer(fed: Federation) -> None:
    """One the first notice brought is completed, not doubled."""
    record_wo_notice(fed.ctx(DAY), WoNotice(E1, JUNE, Vnd(400), DAY, "TO CHUC A"))
    kept = register_organisation(fed.ctx(DAY), ORDER)
    assert (kept.valid_from, kept.fresh, kept.refs) == (dt.date(2026, 6, 1), True, ())


def test_what_is_refused(fed: Federation) -> None:
    """Another beside it, a month before the answer, an employer nobody knows."""
    register_organisation(fed.ctx(DAY), ORDER)
    with pytest.raises(OtherOrganisation):
        register_organisation(fed.ctx(DAY), replace(ORDER, name="Tổ chức B"))
    with pytest.raises(BeforeTheAnswer):
        register_organisation(fed.ctx(DAY), replace(ORDER, period=Period("2026-05")))
    with pytest.raises(UnknownEmployer):
        register_organisation(fed.ctx(DAY), replace(ORDER, tax_code="0"))
    below = fed.ctx(DAY, Actor("a", (Grant("A1", "accountant"),)))
    with pytest.raises(PermissionRefused):
        register_organisation(below, ORDER)


def test_an_employer_that_will_be_there_later_is_not_known_yet(fed: Federation) -> None:
    """The register says who collects on the day of the act."""
    fed.employers(employer("9900000063", valid_from=dt.date(2026, 8, 1)))
    with pytest.raises(UnknownEmployer):
        register_organisation(fed.ctx(DAY), replace(ORDER, tax_code="9900000063"))


def test_what_another_unit_collected_is_not_shared_anew_by_this_one(fed: Federation) -> None:
    """E1 paid LDA and went to LDB: from June on it is for who stands over both."""
    with_ldb(fed)
    asked = MoveEmployer(E1, LATER, "QĐ", to_unit="LDB", grassroots_unit="", upper_unit="")
    move_employer(fed.ctx(LATER, ACCOUNTANT), asked)
    before = contents(fed.database)
    theirs = Actor("lanb", (Grant("LDB", "accountant"),))
    with pytest.raises(PermissionRefused) as refused:
        register_organisation(fed.ctx(LATER, theirs), replace(ORDER, on=LATER))
    assert refused.value.facts["unit"] == "LDA"
    assert contents(fed.database) == before
    august = replace(ORDER, on=LATER, period=Period("2026-08"))
    assert register_organisation(fed.ctx(LATER, theirs), august).refs == ()
    with pytest.raises(PermissionRefused):
        end_organisation(fed.ctx(LATER, DECIDER), EndOrganisation(E1, LATER, LATER))


@pytest.mark.parametrize("account", [("777<script>", "970436"), ("777", "abc"), ("7" * 20, "")])
def test_an_account_has_the_form_of_one(fed: Federation, account: tuple[str, str]) -> None:
    """Letters and digits, and six digits of the bank; none at all may be named later."""
    with pytest.raises(WrongAccount):
        register_organisation(fed.ctx(DAY), replace(ORDER, account=account))
    assert register_organisation(fed.ctx(DAY), replace(ORDER, account=("", ""))).fresh
