"""Who is behind with the levy on a day, since when, and in which state."""

import datetime as dt
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.declarations import TaxFactRow
from finance.records.obligations import ObligationRow
from finance.rules.ageing import si_class, span_of
from finance.rules.facts import TaxStatus
from finance.rules.rates import Law
from finance.rules.states import ObligationState, Standing, days_late, state_on
from ledger.money import Vnd
from reports.figures.arrears import Behind
from reports.queries.levy import employer_names
from reports.queries.standing import PLACE, Seen, of_obligation, sums_on
from reports.queries.terms import due_by, term_of, terms_before

_CHUNK: Final = 500
_GONE: Final = (TaxStatus.CEASED, TaxStatus.DISSOLVED, TaxStatus.BANKRUPT)


def arrears(session: Session, as_of: dt.date, seen: Seen, law: Law) -> list[Behind]:
    """Employers that are behind on a day, the largest amount first.

    What is suspended is not behind until its make-up day has passed; what is waived never is.
    """
    found: dict[tuple[str, str], Behind] = {}
    for unit, row, standing in _overdue(session, as_of, seen, law):
        held = found.get((row.tax_code, row.collecting_unit))
        if held is None:
            held = Behind(
                row.tax_code,
                row.collecting_unit,
                unit,
                row.period,
                standing.due_on,
                days_late(standing, as_of),
            )
            found[row.tax_code, row.collecting_unit] = held
        _add(held, standing, as_of, law)
    codes = sorted({code for code, _ in found})
    names, gone = employer_names(session, codes, as_of), _gone(session, codes, as_of)
    for held in found.values():
        held.name = names.get(held.tax_code, "")
        left = held.tax_code in gone
        held.si_class = si_class(held.oldest_due_on, as_of, law, gone=left)
    return sorted(found.values(), key=lambda one: (-one.open_vnd, one.tax_code))


def _overdue(
    session: Session, as_of: dt.date, seen: Seen, law: Law
) -> list[tuple[str, ObligationRow, Standing]]:
    """What is open past its day, the oldest due day first.

    A suspension counts from the day of its decision.
    """
    terms = terms_before(session, as_of, law)
    owed, paid = sums_on(as_of)
    matched = func.coalesce(paid.c.amount_vnd, 0)
    query = (
        select(PLACE, ObligationRow, owed.c.amount_vnd, matched)
        .join(owed, of_obligation(owed))
        .outerjoin(paid, of_obligation(paid))
        .where(
            due_by(as_of - dt.timedelta(days=1), terms),
            owed.c.amount_vnd > matched,
            seen.obligations(),
        )
        .order_by(ObligationRow.due_on, ObligationRow.period)
    )
    found = [
        (unit, row, Standing(Vnd(int(amount)), Vnd(int(got)), term_of(row, terms)[0]))
        for unit, row, amount, got in session.execute(query)
    ]
    return sorted(found, key=lambda one: one[2].due_on)


def _add(held: Behind, standing: Standing, as_of: dt.date, law: Law) -> None:
    held.months += 1
    held.spans_vnd[span_of(days_late(standing, as_of))] += standing.open_vnd
    if state_on(standing, as_of, law) is ObligationState.NON_PAYMENT:
        held.non_payment_vnd += standing.open_vnd
    else:
        held.late_vnd += standing.open_vnd


def _gone(session: Session, tax_codes: list[str], as_of: dt.date) -> set[str]:
    """Of these, who by the tax branch's last word has ceased, is dissolved or bankrupt."""
    row = TaxFactRow
    found: dict[str, str] = {}
    for start in range(0, len(tax_codes), _CHUNK):
        rows = session.execute(
            select(row.tax_code, row.status)
            .where(
                row.tax_code.in_(tax_codes[start : start + _CHUNK]),
                row.current,
                row.year <= as_of.year,
            )
            .order_by(row.tax_code, row.year)
        )
        found.update((code, status) for code, status in rows)
    return {code for code, status in found.items() if status in set(_GONE)}
