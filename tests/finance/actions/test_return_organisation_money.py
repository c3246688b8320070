"""What an ended organisation sends back is the union's again, the latest months first."""

import datetime as dt

import pytest

from finance.actions.end_organisation import EndOrganisation, end_organisation
from finance.actions.record_wo_notice import NoOrganisation, WoNotice, record_wo_notice
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.actions.return_organisation_money import (
    MoreThanItWasPaid,
    NotEnded,
    ReturnOrganisationMoney,
    return_organisation_money,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E2, E3, account_of, bank_row, organisation, returns
from tests.federation import ACCOUNTANT, Federation, contents, federation

MAY, JUNE = Period("2026-05"), Period("2026-06")
DAY = dt.date(2026, 7, 10)
ENDED = dt.date(2026, 7, 20)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E2's and E3's organisations were paid 300 for each of two months, and ended."""
    made = federation(database)
    for who in (E2, E3):
        made.add(organisation(who, f"WO {who}"))
        for month in (MAY, JUNE):
            made.pay(who, month, 1_000, DAY)
            record_wo_notice(made.ctx(DAY), WoNotice(who, month, Vnd(400), DAY))
    made.distribute(DAY)
    for who in (E2, E3):
        end_organisation(made.ctx(ENDED, ACCOUNTANT), EndOrganisation(who, ENDED, ENDED))
    return made


def _back(fed: Federation, receipt: str, who: str = E2) -> str:
    ctx = fed.ctx(ENDED, ACCOUNTANT)
    return return_organisation_money(ctx, ReturnOrganisationMoney(receipt, who, ENDED))


def test_to_the_union(fed: Federation) -> None:
    """400 of the 600: all of June's, a third of May's; said twice, nothing moves."""
    receipt = fed.receive("LDA", "TRA", 400, ENDED)
    assert _back(fed, receipt).startswith("LDA/IB/")
    assert fed.balance("LDA", "33881") == 0
    assert fed.balance("LDA", "3361", "G2") == -400
    assert fed.balance("G2", "33885") == -400
    fed.assert_sound()
    before = contents(fed.database)
    assert _back(fed, receipt) == ""
    assert contents(fed.database) == before
    assert {p.payee: p.amount_vnd for p in fed.distribute(ENDED)} == {"G2": 400}
    with pytest.raises(MoreThanItWasPaid):
        _back(fed, fed.receive("LDA", "TRA2", 201, ENDED))
    _back(fed, fed.receive("LDA", "TRA3", 200, ENDED))
    fed.assert_sound()


def test_into_custody_where_there_is_no_union(fed: Federation) -> None:
    """E3's workers keep it, with the collecting unit."""
    held = fed.balance("LDA", "33811")
    _back(fed, fed.receive("LDA", "TRA", 300, ENDED), E3)
    assert fed.balance("LDA", "33811") == held - 300
    fed.assert_sound()


def test_a_receipt_released_later_still_adds_up(fed: Federation) -> None:
    """June's payment turns out to be a mistake: every share of it is taken back."""
    _back(fed, fed.receive("LDA", "TRA", 400, ENDED))
    release_receipt(fed.ctx(ENDED, ACCOUNTANT), ReleaseReceipt("LDA/R/2", ENDED, "Nhầm"))
    assert fed.balance("LDA", "33812") == 0
    fed.assert_sound()


def test_what_is_refused(fed: Federation) -> None:
    """One that stands, none at all, a receipt that is something else already, nobody named."""
    receipt = fed.receive("LDA", "TRA", 300, ENDED)
    fed.add(organisation(E1, "WO"))
    with pytest.raises(NotEnded):
        _back(fed, receipt, E1)
    with pytest.raises(NoOrganisation):
        _back(fed, receipt, "0")
    with pytest.raises(MoreThanItWasPaid):
        _back(fed, "LDA/R/1")
    with pytest.raises(PermissionRefused):
        return_organisation_money(fed.ctx(ENDED), ReturnOrganisationMoney(receipt, E2, ENDED))


def test_the_bank_does_not_take_it_back_as_an_employers(fed: Federation) -> None:
    """A debit row of the same amount waits: nothing of an employer is released by it."""
    _back(fed, fed.receive("LDA", "TRA", 300, ENDED))
    row = bank_row("CHI", ENDED, -300)
    fed.bank(ENDED, account_of("LDA"), row, read=returns(5))
    assert fed.balance("LDA", "13889") == 300
