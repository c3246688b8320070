"""An application is refused in writing, with the reason, by another person."""

import datetime as dt
from dataclasses import replace

import pytest

from finance.actions.refuse_relief import RefuseRelief, refuse_relief
from finance.records.relief_applications import application_named
from finance.rules.permissions import SamePerson
from finance.rules.relief import ReliefKind
from finance.rules.relief_cases import (
    ApplicationDecided,
    DayAhead,
    DecisionWanted,
    ReasonOfRefusalWanted,
    UnknownApplication,
)
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from tests.builders import E1
from tests.federation import ACCOUNTANT, Federation, contents, federation
from tests.relieved import DECIDER, application, apply

DAY = dt.date(2026, 6, 10)
ANSWER = RefuseRelief("LDA", 1, "8/LĐLĐ", DAY, "Chưa tạm dừng sản xuất đủ 30 ngày")


@pytest.fixture
def fed(database: Database) -> Federation:
    """An application of E1 waits with LDA; its month is owed."""
    made = federation(database)
    made.owe(E1, "2026-06", 1_000)
    apply(made, application(E1, ReliefKind.SUSPENSION, "2026-06", "2026-08"), DAY)
    return made


def test_refused_it_owes_as_before(fed: Federation) -> None:
    """The answer stands with its reason; the same again changes nothing."""
    assert refuse_relief(fed.ctx(DAY, DECIDER), ANSWER)
    with fed.database.reading() as session:
        row = application_named(session, "LDA", 1)
    assert row is not None
    assert (row.state, row.decision, row.decided_on, row.decided_by, row.reason) == (
        "refused",
        "8/LĐLĐ",
        DAY,
        "duc",
        ANSWER.reason,
    )
    assert fed.obligation(E1, "2026-06").due_on == dt.date(2026, 7, 31)
    before = contents(fed.database)
    assert not refuse_relief(fed.ctx(DAY, DECIDER), ANSWER)
    assert contents(fed.database) == before
    with pytest.raises(ApplicationDecided):
        refuse_relief(fed.ctx(DAY, DECIDER), replace(ANSWER, reason="Khác"))
    again = application(E1, ReliefKind.SUSPENSION, "2026-06", "2026-08", document_no="20/CV")
    assert apply(fed, again, DAY) == "LDA/RA/2"


def test_an_answer_has_a_number_a_day_and_a_reason(fed: Federation) -> None:
    """The decree wants it in writing, with the reason."""
    for changed, refusal in (
        (replace(ANSWER, decision=" "), DecisionWanted),
        (replace(ANSWER, reason=" "), ReasonOfRefusalWanted),
        (replace(ANSWER, decided_on=dt.date(2026, 6, 11)), DayAhead),
        (replace(ANSWER, seq=2), UnknownApplication),
    ):
        with pytest.raises(refusal):
            refuse_relief(fed.ctx(DAY, DECIDER), changed)


def test_by_another_person_with_the_right(fed: Federation) -> None:
    """Not by who made it; the system registered nothing and may not be first either."""
    for actor in (ACCOUNTANT, Actor("ba", (Grant("A1", "approver"),))):
        with pytest.raises(PermissionRefused):
            refuse_relief(fed.ctx(DAY, actor), ANSWER)
    with pytest.raises(PermissionRefused):
        refuse_relief(fed.ctx(DAY, SYSTEM), ANSWER)
    with pytest.raises(SamePerson):
        refuse_relief(fed.ctx(DAY, Actor("lan", (Grant("LDA", "approver"),))), ANSWER)
