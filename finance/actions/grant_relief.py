"""Grant relief: record the decision, and bring the employer's obligations to it."""

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.bring_about_relief import Decision, bring_about
from finance.actions.deciding_unit import check_over, deciding_unit, level_of
from finance.actions.identify_receipt import UnknownEmployer
from finance.records.declarations import TaxFactRow
from finance.records.employers import EmployerRow, employer_in
from finance.records.obligations import ObligationRow
from finance.records.relief import ReliefRow, decisions_on
from finance.records.relief_applications import (
    ApplicationState,
    ReliefApplicationRow,
    dossier_of,
    makers_of,
    waiting_for,
)
from finance.records.relief_reach import units_reached
from finance.records.runs import take_turn
from finance.rules.facts import TaxStatus
from finance.rules.relief import NO_RATE, Asked, Ground, Relief, ReliefKind, runs_of
from finance.rules.relief_cases import (
    DayAhead,
    DecidedBeforeComplete,
    DecisionWanted,
    NothingUnpaid,
    NotTheMonthsAsked,
)
from finance.rules.relief_dossier import NAMES, DossierIncomplete
from finance.rules.relief_grounds import check_conditions
from finance.rules.relief_limits import check_grant, check_level
from finance.runtime import audit
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import widen
from finance.runtime.parameters import law, permissions
from ledger.periods import Period, period_of

_STATUS_GROUNDS = {
    TaxStatus.DISSOLVED.value: Ground.DISSOLUTION,
    TaxStatus.BANKRUPT.value: Ground.BANKRUPTCY,
}


@dataclass(frozen=True, slots=True)
class GrantRelief:
    """A decision: on whom, what, which months, at what rate, its number and day.

    `unit` decided (the nearest over all concerned that may, when empty); `ground` is what an
    exemption rests on where neither an application nor the tax branch says it.
    """

    tax_code: str
    kind: ReliefKind
    first: Period
    last: Period
    decision: str
    decided_on: dt.date
    rate: Fraction = NO_RATE
    unit: str = ""
    ground: Ground | None = None


@dataclass(frozen=True, slots=True)
class Granted:
    """What came of it: amounts in đồng, over the months assessed so far."""

    fresh: bool  # False: the same was granted before, nothing changed
    unit: str  # that decided
    application: str  # that it answers, or empty
    obligations: int  # whose amount, day or state it governs
    change_vnd: int  # of what is owed
    freed_vnd: int  # paid before, now the payer's credit


def grant_relief(ctx: Context, request: GrantRelief) -> Granted:
    """Grant a suspension, a reduction or an exemption within what law and decree allow.

    Where an application waits, its dossier is judged, and who made it does not decide. Without
    one, a decision that was taken on paper is recorded.
    Posts    nothing for a suspension. For what a reduction or an exemption takes off, one entry
             for each unit that holds an obligation and each day from which it counts; money paid
             beyond it becomes the payer's credit. What was moved comes back as far as is needed.
    Raises   DecisionWanted, DayAhead, UnknownEmployer, NoDecidingUnit, LevelMayNotDecide,
             NotOverCollector, DossierIncomplete, DecidedBeforeComplete, NotTheMonthsAsked,
             NothingUnpaid, SamePerson, PermissionRefused, and what `check_grant` and
             `check_conditions` refuse.
    """
    if not request.decision.strip():
        raise DecisionWanted
    if request.decided_on > ctx.today:
        raise DayAhead(on=request.decided_on.isoformat())
    with ctx.database.writing() as session:
        employer = employer_in(session, request.tax_code, period_of(request.decided_on))
        if employer is None:
            raise UnknownEmployer(tax_code=request.tax_code)
        take_turn(session)
        widen(session)
        held = decisions_on(session, request.tax_code)
        same = _same(held, request)
        if same is not None:
            ctx.require(session, "relief.decide", same.deciding_unit)
            return Granted(False, same.deciding_unit, same.application, 0, 0, 0)  # noqa: FBT003 - not fresh
        unit = _decider(session, ctx, request, employer)
        application = waiting_for(session, request.tax_code, request.kind)
        ground = _ground(session, request, application)
        asked = Asked(_relief(request), request.decided_on, employer.employer_type, ground)
        check_grant(asked, [row.relief for row in held], law())
        if application is not None:
            _check_application(session, ctx, application, employer, request)
        row = _record(session, ctx, request, unit, application, ground)
        granted = _carry_out(session, ctx, request, [*held, row])
        session.commit()
        return granted


def _relief(request: GrantRelief) -> Relief:
    return Relief(request.kind, request.first, request.last, request.rate)


def _same(held: list[ReliefRow], request: GrantRelief) -> ReliefRow | None:
    """The decision on record that is this very one."""
    wanted = (request.decision.strip()[:200], request.decided_on)
    for row in held:
        same = row.relief == _relief(request) and wanted == (row.decision, row.decided_on)
        if same and request.unit in {"", row.deciding_unit}:
            return row
    return None


def _decider(session: Session, ctx: Context, request: GrantRelief, employer: EmployerRow) -> str:
    """The unit that decides; the actor may do so in each unit whose money the months are.

    An employer may have moved: whose money it is follows from the months, not from the register.
    """
    reached = units_reached(session, request.tax_code, request.first, request.last)
    collectors = reached or [employer.collecting_unit]
    unit = request.unit or deciding_unit(session, collectors, request.kind, request.decided_on)
    for code in (unit, *collectors):
        ctx.require(session, "relief.decide", code)
    check_level(request.kind, level_of(session, unit), unit, request.decided_on, law())
    check_over(session, ctx, unit, collectors, request.decided_on)
    return unit


def _ground(
    session: Session, request: GrantRelief, application: ReliefApplicationRow | None
) -> Ground | None:
    """What the decision rests on: the application's ground, the one named, or the tax branch's."""
    if application is not None:
        return Ground(application.ground)
    if request.ground is not None:
        return request.ground
    status = session.scalars(
        select(TaxFactRow.status)
        .where(TaxFactRow.tax_code == request.tax_code, TaxFactRow.current)
        .order_by(TaxFactRow.year.desc())
        .limit(1)
    ).one_or_none()
    return None if status is None else _STATUS_GROUNDS.get(status)


def _check_application(
    session: Session,
    ctx: Context,
    row: ReliefApplicationRow,
    employer: EmployerRow,
    request: GrantRelief,
) -> None:
    """Judge the dossier that waits; nobody who made it decides, and no command without a person."""
    if ctx.actor.is_system:
        raise PermissionRefused(actor=ctx.actor.name, act="relief.decide", unit=row.unit_code)
    ctx.require(session, "relief.decide", row.unit_code)
    permissions().check_second("relief.decide", makers_of(session, row), ctx.actor.name, 0)
    dossier = dossier_of(session, row, law())
    if dossier.complete_on is None:
        names = [NAMES[paper] for paper in dossier.missing]
        raise DossierIncomplete(
            application=row.public_id,
            missing_vi=", ".join(vi for vi, _ in names),
            missing_en=", ".join(en for _, en in names),
        )
    if request.decided_on < dossier.complete_on:
        raise DecidedBeforeComplete(
            decided_on=request.decided_on.isoformat(),
            application=row.public_id,
            complete_on=dossier.complete_on.isoformat(),
        )
    first, last = row.months
    begins = request.first == first or (
        request.kind is not ReliefKind.SUSPENSION and request.first > first
    )
    if not begins or request.last > last:
        raise NotTheMonthsAsked(application=row.public_id, first=first, last=last)
    check_conditions(request.kind, row.facts, employer.employer_type, request.decided_on, law())


def _record(  # noqa: PLR0913, PLR0917 - a decision: what, by whom, on which application, and why
    session: Session,
    ctx: Context,
    request: GrantRelief,
    unit: str,
    application: ReliefApplicationRow | None,
    ground: Ground | None,
) -> ReliefRow:
    decision = request.decision.strip()[:200]
    if application is not None:
        application.state = ApplicationState.GRANTED.value
        application.decision, application.decided_on = decision, request.decided_on
        application.decided_by = ctx.actor.name
    row = ReliefRow(
        tax_code=request.tax_code,
        kind=request.kind.value,
        from_period=request.first,
        to_period=request.last,
        rate="" if request.rate == NO_RATE else str(request.rate),
        decision=decision,
        decided_on=request.decided_on,
        deciding_unit=unit,
        application="" if application is None else application.public_id,
        ground="" if ground is None else ground.value,
        recorded_by=ctx.actor.name,
    )
    session.add(row)
    session.flush()
    return row


def _carry_out(
    session: Session, ctx: Context, request: GrantRelief, decisions: list[ReliefRow]
) -> Granted:
    """Bring what is assessed to the decisions, unit by unit, and tell each unit's log of it."""
    granted = [row.relief for row in decisions]
    rows = _governed(session, request, granted)
    if request.kind is ReliefKind.EXEMPTION and not any(row.open_vnd for row in rows):
        raise NothingUnpaid(tax_code=request.tax_code, first=request.first, last=request.last)
    decided = decisions[-1]
    done = bring_about(
        session,
        ctx,
        Decision(
            request.tax_code, request.kind, decided.decision, request.decided_on, tuple(granted)
        ),
        rows,
    )
    for unit in sorted({decided.deciding_unit, *done.changes}):
        months = ", ".join(row.period for row in rows if row.collecting_unit == unit)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "grant_relief",
            unit,
            f"{request.tax_code} {request.kind.value} {request.first}",
            {
                "decision": decided.decision,
                "decided_on": request.decided_on.isoformat(),
                "from": request.first,
                "to": request.last,
                "rate": decided.rate,
                "application": decided.application,
                "obligations": months,
                "change_vnd": done.changes.get(unit, 0),
            },
        )
    return Granted(
        fresh=True,
        unit=decided.deciding_unit,
        application=decided.application,
        obligations=len(rows),
        change_vnd=sum(done.changes.values()),
        freed_vnd=done.freed_vnd,
    )


def _governed(session: Session, request: GrantRelief, granted: list[Relief]) -> list[ObligationRow]:
    """The obligations whose amount, day or state the decision governs.

    A suspension that follows another moves the day of the other's months too.
    """
    first, last = request.first, request.last
    if request.kind is ReliefKind.SUSPENSION:
        runs = runs_of(granted, request.kind)
        first, last = next(run for run in runs if run[0] <= request.first <= run[1])
    return list(
        session.scalars(
            select(ObligationRow)
            .where(
                ObligationRow.tax_code == request.tax_code,
                ObligationRow.period >= first,
                ObligationRow.period <= last,
            )
            .order_by(ObligationRow.collecting_unit, ObligationRow.period)
            .with_for_update()
        )
    )
