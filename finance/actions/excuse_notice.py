"""Accept why a workers' organisation's notice came late or did not come: nothing is suspended."""

import datetime as dt
from dataclasses import dataclass

from finance.actions.record_wo_notice import NoOrganisation
from finance.actions.register_organisation import collector_of
from finance.records.organisations import organisations
from finance.records.relief import WoExcuseRow
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.periods import Period


class ReasonMissing(RuleError):
    """A missed notice is excused for a reason that can be read later."""

    code = "organisation.reason_missing"
    vi = "Phải ghi lý do chính đáng (Nghị định 105/2026 Điều 15(3))."
    en = "Say the good reason (Decree 105/2026 art. 15(3))."


@dataclass(frozen=True, slots=True)
class ExcuseNotice:
    """Whose notice of which month, the reason, and the day it was accepted."""

    tax_code: str
    period: Period
    reason: str
    on: dt.date


def excuse_notice(ctx: Context, request: ExcuseNotice) -> bool:
    """Keep that the notice was missed for a good reason.

    Returns  whether that is new; the first reason stays.
    Raises   ReasonMissing, NoOrganisation, UnknownEmployer, PermissionRefused.
    Source   (sources: nd_105_2026) art. 15(3)
    """
    with ctx.database.writing() as session:
        widen(session)
        unit = collector_of(session, request.tax_code, request.on)
        ctx.require(session, "organisation.excuse", unit)
        key = (request.tax_code, request.period)
        if not request.reason.strip():
            raise ReasonMissing
        if not organisations(session, [key]):
            raise NoOrganisation(tax_code=request.tax_code, period=request.period)
        if session.get(WoExcuseRow, key) is not None:
            return False
        session.add(
            WoExcuseRow(
                tax_code=request.tax_code,
                period=request.period,
                reason=request.reason.strip(),
                accepted_by=ctx.actor.name,
                accepted_on=request.on,
            )
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "excuse_notice",
            unit,
            f"{request.tax_code} {request.period}",
            {"reason": request.reason.strip()},
        )
        session.commit()
        return True
