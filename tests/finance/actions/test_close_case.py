"""A case ends paid, declared, proposed for sanction, or for a reason that is told."""

import datetime as dt

import pytest

from finance.actions.close_case import (
    CaseReasonWanted,
    CloseCase,
    NoDossier,
    StillStands,
    close_case,
)
from finance.records.cases import CaseIsClosed
from finance.rules.casework import CaseOutcome, Step
from finance.rules.loss import Gap
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.errors import UnfitText
from ledger.money import Vnd
from tests.builders import E1, E2, decision, declaration
from tests.casework import (
    COLLECTOR,
    OPENED_ON,
    by_tax,
    case_row,
    opened,
    sent,
    tax_fact,
    to_minutes,
    unpaid,
)
from tests.federation import Federation, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes June; its case is open."""
    made = federation(database)
    unpaid(made)
    opened(made.ctx(OPENED_ON, COLLECTOR))
    return made


def _close(fed: Federation, outcome: str, reason: str = "", seq: int = 1) -> bool:
    wish = CloseCase("LDA", seq, CaseOutcome(outcome), reason)
    return close_case(fed.ctx(OPENED_ON + dt.timedelta(days=40), COLLECTOR), wish)


def test_paid_is_what_was_paid(fed: Federation) -> None:
    """While anything is left it is refused; paid in full it closes, and stays closed."""
    with pytest.raises(StillStands) as refused:
        _close(fed, "paid")
    assert refused.value.facts["amount"] == 20_000_000
    receipt = fed.receive("LDA", "R1", 20_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(receipt, E1, {"2026-06": 20_000_000}))
    _close(fed, "paid")
    row = case_row(fed, 1)
    assert (row.state, row.outcome, row.closed_by) == ("closed", "paid", "thu")
    assert (row.next_step, row.next_on) == ("", None)
    with pytest.raises(CaseIsClosed):
        _close(fed, "closed", "nữa")


def test_declared_is_what_was_declared(fed: Federation) -> None:
    """An employer that tax alone knew comes into social insurance."""
    by_tax(fed, OPENED_ON, tax_fact(E2, employees=100, wages_paid_vnd=Vnd(1_200)))
    seq = opened(fed.ctx(OPENED_ON, COLLECTOR), E2, Gap.NOT_IN_SI)
    with pytest.raises(StillStands):
        _close(fed, "declared", seq=seq)
    fed.declare(OPENED_ON, declaration(E2, "2026-09", 100))
    _close(fed, "declared", seq=seq)
    assert case_row(fed, seq).outcome == "declared"


def test_a_sanction_is_proposed_with_a_dossier(fed: Federation) -> None:
    """Without one nothing was handed over."""
    to_minutes(fed, 1)
    with pytest.raises(NoDossier):
        _close(fed, "sanction")
    sent(fed, 1, Step.DOSSIER, OPENED_ON + dt.timedelta(days=35))
    _close(fed, "sanction")
    assert case_row(fed, 1).outcome == "sanction"


def test_who_gives_up_says_why(fed: Federation) -> None:
    """A reason stands in the case; a new case of the same finding may be opened."""
    with pytest.raises(CaseReasonWanted):
        _close(fed, "closed")
    _close(fed, "closed", "Doanh nghiệp đã giải thể")
    assert case_row(fed, 1).reason == "Doanh nghiệp đã giải thể"
    assert opened(fed.ctx(OPENED_ON, COLLECTOR)) == 2


def test_closed_again_in_the_same_way_nothing_changes(fed: Federation) -> None:
    """The same outcome for the same reason is told as done; another one is refused."""
    assert _close(fed, "closed", "Nhầm ")
    before = case_row(fed, 1).closed_on
    again = CloseCase("LDA", 1, CaseOutcome.CLOSED, " Nhầm")
    assert not close_case(fed.ctx(OPENED_ON + dt.timedelta(days=50), COLLECTOR), again)
    assert case_row(fed, 1).closed_on == before
    for outcome, reason in (("closed", "Khác"), ("paid", "Nhầm")):
        with pytest.raises(CaseIsClosed):
            _close(fed, outcome, reason)


def test_a_reason_that_cannot_be_kept_is_refused(fed: Federation) -> None:
    """Too long, or with a sign that is none: the case stays open."""
    for reason in ("x" * 1001, "\x00"):
        with pytest.raises(UnfitText):
            _close(fed, "closed", reason)
    assert case_row(fed, 1).state == "open"


def test_only_those_who_work_cases_close_one(fed: Federation) -> None:
    """An inspector does not."""
    ctx = fed.ctx(OPENED_ON, Actor("kiem", (Grant("LDA", "inspector"),)))
    with pytest.raises(PermissionRefused):
        close_case(ctx, CloseCase("LDA", 1, CaseOutcome.CLOSED, "x"))
