"""Reading workers' organisations: who is where, their notices, and whom a missed one suspends."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.loading import among, keyed
from finance.records.matches import MatchEventRow
from finance.records.relief import WoExcuseRow, WoNoticeRow, WorkersOrganisationRow
from finance.rules.organisations import (
    NoticeMonth,
    notice_due_on,
    suspending_months,
    suspends,
)
from finance.rules.rates import Law
from ledger.periods import Period, first_day, last_day

_EMPLOYER = keyed(WorkersOrganisationRow, "tax_code")


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers' organisation at an employer in a month, and its notice (đồng) if it came."""

    name: str
    members_levy_vnd: int | None
    ended: bool


def organisations(
    session: Session, obligations: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Workers]:
    """The organisations at these employers in these months (tax code, period)."""
    wanted = sorted(set(obligations))
    codes = sorted({(tax_code,) for tax_code, _ in wanted})
    rows: dict[str, list[WorkersOrganisationRow]] = {}
    for those in among(session, _EMPLOYER, codes):
        for row in session.scalars(select(WorkersOrganisationRow).where(those)):
            rows.setdefault(row.tax_code, []).append(row)
    notices = {
        (row.tax_code, row.period): row.members_levy_vnd
        for those in among(session, _EMPLOYER, [(tax_code,) for tax_code in sorted(rows)])
        for row in session.scalars(select(WoNoticeRow).where(those))
    }
    found: dict[tuple[str, str], Workers] = {}
    for tax_code, period in wanted:
        for row in rows.get(tax_code, ()):
            if there(row, Period(period)):
                notice = notices.get((tax_code, period))
                found[tax_code, period] = Workers(row.name, notice, row.ended_on is not None)
    return found


def there(row: WorkersOrganisationRow, month: Period) -> bool:
    """Whether an organisation stood on any day of a month."""
    return row.valid_from <= last_day(month) and row.valid_to >= first_day(month)


def organisations_of(session: Session, tax_code: str) -> list[WorkersOrganisationRow]:
    """Every organisation an employer ever had, the latest first."""
    return list(
        session.scalars(
            select(WorkersOrganisationRow)
            .where(WorkersOrganisationRow.tax_code == tax_code)
            .order_by(WorkersOrganisationRow.valid_from.desc())
        )
    )


def notice_month(session: Session, tax_code: str, period: Period, law: Law) -> NoticeMonth:
    """What is known of the notice of one month."""
    due = notice_due_on(period, law)
    paid = session.scalars(
        select(func.sum(MatchEventRow.delta_vnd)).where(
            MatchEventRow.tax_code == tax_code,
            MatchEventRow.period == period,
            MatchEventRow.accounting_on <= (due or dt.date.min),
        )
    ).one()
    notice = session.get(WoNoticeRow, (tax_code, period))
    return NoticeMonth(
        paid=bool(paid),
        received_on=None if notice is None else notice.received_on,
        excused=session.get(WoExcuseRow, (tax_code, period)) is not None,
    )


def suspended_on(session: Session, tax_codes: Iterable[str], on: dt.date, law: Law) -> set[str]:
    """Of these employers, those whose organisation missed a notice and is paid nothing on a day."""
    months = suspending_months(on, law)
    wanted = [(tax_code, month) for tax_code in set(tax_codes) for month in months]
    known = organisations(session, wanted)
    return {
        tax_code
        for tax_code, period in sorted(known)
        if suspends(
            on,
            [(Period(period), notice_month(session, tax_code, Period(period), law))],
            law,
        )
    }
