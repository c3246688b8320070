"""A case as it is worked."""

from finance.actions.close_case import CloseCase, close_case
from finance.records.cases import case_of
from finance.records.worked_cases import worked_case
from finance.rules.casework import CaseOutcome, Step
from finance.runtime.database import Database
from finance.runtime.parameters import law
from tests.builders import E1, decision
from tests.casework import COLLECTOR, OPENED_ON, opened, sent, unpaid
from tests.federation import federation


def test_a_case_is_shown_then_and_now(database: Database) -> None:
    """With its papers and the steps that stand open; none once it is closed."""
    fed = federation(database)
    unpaid(fed)
    opened(fed.ctx(OPENED_ON, COLLECTOR))
    sent(fed, 1, Step.NOTICE, OPENED_ON)
    with database.reading() as session:
        worked = worked_case(session, case_of(session, "LDA", 1), OPENED_ON, law())
    assert worked.now == worked.then
    assert [each.step for each in worked.due] == ["notice", "proposal"]
    assert [each.letter_no for each in worked.papers] == ["1/2026"]
    receipt = fed.receive("LDA", "R1", 20_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(receipt, E1, {"2026-06": 20_000_000}))
    close_case(fed.ctx(OPENED_ON, COLLECTOR), CloseCase("LDA", 1, CaseOutcome.PAID))
    with database.reading() as session:
        worked = worked_case(session, case_of(session, "LDA", 1), OPENED_ON, law())
    assert (worked.now, worked.due, worked.then.at_stake_vnd) == (None, (), 20_000_000)
