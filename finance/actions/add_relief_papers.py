"""Add papers to the dossier of an application for relief that waits for a decision."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.attach_papers import GivenPaper
from finance.records.employers import employer_in
from finance.records.papers import keep_content
from finance.records.relief_applications import (
    ApplicationState,
    ReliefApplicationRow,
    ReliefPaperRow,
    application_named,
    dossier_of,
)
from finance.rules.papers import PaperWanted, check_sizes, clean_name
from finance.rules.relief_cases import ApplicationDecided, DayAhead, UnknownApplication
from finance.rules.relief_dossier import ReliefPaper
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.papers import judged
from finance.runtime.parameters import law
from ledger.periods import period_of


@dataclass(frozen=True, slots=True)
class AddReliefPapers:
    """Which application (its unit and number), what the files are, and when they came in."""

    unit: str
    seq: int
    paper: ReliefPaper
    papers: Sequence[GivenPaper]
    received_on: dt.date


def add_relief_papers(ctx: Context, request: AddReliefPapers) -> list[str]:
    """Add files to a dossier: all of them, or none. Who adds one does not decide on it.

    A file is judged by what it holds and kept once by its digest, like a voucher's papers.
    Returns  the digests of those that were new to the dossier, in order.
    Raises   PaperWanted, WrongKind, PaperTooLarge, TooManyPapers, RunsCode, HasDoctype, DayAhead,
             UnknownApplication, ApplicationDecided, PermissionRefused.
    """
    if not request.papers:
        raise PaperWanted
    if request.received_on > ctx.today:
        raise DayAhead(on=request.received_on.isoformat())
    with ctx.database.writing() as session:
        widen(session)
        row = waiting_application(session, request.unit, request.seq)
        employer = employer_in(session, row.tax_code, period_of(row.received_on))
        assert employer is not None, "who applied was registered"
        ctx.require(session, "relief.apply", employer.collecting_unit)
        new = _keep(session, ctx, row, request)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "add_relief_papers",
            request.unit,
            row.public_id,
            {"paper": request.paper.value, "papers": ", ".join(new)},
        )
        session.commit()
        return new


def waiting_application(session: Session, unit: str, seq: int) -> ReliefApplicationRow:
    """The application of that number, while nothing has been decided on it.

    Raises   UnknownApplication, ApplicationDecided.
    """
    row = application_named(session, unit, seq)
    if row is None:
        raise UnknownApplication(application=f"{unit}/RA/{seq}")
    if row.state != ApplicationState.WAITING:
        raise ApplicationDecided(application=row.public_id, decision=row.decision)
    return row


def _keep(
    session: Session, ctx: Context, row: ReliefApplicationRow, request: AddReliefPapers
) -> list[str]:
    there = {paper.digest for paper in dossier_of(session, row, law()).papers}
    new: list[str] = []
    for given in request.papers:
        check_sizes(given.name, len(given.content), len(there))
        kind = judged(given.name, given.content)
        digest = keep_content(session, row.unit_code, kind.value, given.content)
        if digest in there:
            continue
        there.add(digest)
        new.append(digest)
        session.add(
            ReliefPaperRow(
                unit_code=row.unit_code,
                seq=row.seq,
                digest=digest,
                paper=request.paper.value,
                file_name=clean_name(given.name, kind),
                received_on=request.received_on,
                added_by=ctx.actor.name,
                added_at_us=ctx.clock.now_us(),
            )
        )
    session.flush()
    return new
