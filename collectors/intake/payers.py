"""Employers as one looks for them by hand, and what they owe."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.rules.folding import fold
from finance.rules.tax_codes import normalise

_MOST_FOUND = 20
_FEWEST_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Payer:
    """An employer as last known on a day."""

    tax_code: str
    name: str
    collecting_unit: str
    grassroots_unit: str


def find_payers(session: Session, words: str, on: dt.date) -> list[Payer]:
    """Employers whose tax code begins so, or whose name holds the words, without diacritics.

    Returns  twenty at most, by name; none for fewer than two signs.
    """
    folded, digits = fold(words), normalise(words)
    if len(folded) < _FEWEST_SIGNS:
        return []
    query = _latest(on).where(
        or_(
            EmployerRow.name_folded.contains(folded, autoescape=True),
            EmployerRow.tax_code.startswith(digits, autoescape=True),
        )
    )
    rows = session.scalars(query.order_by(EmployerRow.name_folded).limit(_MOST_FOUND))
    return [_payer(row) for row in rows]


def payers(session: Session, tax_codes: Iterable[str], on: dt.date) -> dict[str, Payer]:
    """Employers by tax code; those the register lacks are left out."""
    wanted = sorted({code for code in tax_codes if code})
    rows = session.scalars(_latest(on).where(EmployerRow.tax_code.in_(wanted)))
    return {row.tax_code: _payer(row) for row in rows}


def open_months(session: Session, tax_code: str) -> Sequence[ObligationRow]:
    """What an employer owes, to whichever unit, what is due first standing first."""
    row = ObligationRow
    return session.scalars(
        select(row)
        .where(row.tax_code == tax_code, row.amount_vnd - row.waived_vnd - row.paid_vnd > 0)
        .order_by(row.due_on, row.period, row.collecting_unit)
    ).all()


def _latest(on: dt.date) -> Select[EmployerRow]:
    last = (
        select(EmployerRow.tax_code, func.max(EmployerRow.valid_from).label("valid_from"))
        .where(EmployerRow.valid_from <= on)
        .group_by(EmployerRow.tax_code)
        .subquery()
    )
    return select(EmployerRow).join(
        last,
        (last.c.tax_code == EmployerRow.tax_code) & (last.c.valid_from == EmployerRow.valid_from),
    )


def _payer(row: EmployerRow) -> Payer:
    return Payer(row.tax_code, row.name, row.collecting_unit, row.grassroots_unit)
