"""Give what is in custody to the grassroots union that was founded at an employer."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from finance.actions.rematch import Rematch, rematch
from finance.actions.reshare import CollectorNotAbove
from finance.records.custody import custody, months_in_custody
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.runs import take_turn
from finance.records.units import line_up
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen


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
        collectors = _collectors(session, request.tax_code)
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


def _collectors(session: Session, tax_code: str) -> list[str]:
    """Units that assessed the employer while the register named no union, or hold custody of it."""
    query = select(ObligationRow.collecting_unit).where(
        ObligationRow.tax_code == tax_code, ObligationRow.grassroots_unit == ""
    )
    holding = {row.collecting_unit for row in custody(session, dt.date.max, tax_code=tax_code)}
    return sorted({*session.scalars(query), *holding})


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
    after = _held(session, unit, request.tax_code)
    return CustodyReleased(unit, union, before - after, after, ref)


def _held(session: Session, unit: str, tax_code: str) -> int:
    rows = custody(session, dt.date.max, tax_code=tax_code)
    return sum(row.amount_vnd for row in rows if row.collecting_unit == unit)
