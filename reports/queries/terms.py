"""The days of suspended months as they stood on a day: by the decisions taken up to it."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import Session

from finance.records.employers import employer_in
from finance.records.obligations import ObligationRow
from finance.records.relief import ReliefRow, by_employer
from finance.rules.levy import due_on
from finance.rules.rates import Law
from finance.rules.relief import ReliefKind, effect_on
from ledger.periods import Period

Key = tuple[str, str, str]  # collecting unit, tax code, wage month
Term = tuple[dt.date, bool]  # the last day to pay, and whether a suspension says so


def terms_before(session: Session, as_of: dt.date, law: Law) -> dict[Key, Term]:
    """The terms of the months whose suspension was decided, or prolonged, after a day.

    Of every other month what the obligation says of itself is true of the day.
    """
    later = select(ReliefRow.tax_code).where(
        ReliefRow.kind == ReliefKind.SUSPENSION.value, ReliefRow.decided_on > as_of
    )
    rows = session.scalars(
        select(ObligationRow).where(
            ObligationRow.tax_code.in_(later), ObligationRow.suspended_to != ""
        )
    ).all()
    if not rows:
        return {}
    codes = {row.tax_code for row in rows}
    decided = select(ReliefRow).where(
        ReliefRow.tax_code.in_(sorted(codes)), ReliefRow.decided_on <= as_of
    )
    granted = by_employer(session.scalars(decided))
    found: dict[Key, Term] = {}
    for row in rows:
        period = Period(row.period)
        until = effect_on(period, granted.get(row.tax_code, ())).suspended_to
        employer = employer_in(session, row.tax_code, period)
        assert employer is not None, "what was assessed was registered"
        key = (row.collecting_unit, row.tax_code, row.period)
        found[key] = (due_on(period, employer.pay_cycle, law, until), until is not None)
    return found


def term_of(row: ObligationRow, before: Mapping[Key, Term]) -> Term:
    """An obligation's last day to pay, and whether it is a suspension's."""
    own = (row.due_on, bool(row.suspended_to))
    return before.get((row.collecting_unit, row.tax_code, row.period), own)


def suspended(before: Mapping[Key, Term]) -> ColumnElement[bool]:
    """That an obligation was suspended on the day these terms are of."""
    row = ObligationRow
    not_yet = sorted(key for key, (_, then) in before.items() if not then)
    return and_(
        row.suspended_to != "",
        tuple_(row.collecting_unit, row.tax_code, row.period).not_in(not_yet),
    )


def due_by(as_of: dt.date, before: Mapping[Key, Term]) -> ColumnElement[bool]:
    """That an obligation was due by a day, that day included."""
    row = ObligationRow
    fell = sorted(key for key, (day, _) in before.items() if day <= as_of)
    return or_(row.due_on <= as_of, tuple_(row.collecting_unit, row.tax_code, row.period).in_(fell))
