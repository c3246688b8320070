"""The papers of a case: numbered, with the amounts of their day, and never changed."""

import datetime as dt
import hashlib
import json
from typing import Any

import pytest

from finance.actions.close_case import CloseCase, close_case
from finance.actions.take_case_step import NothingLeft, StepTaken, TakeStep, take_case_step
from finance.records.cases import CaseIsClosed, UnknownCase, paper_bytes
from finance.rules.casework import CaseOutcome, Step, StepDone, StepOutOfOrder, StepTooSoon
from finance.rules.loss import Gap
from finance.rules.sanctions import NothingOwed, Violation
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.errors import UnfitText
from tests.builders import E1, E2, decision
from tests.casework import (
    COLLECTOR,
    OPENED_ON,
    by_tax,
    case_row,
    opened,
    papers,
    press,
    sent,
    tax_fact,
    to_minutes,
    unpaid,
)
from tests.federation import Federation, federation

SECOND = OPENED_ON + dt.timedelta(days=15)
THIRD = OPENED_ON + dt.timedelta(days=30)


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes June; its case is open."""
    made = federation(database)
    unpaid(made)
    opened(made.ctx(OPENED_ON, COLLECTOR))
    return made


def test_a_letter_keeps_its_amounts_and_its_bytes(fed: Federation) -> None:
    """What is paid later changes the next letter, not the one that was sent."""
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    receipt = fed.receive("LDA", "R1", 5_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(receipt, E1, {"2026-06": 5_000_000}))
    assert sent(fed, 1, Step.NOTICE, SECOND) == 2
    first, second = papers(fed, 1)
    assert (first.at_stake_vnd, second.at_stake_vnd) == (20_000_000, 15_000_000)
    assert (first.letter_no, second.letter_no) == ("1/2026", "2/2026")
    with fed.database.reading() as session:
        paper, content = paper_bytes(session, case_row(fed, 1), 1)
    assert hashlib.sha256(content).hexdigest() == paper.digest == first.digest
    told = json.loads(first.facts)
    assert told["employer"] == {"tax_code": E1, "name": f"Công ty {E1}"}
    assert told["finding"]["at_stake_vnd"] == 20_000_000
    assert told["earlier"] == []
    assert [sent["sha256"] for sent in json.loads(second.facts)["earlier"]] == [first.digest]


def test_letters_of_a_unit_are_numbered_through_its_cases(fed: Federation) -> None:
    """One row of numbers in a year, whatever case they belong to; a new year begins anew."""
    unpaid(fed, tax_code=E2)
    other = opened(fed.ctx(OPENED_ON, COLLECTOR), E2)
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    sent(fed, other, Step.NOTICE, OPENED_ON)
    sent(fed, other, Step.NOTICE, dt.date(2027, 1, 4))
    assert [paper.letter_no for paper in papers(fed, other)] == ["2/2026", "1/2027"]


def test_the_next_step_stands_in_the_case(fed: Federation) -> None:
    """A reminder sent makes the next one due 15 days later."""
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    row = case_row(fed, 1)
    assert (row.next_step, row.next_turn, row.next_on) == ("notice", 2, SECOND)


def test_a_dossier_proposes_a_range_on_what_the_minutes_say(fed: Federation) -> None:
    """Whole evidence with a fingerprint each; the range on the amount of the minutes."""
    to_minutes(fed, 1)
    receipt = fed.receive("LDA", "R1", 5_000_000, THIRD)
    fed.match(THIRD, decision(receipt, E1, {"2026-06": 5_000_000}))
    sent(fed, 1, Step.DOSSIER, THIRD)
    told = json.loads(papers(fed, 1)[-1].facts)
    fine = told["fine"]
    assert (fine["owed_vnd"], fine["from_vnd"], fine["to_vnd"]) == (
        20_000_000,
        7_200_000,
        8_000_000,
    )
    assert (fine["source"], fine["disputed"]) == ("nd_283_2026", True)
    assert told["finding"]["at_stake_vnd"] == 15_000_000
    assert [len(one["sha256"]) for one in told["evidence"]] == [64] * 6
    assert case_row(fed, 1).next_step == ""


def test_the_act_is_chosen_by_who_makes_the_dossier(fed: Federation) -> None:
    """Another act, or a person instead of an organisation."""
    to_minutes(fed, 1)
    sent(fed, 1, Step.DOSSIER, THIRD, violation=Violation.LATE, organisation=False)
    fine = json.loads(papers(fed, 1)[-1].facts)["fine"]
    assert (fine["violation"], fine["from_vnd"], fine["multiplier"]) == ("late", 2_400_000, 1)


def test_a_finding_without_an_amount_has_no_range(fed: Federation) -> None:
    """People without wages point at no act; who names one is refused for want of an amount."""
    by_tax(fed, OPENED_ON, tax_fact(E2, wages_paid_vnd=None))
    seq = opened(fed.ctx(OPENED_ON, COLLECTOR), E2, Gap.NOT_IN_SI)
    to_minutes(fed, seq)
    with pytest.raises(NothingOwed):
        sent(fed, seq, Step.DOSSIER, THIRD, violation=Violation.LATE)
    made = sent(fed, seq, Step.DOSSIER, THIRD)
    assert json.loads(papers(fed, seq)[-1].facts)["fine"] is None
    assert sent(fed, seq, Step.DOSSIER, THIRD) == made
    with pytest.raises(StepDone):
        sent(fed, seq, Step.DOSSIER, THIRD, violation=Violation.LATE)


def test_each_step_has_its_day_and_its_turn(fed: Federation) -> None:
    """Too soon, out of order: nothing is written and no number is used up."""
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    with pytest.raises(StepTooSoon):
        sent(fed, 1, Step.NOTICE, SECOND - dt.timedelta(days=1))
    with pytest.raises(StepOutOfOrder):
        sent(fed, 1, Step.DOSSIER, SECOND)
    sent(fed, 1, Step.NOTICE, SECOND)
    assert [paper.letter_no for paper in papers(fed, 1)] == ["1/2026", "2/2026"]


def test_a_reminder_asked_for_again_on_its_day_is_the_one_that_was_sent(fed: Federation) -> None:
    """No second letter leaves the house and no number is used up; the next day it is too soon."""
    wish = TakeStep("LDA", 1, Step.NOTICE, press)
    ctx = fed.ctx(OPENED_ON, COLLECTOR)
    assert take_case_step(ctx, wish) == StepTaken(1, fresh=True)
    assert take_case_step(ctx, wish) == StepTaken(1, fresh=False)
    with pytest.raises(StepTooSoon):
        sent(fed, 1, Step.NOTICE, OPENED_ON + dt.timedelta(days=1))
    assert [paper.letter_no for paper in papers(fed, 1)] == ["1/2026"]


def test_what_is_made_once_is_found_again_while_it_says_the_same(fed: Federation) -> None:
    """Minutes with the same words, a dossier that proposes the same, on any day, closed or not."""
    to_minutes(fed, 1)
    later = THIRD + dt.timedelta(days=9)
    assert sent(fed, 1, Step.MINUTES, later, note=" Cam kết  nộp.") == 3
    with pytest.raises(StepDone):
        sent(fed, 1, Step.MINUTES, later, note="Khác")
    act: dict[str, Any] = {"violation": Violation.LATE, "organisation": True}
    assert sent(fed, 1, Step.DOSSIER, later, **act) == 4
    close_case(fed.ctx(later, COLLECTOR), CloseCase("LDA", 1, CaseOutcome.SANCTION))
    assert sent(fed, 1, Step.DOSSIER, later, **act) == 4
    assert sent(fed, 1, Step.DOSSIER, later) == 4  # the act it was made with
    others: list[dict[str, Any]] = [
        {"violation": Violation.TOO_FEW},
        {**act, "organisation": False},
    ]
    for other in others:
        with pytest.raises(CaseIsClosed):
            sent(fed, 1, Step.DOSSIER, later, **other)
    assert len(papers(fed, 1)) == 4


def test_minutes_that_cannot_be_kept_are_refused(fed: Federation) -> None:
    """A note that is too long."""
    with pytest.raises(UnfitText):
        sent(fed, 1, Step.MINUTES, OPENED_ON, note="x" * 1001)


def test_nobody_is_reminded_of_what_is_paid(fed: Federation) -> None:
    """Once nothing is left, the case is closed instead."""
    receipt = fed.receive("LDA", "R1", 20_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(receipt, E1, {"2026-06": 20_000_000}))
    with pytest.raises(NothingLeft):
        sent(fed, 1, Step.NOTICE, OPENED_ON)


def test_only_those_who_work_cases_send(fed: Federation) -> None:
    """And only in a case that there is."""
    with pytest.raises(PermissionRefused):
        sent(fed, 1, Step.NOTICE, OPENED_ON, Actor("kiem", (Grant("LDA", "inspector"),)))
    with pytest.raises(UnknownCase):
        sent(fed, 9, Step.NOTICE, OPENED_ON)
