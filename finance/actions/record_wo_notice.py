"""Keep a workers' organisation's monthly notice, and share its month anew."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.rematch import Rematch, rematch
from finance.records.obligations import ObligationRow
from finance.records.organisations import notice_month, organisations_of, there
from finance.records.relief import WoNoticeRow, WorkersOrganisationRow
from finance.records.runs import take_turn
from finance.records.units import FOREVER
from finance.rules.errors import RuleError
from finance.rules.folding import fold
from finance.rules.organisations import is_missed, notice_due_on
from finance.rules.sharing import WorkersOrganisationPart
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.periods import Period, first_day


class NoSuchObligation(RuleError):
    """Nothing is assessed for that employer and month."""

    code = "obligation.unknown"
    vi = "Chưa có nghĩa vụ kinh phí của {tax_code} tháng {period}."
    en = "Nothing is assessed for {tax_code} in {period}."


class OtherOrganisation(RuleError):
    """An employer's part is divided with one organisation at a time, and it is named."""

    code = "organisation.other"
    vi = "Tổ chức của người lao động tại {tax_code} kỳ {period} là «{known}», không phải «{name}»."
    en = "The workers' organisation at {tax_code} in {period} is “{known}”, not “{name}”."


class NoOrganisation(RuleError):
    """No workers' organisation stands at the employer in that month."""

    code = "organisation.none"
    vi = "Không có tổ chức của người lao động tại {tax_code} tháng {period}."
    en = "There is no workers' organisation at {tax_code} in {period}."


@dataclass(frozen=True, slots=True)
class WoNotice:
    """The levy paid on the members' wages in a month, as the organisation says (đồng).

    Without a name it is the organisation that is registered there.
    """

    tax_code: str
    period: Period
    members_levy_vnd: Vnd
    received_on: dt.date
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class NoticeKept:
    """What came of a notice: the reference of its entries, empty when nothing moved."""

    organisation: str
    fresh: bool  # the notice is new, or says another amount
    registered: bool  # the organisation is new: the province's answer is not on record yet
    due_on: dt.date | None
    missed: bool  # too late without a good reason: nothing is paid to it in the next month
    ref: str


def record_wo_notice(ctx: Context, request: WoNotice) -> NoticeKept:
    """Keep the notice; the grassroots part leaves custody, theirs by the decree's formula.

    While less is paid than was paid on the members' wages alone, it stays in custody. A later
    notice of the same month corrects its amount; the day the first one came stays. An
    organisation nobody has registered is registered by its first notice.
    Raises   NoSuchObligation, WorkersOrganisationPart, OtherOrganisation, NoOrganisation,
             PermissionRefused.
    Source   `nd_105_2026` (Điều 15)
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        owed = _obligation(session, request)
        ctx.require(session, "levy.match", owed.collecting_unit)
        if not 0 <= request.members_levy_vnd <= owed.amount_vnd:
            raise WorkersOrganisationPart(
                members=request.members_levy_vnd, all_paid=owed.amount_vnd
            )
        name, registered = _organisation(session, request)
        fresh = _keep(session, request)
        order = Rematch(
            collector=owed.collecting_unit,
            on=request.received_on,
            moves=(),
            text=f"Thông báo của tổ chức người lao động {request.tax_code} {request.period}",
            decided_by=ctx.actor.name,
            reconsider=((request.tax_code, request.period),),
        )
        ref = rematch(session, ctx, order)
        known = notice_month(session, request.tax_code, request.period, law())
        due_on = notice_due_on(request.period, law())
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_wo_notice",
            owed.collecting_unit,
            f"{request.tax_code} {request.period}",
            {"organisation": name, "members_levy_vnd": request.members_levy_vnd},
        )
        session.commit()
        missed = is_missed(request.period, known, max(ctx.today, request.received_on), law())
        return NoticeKept(name, fresh, registered, due_on, missed, ref)


def _obligation(session: Session, request: WoNotice) -> ObligationRow:
    # A month that was moved stands where its amount is; the row it left is at nothing.
    owed = session.scalars(
        select(ObligationRow)
        .where(
            ObligationRow.tax_code == request.tax_code,
            ObligationRow.period == request.period,
        )
        .order_by(ObligationRow.amount_vnd.desc())
        .limit(1)
    ).one_or_none()
    if owed is None:
        raise NoSuchObligation(tax_code=request.tax_code, period=request.period)
    return owed


def _organisation(session: Session, request: WoNotice) -> tuple[str, bool]:
    """Name of the organisation the notice is of, and whether it is registered by it just now."""
    ever = organisations_of(session, request.tax_code)
    held = next((row for row in ever if there(row, request.period)), None)
    name = request.organisation.strip()
    if held is None:
        if ever or not name:
            raise NoOrganisation(tax_code=request.tax_code, period=request.period)
        session.add(
            WorkersOrganisationRow(
                tax_code=request.tax_code,
                valid_from=first_day(request.period),
                valid_to=FOREVER,
                name=name,
            )
        )
        session.flush()
        return name, True
    if name and fold(name) != fold(held.name):
        raise OtherOrganisation(
            tax_code=request.tax_code, period=request.period, known=held.name, name=name
        )
    return held.name, False


def _keep(session: Session, request: WoNotice) -> bool:
    """Keep the notice; whether it says anything new."""
    held = session.get(WoNoticeRow, (request.tax_code, request.period))
    if held is None:
        session.add(
            WoNoticeRow(
                tax_code=request.tax_code,
                period=request.period,
                members_levy_vnd=request.members_levy_vnd,
                received_on=request.received_on,
            )
        )
    elif held.members_levy_vnd == request.members_levy_vnd:
        return False
    else:
        held.members_levy_vnd = request.members_levy_vnd
    session.flush()
    return True
