"""Bring the upper parts of a year to the approved estimate, once, through the levels between."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.approve_estimate import EstimateMissing
from finance.actions.carry_forward import YearNotOver
from finance.records.estimates import UpperEstimateRow, estimate_of, shared_upwards
from finance.records.runs import next_numbers, take_turn
from finance.records.units import latest_units, line_over
from finance.rules.posting import BookLines
from finance.rules.true_up import Tree, differences, moved_since, trued_up
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"


@dataclass(frozen=True, slots=True)
class TrueUp:
    """Whose collections of which year."""

    unit: str
    year: int


@dataclass(frozen=True, slots=True)
class TruedUp:
    """What each unit got more (negative: gave), the reference, and whether it was just posted.

    `moved` is what the year's shares changed by since (đồng): it stays as the split rule gave it.
    """

    changes: dict[str, int]
    ref: str
    fresh: bool
    moved: dict[str, int] = field(default_factory=dict)


def true_up(ctx: Context, request: TrueUp) -> TruedUp:
    """Post the differences between the approved estimate and what was shared in the year.

    Dated 31 December, or the first day open in every book concerned.
    Returns  the differences; posted before, the same ones and nothing new, with what the year's
             shares have moved by since then.
    Raises   EstimateMissing, YearNotOver, UnitNotEstimated, EstimateNotWhole, PermissionRefused.
    Source   (sources: qd_3308_tld): the difference from the approved estimate is netted at the
             year's end; by the days of the entries, which is our own reading
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.true_up", request.unit)
        take_turn(session)
        widen(session)
        last = dt.date(request.year, 12, 31)
        if ctx.today < last:
            raise YearNotOver(year=request.year)
        rows = estimate_of(session, request.unit, request.year)
        if not rows or not rows[0].checker:
            raise EstimateMissing(unit=request.unit, year=request.year)
        actual = shared_upwards(session, request.unit, request.year)
        told = {r.beneficiary: r.difference_vnd for r in rows if r.difference_vnd is not None}
        if told:
            posted = {row.beneficiary: (row.amount_vnd, told[row.beneficiary]) for row in rows}
            return TruedUp(told, rows[0].ref, fresh=False, moved=moved_since(posted, actual))
        wanted = {row.beneficiary: row.amount_vnd for row in rows}
        changes = differences(request.unit, request.year, wanted, actual)
        ref = f"{request.unit}/IB/{next_numbers(session, request.unit, 'interbook', 1)}"
        books = trued_up(tree_of(session, ctx, request.unit), changes, ref)
        _keep(rows, changes, ref, _post(session, ctx, request, books, ref))
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "true_up",
            request.unit,
            str(request.year),
            {"ref": ref, "decision": rows[0].decision, **changes},
        )
        session.commit()
        return TruedUp(changes, ref, fresh=True)


def tree_of(session: Session, ctx: Context, unit: str) -> Tree:
    """Where the units stand around a collecting unit."""
    above = frozenset(line_over(session, unit, ctx.today)) - {unit}
    parents = {code: each.parent_code for code, each in latest_units(session).items()}
    return Tree(unit, above, parents)


def _keep(rows: list[UpperEstimateRow], changes: dict[str, int], ref: str, day: dt.date) -> None:
    for row in rows:
        row.difference_vnd = changes[row.beneficiary]
        row.ref = ref
        row.accounting_on = day


def _post(session: Session, ctx: Context, request: TrueUp, books: BookLines, ref: str) -> dt.date:
    last = dt.date(request.year, 12, 31)
    day = reads.first_open_day(session, books, last, ctx.clock.now_us()) if books else last
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=last,
            text=f"Bù trừ phần cấp trên năm {request.year} của {request.unit} theo dự toán",
            source="levy.true_up",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    return day
