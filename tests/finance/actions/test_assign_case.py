"""A case is given to somebody who may work it."""

import pytest

from finance.actions.assign_case import AssignCase, NotAnOwner, assign_case
from finance.actions.close_case import CloseCase, close_case
from finance.records.cases import CaseIsClosed, UnknownCase
from finance.records.people import RoleGrant, User
from finance.rules.casework import CaseOutcome
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.errors import UnfitText
from tests.builders import FOREVER, START
from tests.casework import COLLECTOR, OPENED_ON, case_row, opened, unpaid
from tests.federation import Federation, federation

PEOPLE = (("binh", "LDA", "collector"), ("kiem", "LDA", "inspector"), ("xa", "G1", "collector"))


@pytest.fixture
def fed(database: Database) -> Federation:
    """A case of LDA, and people."""
    made = federation(database)
    unpaid(made)
    opened(made.ctx(OPENED_ON, COLLECTOR))
    made.add(*(User(name=name, password_hash="x", created_at_us=0) for name, _, _ in PEOPLE))
    made.add(
        *(
            RoleGrant(user_name=name, unit_code=unit, role=role, valid_from=START, valid_to=FOREVER)
            for name, unit, role in PEOPLE
        )
    )
    return made


def test_a_case_is_given_on(fed: Federation) -> None:
    """To a person with a role for it; the second time nothing changes."""
    ctx = fed.ctx(OPENED_ON, COLLECTOR)
    assert assign_case(ctx, AssignCase("LDA", 1, "binh"))
    assert not assign_case(ctx, AssignCase("LDA", 1, "binh"))
    assert case_row(fed, 1).owner == "binh"


@pytest.mark.parametrize("name", ["kiem", "xa", "nobody"])
def test_who_may_not_work_it_does_not_get_it(fed: Federation, name: str) -> None:
    """An inspector, somebody of another unit, nobody at all."""
    with pytest.raises(NotAnOwner):
        assign_case(fed.ctx(OPENED_ON, COLLECTOR), AssignCase("LDA", 1, name))


def test_a_name_that_is_none_is_refused(fed: Federation) -> None:
    """It is told before anybody is looked for."""
    with pytest.raises(UnfitText):
        assign_case(fed.ctx(OPENED_ON, COLLECTOR), AssignCase("LDA", 1, "\x00"))


def test_it_is_given_by_who_may_and_while_it_is_open(fed: Federation) -> None:
    """Not by an inspector, not one that there is not, not a closed one."""
    inspector = Actor("kiem", (Grant("LDA", "inspector"),))
    with pytest.raises(PermissionRefused):
        assign_case(fed.ctx(OPENED_ON, inspector), AssignCase("LDA", 1, "binh"))
    ctx = fed.ctx(OPENED_ON, COLLECTOR)
    with pytest.raises(UnknownCase):
        assign_case(ctx, AssignCase("LDA", 9, "binh"))
    close_case(ctx, CloseCase("LDA", 1, CaseOutcome.CLOSED, "Nhầm"))
    with pytest.raises(CaseIsClosed):
        assign_case(ctx, AssignCase("LDA", 1, "binh"))
