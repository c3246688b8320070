"""A case is opened from a finding that stands."""

import pytest
from sqlalchemy import func, select

from finance.actions.close_case import CloseCase, close_case
from finance.actions.open_case import (
    CaseOpened,
    FindingIsWorked,
    NoSuchFinding,
    OpenCase,
    open_case,
    set_next,
)
from finance.records.cases import CaseRow
from finance.rules.casework import CaseOutcome, Done, Step
from finance.rules.loss import Gap, recomputed
from finance.rules.loss_told import read_finding
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.store.tables import EntryRow
from tests.builders import E1, E2, decision, unit
from tests.casework import COLLECTOR, OPENED_ON, by_tax, case_row, opened, tax_fact, unpaid
from tests.federation import Federation, federation

STRANGER = "9900000999"


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation, in which E1 owes June."""
    made = federation(database)
    unpaid(made)
    return made


def test_a_case_keeps_the_finding_it_was_opened_from(fed: Federation) -> None:
    """With all that the amount was computed from; who opens it owns it, the reminder is due."""
    row = case_row(fed, opened(fed.ctx(OPENED_ON, COLLECTOR)))
    assert (row.public_id, row.owner, row.state) == ("LDA/C/1", "thu", "open")
    assert (row.next_step, row.next_turn, row.next_on) == ("notice", 1, OPENED_ON)
    finding = read_finding(row.finding)
    assert recomputed(finding) == finding.at_stake_vnd == row.at_stake_vnd == 20_000_000
    assert finding.measured == {"late_vnd": 0, "non_payment_vnd": 20_000_000}


def test_a_case_never_posts(fed: Federation) -> None:
    """Opening one leaves the books as they are."""
    with fed.database.reading() as session:
        before = session.scalar(select(func.count()).select_from(EntryRow))
    opened(fed.ctx(OPENED_ON, COLLECTOR))
    with fed.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(EntryRow)) == before


def test_the_same_finding_opens_one_case(fed: Federation) -> None:
    """Asked again, it is the case that is open, also when its finding has gone meanwhile."""
    by_tax(fed, OPENED_ON, tax_fact(E2))
    ctx = fed.ctx(OPENED_ON, COLLECTOR)
    assert [opened(ctx), opened(ctx), opened(ctx, E2, Gap.NOT_IN_SI)] == [1, 1, 2]
    wish = OpenCase("LDA", E1, 2026, Gap.NOT_PAYING)
    receipt = fed.receive("LDA", "R1", 20_000_000, OPENED_ON)
    fed.match(OPENED_ON, decision(receipt, E1, {"2026-06": 20_000_000}))
    assert open_case(ctx, wish) == CaseOpened(1, fresh=False)


def test_another_finding_is_another_case(fed: Federation) -> None:
    """What was opened now says so."""
    by_tax(fed, OPENED_ON, tax_fact(E2))
    ctx = fed.ctx(OPENED_ON, COLLECTOR)
    opened(ctx)
    made = open_case(ctx, OpenCase("LDA", E2, 2026, Gap.NOT_IN_SI))
    assert made == CaseOpened(2, fresh=True)


@pytest.mark.parametrize(
    ("province", "units"), [("A", {"LDA", "TLD"}), ("B", {"TLD"}), ("", {"TLD"})]
)
def test_an_employer_of_no_register_is_worked_in_its_province(
    fed: Federation, province: str, units: set[str]
) -> None:
    """Where the register has others of its province, or at the top; no unit beside sees its tax."""
    fed.units(unit("LDB", level="province", parent_code="TLD"), unit("G3", parent_code="LDB"))
    by_tax(fed, OPENED_ON, tax_fact(STRANGER, province_code=province))
    found = set()
    for code in ("TLD", "LDA", "A1", "G1", "LDB", "G3"):
        ctx = fed.ctx(OPENED_ON, Actor("thu", (Grant(code, "collector"),)))
        try:
            seq = open_case(ctx, OpenCase(code, STRANGER, 2026, Gap.NOT_IN_SI)).seq
        except NoSuchFinding:
            continue
        found.add(code)
        close_case(ctx, CloseCase(code, seq, CaseOutcome.CLOSED, "Nhầm"))
    assert found == units


def test_a_finding_is_worked_by_one_unit(fed: Federation) -> None:
    """Who stands above may open it as well, but not beside a case that is open."""
    above = fed.ctx(OPENED_ON, Actor("tong", (Grant("TLD", "collector"),)))
    assert open_case(above, OpenCase("TLD", E1, 2026, Gap.NOT_PAYING)).seq == 1
    with pytest.raises(FindingIsWorked) as refused:
        opened(fed.ctx(OPENED_ON, COLLECTOR))
    assert refused.value.facts["case"] == "TLD/C/1"


@pytest.mark.parametrize(
    ("unit", "tax_code", "kind"),
    [("LDA", E1, Gap.TOO_FEW), ("LDA", STRANGER, Gap.NOT_PAYING), ("A1", E1, Gap.NOT_PAYING)],
)
def test_without_a_finding_of_ones_own_there_is_no_case(
    fed: Federation, unit: str, tax_code: str, kind: Gap
) -> None:
    """Another kind, an unknown employer, an employer from whom another unit collects."""
    with pytest.raises(NoSuchFinding):
        open_case(fed.ctx(OPENED_ON, COLLECTOR), OpenCase(unit, tax_code, 2026, kind))


def test_only_those_who_work_cases_open_one(fed: Federation) -> None:
    """An inspector reads; somebody of another unit does not act here."""
    for grant in (Grant("LDA", "inspector"), Grant("G1", "accountant")):
        with pytest.raises(PermissionRefused):
            opened(fed.ctx(OPENED_ON, Actor("x", (grant,))))


def test_after_the_dossier_nothing_is_next() -> None:
    """Its steps are at an end."""
    row = CaseRow(opened_on=OPENED_ON)
    done = [Done(step, OPENED_ON) for step in (Step.NOTICE, Step.MINUTES, Step.DOSSIER)]
    set_next(row, done)
    assert (row.next_step, row.next_turn, row.next_on) == ("", 0, None)
