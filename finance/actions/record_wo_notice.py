"""Keep a workers' organisation's monthly notice, and share its month anew."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from finance.actions.rematch import Rematch, rematch
from finance.records.obligations import ObligationRow
from finance.records.relief import WoNoticeRow
from finance.records.runs import take_turn
from finance.rules.errors import RuleError
from finance.rules.sharing import WorkersOrganisationPart
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.money import Vnd
from ledger.periods import Period


class NoSuchObligation(RuleError):
    """Nothing is assessed for that employer and month."""

    code = "obligation.unknown"
    vi = "Chưa có nghĩa vụ kinh phí của {tax_code} tháng {period}."
    en = "Nothing is assessed for {tax_code} in {period}."


@dataclass(frozen=True, slots=True)
class WoNotice:
    """The levy paid on the members' wages in a month, as the organisation says (đồng)."""

    tax_code: str
    period: Period
    members_levy_vnd: Vnd
    received_on: dt.date


def record_wo_notice(ctx: Context, request: WoNotice) -> str:
    """Keep the notice; the grassroots part leaves custody, theirs by the decree's formula.

    While less is paid than was paid on the members' wages alone, it stays in custody.
    Returns  the reference of the entries; empty when nothing moved.
    Raises   NoSuchObligation, WorkersOrganisationPart, PermissionRefused.
    Source   `nd_105_2026` (Điều 15)
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
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
        ctx.require(session, "levy.match", owed.collecting_unit)
        if not 0 <= request.members_levy_vnd <= owed.amount_vnd:
            raise WorkersOrganisationPart(
                members=request.members_levy_vnd, all_paid=owed.amount_vnd
            )
        session.merge(
            WoNoticeRow(
                tax_code=request.tax_code,
                period=request.period,
                members_levy_vnd=request.members_levy_vnd,
                received_on=request.received_on,
            )
        )
        session.flush()
        order = Rematch(
            collector=owed.collecting_unit,
            on=request.received_on,
            moves=(),
            text=f"Thông báo của tổ chức người lao động {request.tax_code} {request.period}",
            decided_by=ctx.actor.name,
            reconsider=((request.tax_code, request.period),),
        )
        ref = rematch(session, ctx, order)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_wo_notice",
            owed.collecting_unit,
            f"{request.tax_code} {request.period}",
            {"members_levy_vnd": request.members_levy_vnd},
        )
        session.commit()
        return ref
