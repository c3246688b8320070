"""Give what is in custody to the grassroots union that was founded at an employer."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from finance.actions.rematch import JOURNAL, Rematch, rematch
from finance.actions.reshare import CollectorNotAbove
from finance.records.custody import custody, months_in_custody
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.passed_custody import custody_from_elsewhere, keep_moved
from finance.records.runs import next_numbers, take_turn
from finance.records.units import line_up
from finance.rules.errors import RuleError
from finance.rules.posting import Place, ShareChange, Way, shared
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads


class NoUnionNamed(RuleError):
    """The register names no grassroots union for the employer on the day."""

    code = "custody.no_union"
    vi = "Danh mục không ghi công đoàn cơ sở của {tax_code} vào ngày {on}: vẫn phải giữ hộ."
    en = "The register names no grassroots union for {tax_code} on {on}: it stays in custody."


@dataclass(frozen=True, slots=True)
class ReleaseCustody:
    """Whose custody to release, and on which day."""

    tax_code: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class CustodyReleased:
    """What went to the union out of one collecting unit's custody, and what stays (đồng)."""

    unit: str
    union: str
    amount_vnd: int
    held_vnd: int
    ref: str


def release_custody(ctx: Context, request: ReleaseCustody) -> list[CustodyReleased]:
    """Give an employer's custody to the union the register names; both books get their entry.

    It is shared and not yet received until the next distribution pays it. Months that await the
    notice of a workers' organisation stay in custody. What is paid on older months from now on
    goes to the union straight away.
    Returns  one line for each unit that held something; repeated, nothing is released.
    Raises   NoUnionNamed, PermissionRefused; CollectorNotAbove where the union stands elsewhere.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        union = _union(session, request)
        collectors = _collectors(session, request, union)
        for unit in collectors:
            ctx.require(session, "custody.release", unit)
        done = [_release(session, ctx, request, unit, union) for unit in collectors]
        for each in done:
            audit.write(
                session,
                ctx.clock,
                ctx.actor,
                "release_custody",
                each.unit,
                f"{request.tax_code} {request.on.isoformat()}",
                {"union": union, "amount_vnd": each.amount_vnd},
            )
        session.commit()
    return done


def _union(session: Session, request: ReleaseCustody) -> str:
    named = session.scalars(
        select(EmployerRow.grassroots_unit).where(
            EmployerRow.tax_code == request.tax_code,
            EmployerRow.valid_from <= request.on,
            EmployerRow.valid_to >= request.on,
        )
    ).one_or_none()
    if not named:
        raise NoUnionNamed(tax_code=request.tax_code, on=request.on.isoformat())
    return named


def _collectors(session: Session, request: ReleaseCustody, union: str) -> list[str]:
    """Units that hold custody of the employer, or assessed it while the register named no union.

    Of the latter those above the union: another has passed on what it held.
    """
    query = select(ObligationRow.collecting_unit).where(
        ObligationRow.tax_code == request.tax_code, ObligationRow.grassroots_unit == ""
    )
    rows = custody(session, dt.date.max, tax_code=request.tax_code)
    above = set(line_up(session, union, request.on))
    holding = {row.collecting_unit for row in rows if row.amount_vnd > 0}
    return sorted(holding | (above & set(session.scalars(query))))


def _release(
    session: Session, ctx: Context, request: ReleaseCustody, unit: str, union: str
) -> CustodyReleased:
    if unit not in line_up(session, union, request.on):
        raise CollectorNotAbove(unit=unit, tax_code=request.tax_code)
    before = _held(session, unit, request.tax_code)
    months = [row.period for row in months_in_custody(session, unit, request.tax_code)]
    session.execute(
        update(ObligationRow)
        .where(
            ObligationRow.collecting_unit == unit,
            ObligationRow.tax_code == request.tax_code,
            ObligationRow.grassroots_unit == "",
        )
        .values(grassroots_unit=union)
    )
    session.expire_all()
    text = f"Chuyển phần giữ hộ của {request.tax_code} cho {union}"
    names = tuple((request.tax_code, period) for period in months)
    order = Rematch(unit, request.on, (), text, ctx.actor.name, reconsider=names)
    ref = rematch(session, ctx, order)
    ref = _release_passed(session, ctx, request, (unit, union), text) or ref
    after = _held(session, unit, request.tax_code)
    return CustodyReleased(unit, union, before - after, after, ref)


def _release_passed(
    session: Session, ctx: Context, request: ReleaseCustody, between: tuple[str, str], text: str
) -> str:
    """Release what another unit collected and passed on with its money; the entries' reference."""
    unit, union = between
    held = custody_from_elsewhere(session, unit, request.tax_code)
    amount = sum(each.amount_vnd for each in held)
    if not held:
        return ""
    ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
    way = Way(unit, unit, ref, frozenset(line_up(session, unit, request.on)) - {unit})
    given = (ShareChange(Place.CUSTODY, "", -amount, 0), ShareChange(Place.UNIT, union, amount, 0))
    books = shared(way, given)
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=text,
            source="levy.match",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    keep_moved(
        session, held, ((unit, Place.CUSTODY, "", -1), (unit, Place.UNIT, union, 1)), ref, day
    )
    return ref


def _held(session: Session, unit: str, tax_code: str) -> int:
    rows = custody(session, dt.date.max, tax_code=tax_code)
    return sum(row.amount_vnd for row in rows if row.collecting_unit == unit)
