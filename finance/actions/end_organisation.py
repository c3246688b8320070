"""End a workers' organisation: what it was not paid goes back to the union, or into custody."""

import datetime as dt
from dataclasses import dataclass

from finance.actions.record_wo_notice import NoOrganisation
from finance.actions.register_organisation import Anew, collector_of, share_anew
from finance.records.organisations import organisations_of
from finance.records.runs import take_turn
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.periods import period_of


@dataclass(frozen=True, slots=True)
class EndOrganisation:
    """At which employer, the last day, and the day this is posted."""

    tax_code: str
    ended_on: dt.date
    on: dt.date


def end_organisation(ctx: Context, request: EndOrganisation) -> tuple[str, ...]:
    """Keep the organisation's last day; every part it was not paid is shared anew without it.

    What it was paid and has not used comes back by its own transfer, by
    `return_organisation_money`.
    Returns  the references of what moved; none when it had ended before.
    Raises   NoOrganisation, UnknownEmployer, PermissionRefused.
    Source   (sources: nd_105_2026) art. 15(5)
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        unit = collector_of(session, request.tax_code, request.on)
        ctx.require(session, "organisation.end", unit)
        ever = organisations_of(session, request.tax_code)
        if not ever or ever[0].valid_from > request.ended_on:
            raise NoOrganisation(tax_code=request.tax_code, period=period_of(request.ended_on))
        if ever[0].ended_on is not None:
            return ()
        ever[0].valid_to = ever[0].ended_on = request.ended_on
        session.flush()
        text = f"Tổ chức của người lao động tại {request.tax_code} chấm dứt hoạt động"
        first = period_of(ever[0].valid_from)
        anew = Anew(request.tax_code, first, request.on, "organisation.end", text)
        refs = share_anew(session, ctx, anew)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "end_organisation",
            unit,
            request.tax_code,
            {"name": ever[0].name, "ended_on": request.ended_on.isoformat()},
        )
        session.commit()
        return refs
