"""Close a case with its outcome."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from finance.records.cases import (
    CLOSED,
    CaseRow,
    check_open,
    locked_case,
    papers_of_case,
)
from finance.records.losses import LossWish, loss_of
from finance.rules.casework import CaseOutcome, Step
from finance.rules.errors import RuleError
from finance.rules.loss import Gap
from finance.rules.texts import TextField, one_line
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import law

REASON: Final = TextField("reason", "Lý do", "Reason")


class StillStands(RuleError):
    """Paid or declared means that the finding is gone."""

    code = "case.still_stands"
    vi = "Phát hiện của hồ sơ {case} vẫn còn, {amount} đồng: chưa là đã nộp hay đã kê khai."
    en = "The finding of case {case} still stands, {amount} đồng: it is not paid or declared yet."


class CaseReasonWanted(RuleError):
    """A case that is given up says why."""

    code = "case_reason.wanted"
    vi = "Hãy ghi lý do kết thúc hồ sơ {case}."
    en = "Say why case {case} is closed."


class NoDossier(RuleError):
    """Only what was handed over in a dossier was proposed for sanction."""

    code = "case.no_dossier"
    vi = "Hồ sơ {case} chưa có hồ sơ kiến nghị xử phạt."
    en = "Case {case} has no sanction dossier yet."


@dataclass(frozen=True, slots=True)
class CloseCase:
    """Which case, how it ended, and why."""

    unit: str
    seq: int
    outcome: CaseOutcome
    reason: str = ""


def close_case(ctx: Context, request: CloseCase) -> bool:
    """Close a case for good: paid, declared, proposed for sanction, or for a reason that is told.

    Returns  False when it was closed with this outcome and reason before.
    Raises   UnknownCase, CaseIsClosed, StillStands, NoDossier, CaseReasonWanted, UnfitText,
             PermissionRefused.
    """
    request = replace(request, reason=one_line(request.reason, REASON))
    with ctx.database.writing() as session:
        ctx.require(session, "case.work", request.unit)
        row = locked_case(session, request.unit, request.seq)
        if (row.state, row.outcome, row.reason) == (CLOSED, request.outcome, request.reason):
            return False
        check_open(row)
        _check(session, ctx, row, request)
        row.state, row.outcome, row.reason = CLOSED, request.outcome.value, request.reason
        row.closed_on, row.closed_by = ctx.today, ctx.actor.name
        row.next_step, row.next_turn, row.next_on = "", 0, None
        details = {"outcome": row.outcome, "reason": row.reason}
        audit.write(
            session, ctx.clock, ctx.actor, "close_case", row.unit_code, row.public_id, details
        )
        session.commit()
        return True


def _check(session: Session, ctx: Context, row: CaseRow, request: CloseCase) -> None:
    match request.outcome:
        case CaseOutcome.PAID | CaseOutcome.DECLARED:
            wish = LossWish(row.year, ctx.today, tax_code=row.tax_code)
            _, finding = loss_of(session, wish, Gap(row.kind), law())
            if finding is not None:
                raise StillStands(case=row.public_id, amount=finding.at_stake_vnd)
        case CaseOutcome.SANCTION:
            steps = {paper.step for paper in papers_of_case(session, row)}
            if Step.DOSSIER.value not in steps:
                raise NoDossier(case=row.public_id)
        case CaseOutcome.CLOSED:
            if not request.reason:
                raise CaseReasonWanted(case=row.public_id)
