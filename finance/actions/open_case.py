"""Open a case from a finding of loss."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.cases import OPEN, CaseRow, open_cases_of
from finance.records.losses import LossWish, loss_of, working_units
from finance.records.runs import next_numbers
from finance.rules.casework import Done, steps_due
from finance.rules.errors import RuleError
from finance.rules.loss import Finding, Gap
from finance.rules.loss_facts import EmployerYear
from finance.rules.loss_told import as_told, written
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import law


class NoSuchFinding(RuleError):
    """A case is opened from a finding that stands, by a unit that answers for the employer."""

    code = "case.no_finding"
    vi = (
        "Không có phát hiện loại «{kind}» đối với {tax_code} năm {year} thuộc trách nhiệm của "
        "đơn vị {unit}."
    )
    en = "There is no finding “{kind}” of {tax_code} in {year} that unit {unit} answers for."


class FindingIsWorked(RuleError):
    """Two units do not write to one employer about one finding."""

    code = "case.worked_already"
    vi = "Phát hiện này về {tax_code} đang được theo dõi ở hồ sơ {case}."
    en = "This finding of {tax_code} is being worked in case {case}."


@dataclass(frozen=True, slots=True)
class OpenCase:
    """From which finding; the unit works it, and who opens it owns it until it is given on."""

    unit: str
    tax_code: str
    year: int
    kind: Gap


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """The case's number within the unit, and whether it was opened now."""

    seq: int
    fresh: bool


def open_case(ctx: Context, request: OpenCase) -> CaseOpened:
    """Open a case with the finding as it stands today, or find the one that is open already.

    Raises   NoSuchFinding (there is none, or the employer is not under this unit), FindingIsWorked
             by another unit, PermissionRefused; NoRuleInForce outside the practice on record.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "case.work", request.unit)
        held = open_cases_of(session, request.year, request.tax_code).get(
            (request.tax_code, request.kind.value)
        )
        if held is not None and held.unit_code == request.unit:
            return CaseOpened(held.seq, fresh=False)
        facts, finding = _found(session, ctx, request)
        if held is not None:
            raise FindingIsWorked(tax_code=request.tax_code, case=held.public_id)
        row = CaseRow(
            unit_code=request.unit,
            seq=next_numbers(session, request.unit, "case", 1),
            tax_code=request.tax_code,
            name=facts.name,
            year=request.year,
            kind=request.kind.value,
            at_stake_vnd=finding.at_stake_vnd,
            finding=written(as_told(finding)),
            opened_on=ctx.today,
            opened_by=ctx.actor.name,
            owner=ctx.actor.name,
            next_turn=0,
            state=OPEN,
        )
        set_next(row, [])
        session.add(row)
        details = {"finding": request.kind.value, "at_stake_vnd": row.at_stake_vnd}
        audit.write(
            session, ctx.clock, ctx.actor, "open_case", row.unit_code, row.public_id, details
        )
        session.commit()
        return CaseOpened(row.seq, fresh=True)


def set_next(row: CaseRow, done: list[Done]) -> None:
    """Keep in the case which step comes next, and when."""
    due = steps_due(row.opened_on, done, law())
    row.next_step = due[0].step.value if due else ""
    row.next_turn = due[0].turn if due else 0
    row.next_on = due[0].on if due else None


def _found(session: Session, ctx: Context, request: OpenCase) -> tuple[EmployerYear, Finding]:
    wish = LossWish(request.year, ctx.today, tax_code=request.tax_code)
    facts, finding = loss_of(session, wish, request.kind, law())
    theirs = facts is not None and request.unit in working_units(session, facts, ctx.today)
    if facts is None or finding is None or not theirs:
        raise NoSuchFinding(
            kind=request.kind.value,
            tax_code=request.tax_code,
            year=str(request.year),
            unit=request.unit,
        )
    return facts, finding
