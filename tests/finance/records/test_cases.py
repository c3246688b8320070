"""Cases and their papers as they are kept."""

import datetime as dt

import pytest

from finance.actions.close_case import CloseCase, close_case
from finance.records.cases import (
    CaseIsClosed,
    CaseWish,
    UnknownCase,
    UnknownCasePaper,
    case_of,
    cases,
    check_open,
    done_of,
    due_cases,
    locked_case,
    open_case_of,
    open_cases_of,
    paper_bytes,
    papers_of_case,
)
from finance.rules.casework import CaseOutcome, Done, Step
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.casework import COLLECTOR, OPENED_ON, opened, sent, unpaid
from tests.federation import Federation, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """Two cases, a reminder sent in the first, the second closed."""
    made = federation(database)
    for tax_code in (E1, E2):
        unpaid(made, tax_code=tax_code)
        opened(made.ctx(OPENED_ON, COLLECTOR), tax_code)
    sent(made, 1, Step.NOTICE, OPENED_ON)
    close_case(made.ctx(OPENED_ON, COLLECTOR), CloseCase("LDA", 2, CaseOutcome.CLOSED, "Nhầm"))
    return made


def test_cases_are_listed_by_state_and_by_what_is_due(fed: Federation) -> None:
    """Open ones first; those due are the open ones whose day has come."""
    with fed.database.reading() as session:
        listed = {
            name: [row.seq for row in cases(session, wish)[0]]
            for name, wish in {
                "all": CaseWish(["LDA"]),
                "closed": CaseWish(["LDA"], "closed"),
                "early": CaseWish(["LDA"], due_by=OPENED_ON),
                "due": CaseWish(["LDA"], due_by=OPENED_ON + dt.timedelta(days=15)),
                "others": CaseWish(["A1"]),
                "beyond": CaseWish(["LDA"], page=2),
            }.items()
        }
        assert cases(session, CaseWish(["LDA"], page=2))[1] == 2
        assert [row.seq for row in due_cases(session, OPENED_ON + dt.timedelta(days=15))] == [1]
        assert due_cases(session, OPENED_ON) == []
    assert listed == {
        "all": [1, 2],
        "closed": [2],
        "early": [],
        "due": [1],
        "others": [],
        "beyond": [],
    }


def test_a_case_is_found_by_its_number_and_while_it_is_open(fed: Federation) -> None:
    """A closed one is read and not worked; one that there is not is refused."""
    with fed.database.writing() as session:
        assert case_of(session, "LDA", 2).public_id == "LDA/C/2"
        assert open_case_of(session, "LDA", 1).state == "open"
        assert locked_case(session, "LDA", 2).state == "closed"
        check_open(locked_case(session, "LDA", 1))
        for find in (case_of, locked_case, open_case_of):
            with pytest.raises(UnknownCase):
                find(session, "LDA", 9)
        with pytest.raises(CaseIsClosed):
            open_case_of(session, "LDA", 2)
        assert set(open_cases_of(session, 2026)) == {(E1, "not_paying")}
        assert open_cases_of(session, 2026, E2) == {}
        assert open_cases_of(session, 2025) == {}


def test_papers_are_read_with_their_bytes(fed: Federation) -> None:
    """In the order they were made; each says which step it was."""
    with fed.database.reading() as session:
        row = case_of(session, "LDA", 1)
        held = papers_of_case(session, row)
        assert done_of(held) == [Done(Step.NOTICE, OPENED_ON)]
        assert paper_bytes(session, row, 1)[1].startswith(b"%PDF-")
        with pytest.raises(UnknownCasePaper):
            paper_bytes(session, row, 2)
