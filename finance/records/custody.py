"""Grassroots parts in custody: what is held, for whose workers, and why."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.employers import EmployerRow
from finance.records.matches import ShareEventRow
from finance.records.obligations import ObligationRow
from finance.rules.posting import Place

NO_UNION = "no_union"
NOTICE_AWAITED = "notice_awaited"


@dataclass(frozen=True, slots=True)
class Custody:
    """What a collecting unit holds for the workers of one employer, for one reason (đồng)."""

    collecting_unit: str
    tax_code: str
    reason: str
    amount_vnd: int
    months: int  # wage months it comes from
    union: str  # the grassroots unit the register names on the day, or empty

    @property
    def releasable(self) -> bool:
        """Whether a union is there to give it to."""
        return self.reason == NO_UNION and bool(self.union)


def custody(
    session: Session, on: dt.date, units: Select[str] | None = None, tax_code: str = ""
) -> list[Custody]:
    """What stood in custody at the end of a day, in order of unit, employer and reason.

    Takes    the collecting units whose custody is asked for, None for all; one employer, or all.
    """
    held = _held(on, units, tax_code).subquery()
    union = (
        select(EmployerRow.grassroots_unit)
        .where(
            EmployerRow.tax_code == held.c.tax_code,
            EmployerRow.valid_from <= on,
            EmployerRow.valid_to >= on,
        )
        .scalar_subquery()
    )
    columns = (held.c.collecting_unit, held.c.tax_code, held.c.grassroots_unit == "")
    query = (
        select(*columns, func.sum(held.c.amount), func.count(), func.max(union))
        .group_by(*columns)
        .order_by(*columns)
    )
    return [
        Custody(
            unit, employer, NO_UNION if none else NOTICE_AWAITED, int(amount), months, named or ""
        )
        for unit, employer, none, amount, months, named in session.execute(query)
    ]


def months_in_custody(session: Session, collector: str, tax_code: str) -> list[ObligationRow]:
    """The obligations of an employer of which something is in custody now."""
    held = _held(dt.date.max, None, tax_code).subquery()
    query = (
        select(ObligationRow)
        .join(
            held,
            (held.c.collecting_unit == ObligationRow.collecting_unit)
            & (held.c.tax_code == ObligationRow.tax_code)
            & (held.c.period == ObligationRow.period),
        )
        .where(ObligationRow.collecting_unit == collector)
        .order_by(ObligationRow.period)
    )
    return list(session.scalars(query))


def _held(on: dt.date, units: Select[str] | None, tax_code: str) -> Select[str, str, str, str, int]:
    """A query for what each obligation has in custody on a day, where that is anything."""
    # What was passed on by another unit may rest on no obligation of its own here.
    union = func.coalesce(ObligationRow.grassroots_unit, "")
    columns = (
        ShareEventRow.collecting_unit,
        ShareEventRow.tax_code,
        ShareEventRow.period,
        union.label("grassroots_unit"),
    )
    amount = func.sum(ShareEventRow.delta_vnd)
    query = (
        select(*columns, amount.label("amount"))
        .outerjoin(
            ObligationRow,
            (ObligationRow.collecting_unit == ShareEventRow.collecting_unit)
            & (ObligationRow.tax_code == ShareEventRow.tax_code)
            & (ObligationRow.period == ShareEventRow.period),
        )
        .where(
            ShareEventRow.place == Place.CUSTODY.value,
            ShareEventRow.accounting_on <= on,
        )
        .group_by(*columns)
        .having(amount != 0)
    )
    if units is not None:
        query = query.where(ShareEventRow.collecting_unit.in_(units))
    if tax_code:
        query = query.where(ShareEventRow.tax_code == tax_code)
    return query
