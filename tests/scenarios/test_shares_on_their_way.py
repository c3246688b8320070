"""What becomes of a share between the match and its unit: told for an accountant, step by step.

Every step ends with control accounts that equal their sub-ledgers, and pairs of books that tie.
"""

import datetime as dt
from collections.abc import Callable

import pytest

from finance.actions.approve_estimate import ApproveEstimate, approve_estimate
from finance.actions.approve_support import ApproveSupport, approve_support
from finance.actions.draw_up_list import DrawUpList, draw_up_list
from finance.actions.end_organisation import EndOrganisation, end_organisation
from finance.actions.enter_estimate import EnterEstimate, enter_estimate
from finance.actions.excuse_notice import ExcuseNotice, excuse_notice
from finance.actions.pay_list import PayList, pay_list
from finance.actions.pay_true_up import PayTrueUp, pay_true_up
from finance.actions.propose_support import ProposeSupport, propose_support
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.register_organisation import RegisterOrganisation, register_organisation
from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.actions.return_distribution import ReturnDistribution, return_distribution
from finance.actions.return_organisation_money import (
    ReturnOrganisationMoney,
    return_organisation_money,
)
from finance.actions.true_up import TrueUp, true_up
from finance.records.payments import Payment
from finance.records.subledgers import compare
from finance.runtime import audit
from finance.runtime.database import Database
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import (
    E1,
    E2,
    E3,
    E4,
    account_of,
    bank_row,
    decision,
    employer,
    levy_rule,
    organisation,
    settles_first,
    unit,
)
from tests.federation import ACCOUNTANT, APPROVER, Federation, contents, federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 10)
DUE = dt.date(2026, 7, 17)
FOUNDED = dt.date(2026, 8, 1)
AUGUST = dt.date(2026, 8, 10)
SEPTEMBER = dt.date(2026, 9, 1)
LAST = dt.date(2026, 12, 31)


def _cash(payments: list[Payment]) -> dict[str, int]:
    return {each.payee: each.amount_vnd for each in payments}


def _found_union(fed: Federation) -> None:
    fed.units(unit("G3", valid_from=FOUNDED), on=FOUNDED)
    fed.employers(
        employer(E3, valid_to=FOUNDED - dt.timedelta(days=1)),
        employer(E3, valid_from=FOUNDED, grassroots_unit="G3"),
        on=FOUNDED,
    )


def test_a_union_is_founded_where_there_was_none(database: Database) -> None:
    """Custody by employer: held, released by a person, shared, paid, and income at the end."""
    fed = federation(database)
    fed.pay(E3, JUNE, 9_000_000, DAY)
    fed.pay(E4, JUNE, 1_000_000, DAY)
    assert _cash(fed.distribute(DUE)) == {"A1": 1_200_000, "G1": 750_000, "TLD": 500_000}
    assert fed.balance("LDA", "33811") == -6_750_000
    _found_union(fed)
    assert fed.balance("LDA", "33811") == -6_750_000  # a row of the register moves no money
    fed.assert_sound()
    release_custody(fed.ctx(AUGUST, ACCOUNTANT), ReleaseCustody(E3, AUGUST))
    assert (fed.balance("LDA", "33811"), fed.balance("G3", "33885")) == (0, -6_750_000)
    fed.assert_sound()
    assert _cash(fed.distribute(AUGUST)) == {"G3": 6_750_000}
    assert fed.balance("G3", "337861") == -6_750_000
    fed.assert_sound()


def test_a_wrong_account_at_the_bank(database: Database) -> None:
    """Paid, out of the bank, back again, paid anew to the right account: once, to the đồng."""
    fed = federation(database)
    fed.pay(E1, JUNE, 1_000_000, DAY)
    paid = {each.payee: each for each in fed.distribute(DUE)}
    out = bank_row("CHI", DUE, -750_000, content=paid["G1"].purpose)
    back = bank_row("HT", AUGUST, 750_000, content=f"HOAN TRA {paid['G1'].purpose}")
    fed.bank(AUGUST, account_of("LDA"), out, back, read=settles_first())
    assert fed.balance("G1", "337861") == 0
    assert fed.balance("LDA", "3361", "G1") == -750_000
    fed.assert_sound()
    fed.bank(AUGUST, account_of("LDA"), out, back)  # an overlapping statement
    assert fed.balance("LDA", "3361", "G1") == -750_000
    anew = fed.distribute(AUGUST)
    assert _cash(anew) == {"G1": 750_000}
    fed.bank(AUGUST, account_of("G1"), bank_row("DEN", AUGUST, 750_000, content=anew[0].purpose))
    assert (fed.balance("G1", "112"), fed.balance("G1", "337861")) == (750_000, -750_000)
    assert fed.distribute(SEPTEMBER) == []
    fed.assert_sound()


def test_a_notice_that_did_not_come(database: Database) -> None:
    """July's last day passes: in August nothing is paid to it, its June is held; then all of it."""
    fed = federation(database)
    fed.add(organisation(E2, "WO", "20E2"))
    fed.pay(E2, "2026-05", 1_000_000, dt.date(2026, 6, 20))
    early = WoNotice(E2, Period("2026-05"), Vnd(400_000), dt.date(2026, 6, 25))
    record_wo_notice(fed.ctx(DAY), early)
    fed.pay(E2, JUNE, 1_000_000, DAY)
    assert fed.balance("LDA", "33811") == -750_000  # June's notice is awaited
    assert "WO" not in _cash(fed.distribute(AUGUST))
    assert fed.balance("LDA", "33812") == -300_000  # May's is due, and suspended
    fed.assert_sound()
    late = WoNotice(E2, JUNE, Vnd(400_000), AUGUST)
    assert record_wo_notice(fed.ctx(AUGUST), late).missed
    assert "WO" not in _cash(fed.distribute(AUGUST))
    assert _cash(fed.distribute(SEPTEMBER)) == {"WO": 600_000}
    fed.assert_sound()


def test_each_month_by_its_own_rule(database: Database) -> None:
    """One transfer pays May and June; the levels above divide otherwise from June on."""
    fed = federation(database, rules=False)
    fed.rules(
        *levy_rule(valid_to=Period("2026-05")),
        *levy_rule("75/100", "10/100", "10/100", "5/100", valid_from=JUNE),
    )
    for month in ("2026-05", JUNE):
        fed.owe(E1, month, 1_000)
    receipt = fed.receive("LDA", "R", 2_000, DAY)
    fed.match(DAY, decision(receipt, E1, {"2026-05": 1_000, JUNE: 1_000}))
    assert fed.balance("A1", "1361") == 120 + 100
    assert -fed.balance("LDA", "337861") == 80 + 100
    assert fed.balance("G1", "1361") == 1_500


def test_without_a_rule_or_a_unit_in_its_place_nothing_is_divided(database: Database) -> None:
    """No ratio is guessed and no role is given to somebody else: the receipt waits, and is told."""
    fed = federation(database, rules=False)
    fed.owe(E1, JUNE, 1_000)
    receipt = fed.receive("LDA", "R", 1_000, DAY)
    told = fed.match(DAY, decision(receipt, E1, {JUNE: 1_000}))
    assert [each["code"] for each in told.refused] == ["sharing.no_split_rule"]
    fed.rules(*levy_rule())
    fed.units(unit("G7", parent_code="LDA"))  # straight under the province: no upper unit
    fed.employers(employer(E2, grassroots_unit="G7"))
    fed.owe(E2, JUNE, 1_000)
    other = fed.receive("LDA", "S", 1_000, DAY)
    told = fed.match(DAY, decision(other, E2, {JUNE: 1_000}))
    assert [each["code"] for each in told.refused] == ["sharing.no_unit_for_role"]
    assert {fed.receipt(each).state for each in (receipt, other)} == {"suggested"}
    assert fed.match(DAY, decision(receipt, E1, {JUNE: 1_000})).refused == []
    fed.assert_sound()


@pytest.fixture
def busy(database: Database) -> Federation:
    """Something to do for every verb of a share on its way."""
    fed = federation(database)
    fed.add(organisation(E2, "WO", "20E2"), organisation(E4, "W4"))
    fed.pay(E1, JUNE, 1_000, DAY)
    fed.pay(E2, JUNE, 1_000, DAY)
    record_wo_notice(fed.ctx(DAY), WoNotice(E2, JUNE, Vnd(400), DAY))
    assert _cash(fed.distribute(DAY))["G1"] == 750
    end_organisation(fed.ctx(DAY, ACCOUNTANT), EndOrganisation(E2, DAY, DAY))
    fed.pay(E3, JUNE, 1_000, DAY)
    fed.pay(E4, JUNE, 1_000, DAY, holder="TLD")
    record_wo_notice(fed.ctx(DAY), WoNotice(E4, JUNE, Vnd(400), DAY))
    draw_up_list(fed.ctx(DAY), DrawUpList("LDA", "TLD", DAY))
    _found_union(fed)
    fed.receive("LDA", "HT", 750, DAY)
    fed.receive("LDA", "WT", 300, DAY)
    propose_support(fed.ctx(DAY, ACCOUNTANT), ProposeSupport("LDA", "G1", 5, "QĐ", DAY))
    for year, approved in ((2024, True), (2025, False)):
        wish = EnterEstimate("LDA", year, {"A1": 0, "TLD": 0}, "QĐ")
        enter_estimate(fed.ctx(DAY, ACCOUNTANT), wish)
        if approved:
            approve_estimate(fed.ctx(DAY, APPROVER), ApproveEstimate("LDA", year))
    made = EnterEstimate("LDA", 2026, {"A1": 500, "LDA": 300, "TLD": 200}, "QĐ")
    enter_estimate(fed.ctx(LAST, ACCOUNTANT), made)
    approve_estimate(fed.ctx(LAST, APPROVER), ApproveEstimate("LDA", 2026))
    return fed


VERBS: dict[str, Callable[[Federation], object]] = {
    "release": lambda f: release_custody(f.ctx(AUGUST, ACCOUNTANT), ReleaseCustody(E3, AUGUST)),
    "draw": lambda f: draw_up_list(f.ctx(DAY), DrawUpList("LDA", "TLD", DAY)),
    "pay list": lambda f: pay_list(f.ctx(DAY), PayList("LDA/L/1", DAY)),
    "distribute": lambda f: f.distribute(DAY),
    "notice": lambda f: record_wo_notice(f.ctx(DAY), WoNotice(E4, JUNE, Vnd(500), DAY)),
    "register": lambda f: register_organisation(
        f.ctx(DAY), RegisterOrganisation(E1, "W1", "1", DAY, ("", ""), DAY)
    ),
    "excuse": lambda f: excuse_notice(f.ctx(DAY, ACCOUNTANT), ExcuseNotice(E4, JUNE, "Bão", DAY)),
    "end": lambda f: end_organisation(f.ctx(DAY, ACCOUNTANT), EndOrganisation(E4, DAY, DAY)),
    "sent back": lambda f: return_organisation_money(
        f.ctx(DAY, ACCOUNTANT), ReturnOrganisationMoney("LDA/R/5", E2, DAY)
    ),
    "returned": lambda f: return_distribution(
        f.ctx(DAY, ACCOUNTANT), ReturnDistribution("LDA/R/4", "LDA/IB/4", "G1", DAY)
    ),
    "came back": lambda f: f.bank(
        DAY, account_of("LDA"), bank_row("H2", DAY, 750, content="HOAN KPCD LDA/IB/4 G1")
    ),
    "propose": lambda f: propose_support(
        f.ctx(DAY, ACCOUNTANT), ProposeSupport("LDA", "G2", 5, "QĐ", DAY)
    ),
    "support": lambda f: approve_support(f.ctx(DAY, APPROVER), ApproveSupport("LDA/S/1", DAY)),
    "estimate": lambda f: enter_estimate(
        f.ctx(DAY, ACCOUNTANT), EnterEstimate("LDA", 2023, {"A1": 5}, "QĐ")
    ),
    "approve": lambda f: approve_estimate(f.ctx(DAY, APPROVER), ApproveEstimate("LDA", 2025)),
    "true up": lambda f: true_up(f.ctx(DAY, ACCOUNTANT), TrueUp("LDA", 2024)),
}


@pytest.mark.parametrize("name", VERBS)
def test_killed_before_its_commit_a_verb_has_not_happened_and_twice_it_happens_once(
    busy: Federation, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is paid twice, nothing is left half done, and the books are sound after each."""

    def dies(*_: object) -> None:
        raise SystemExit

    before = contents(busy.database)
    with monkeypatch.context() as patch:
        patch.setattr(audit, "line", dies)
        if name != "draw":
            with pytest.raises(SystemExit):
                VERBS[name](busy)
    assert contents(busy.database) == before
    VERBS[name](busy)
    once = contents(busy.database)
    assert (once == before) is (name == "draw")
    busy.assert_sound()
    VERBS[name](busy)
    assert contents(busy.database) == once
    with busy.database.reading() as session:
        assert all(line.difference_vnd == 0 for line in compare(session, "LDA"))


def test_a_true_up_is_paid_once_on_the_whole_way(busy: Federation) -> None:
    """Posted and paid between all levels; a step repeated moves nothing."""
    pay_list(busy.ctx(DAY), PayList("LDA/L/1", DAY))
    true_up(busy.ctx(LAST, ACCOUNTANT), TrueUp("LDA", 2026))
    for payer in ("TLD", "LDA", "TLD", "LDA"):
        pay_true_up(busy.ctx(LAST), PayTrueUp(payer, "LDA", 2026, LAST))
    assert sum(busy.balance(book, "1368") for book in ("TLD", "LDA", "A1")) == 0
    busy.assert_sound()
