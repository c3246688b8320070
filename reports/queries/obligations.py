"""The list of obligations as it stands on a day, for people who follow them up."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.obligations import ObligationRow
from finance.rules.rates import Law
from finance.rules.relief import ReliefKind
from finance.rules.states import ObligationState, Standing, days_late, state_on
from ledger.money import Vnd
from reports.queries.levy import employer_names
from reports.queries.standing import of_obligation, sums_on
from reports.queries.terms import term_of, terms_before


@dataclass(frozen=True, slots=True)
class ObligationWish:
    """Which obligations; empty fields ask for nothing."""

    as_of: dt.date
    period: str = ""
    tax_code: str = ""
    state: str = ""
    within: Select[Any] | None = None  # the collecting units that may be seen


@dataclass(frozen=True, slots=True)
class ListedObligation:
    """One obligation as it stood on the day (đồng)."""

    collecting_unit: str
    tax_code: str
    name: str
    period: str
    wage_fund_vnd: int
    rate: str
    gross_vnd: int  # by the ordinary rate
    relief_vnd: int  # what a reduction took off
    amount_vnd: int
    waived_vnd: int  # what an exemption took off the unpaid part
    relief: str  # "", or the kind of relief: exemption, suspension, reduction
    due_on: dt.date
    paid_vnd: int
    open_vnd: int
    state: ObligationState
    days_late: int


def obligations(session: Session, wish: ObligationWish, law: Law) -> list[ListedObligation]:
    """Obligations in order of employer and month, those not yet assessed on the day left out.

    The wage fund and the rate are those last recorded. The amounts are the day's, and so is the day
    of a suspended month: by the decisions taken up to the day.
    """
    owed, paid = sums_on(wish.as_of)
    query = (
        select(
            ObligationRow,
            owed.c.amount_vnd,
            owed.c.relief_vnd,
            owed.c.waived_vnd,
            func.coalesce(paid.c.amount_vnd, 0),
        )
        .join(owed, of_obligation(owed))
        .outerjoin(paid, of_obligation(paid))
        .order_by(ObligationRow.tax_code, ObligationRow.period, ObligationRow.collecting_unit)
    )
    if wish.period:
        query = query.where(ObligationRow.period == wish.period)
    if wish.tax_code:
        query = query.where(ObligationRow.tax_code == wish.tax_code)
    if wish.within is not None:
        query = query.where(ObligationRow.collecting_unit.in_(wish.within))
    rows = session.execute(query).all()
    terms = terms_before(session, wish.as_of, law)
    names = employer_names(session, {row.tax_code for row, *_ in rows}, wish.as_of)
    made = (
        _listed(row, names, _Day(_Amounts(*map(int, sums)), *term_of(row, terms), wish.as_of), law)
        for row, *sums in rows
    )
    return [each for each in made if not wish.state or each.state == wish.state]


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What stood on a day (đồng)."""

    left_vnd: int  # owed after every relief, before it is paid
    relief_vnd: int
    waived_vnd: int
    paid_vnd: int

    @property
    def amount_vnd(self) -> int:
        return self.left_vnd + self.waived_vnd

    @property
    def gross_vnd(self) -> int:
        return self.amount_vnd + self.relief_vnd


@dataclass(frozen=True, slots=True)
class _Day:
    """How an obligation stood on a day: its amounts, and by when it was to be paid."""

    amounts: _Amounts
    due_on: dt.date
    suspended: bool
    as_of: dt.date

    @property
    def relief(self) -> str:
        if self.amounts.waived_vnd:
            return ReliefKind.EXEMPTION.value
        if self.suspended:
            return ReliefKind.SUSPENSION.value
        return ReliefKind.REDUCTION.value if self.amounts.relief_vnd else ""

    @property
    def standing(self) -> Standing:
        return Standing(
            amount_vnd=Vnd(self.amounts.amount_vnd),
            paid_vnd=Vnd(self.amounts.paid_vnd),
            due_on=self.due_on,
            suspended=self.suspended,
            waived_vnd=Vnd(self.amounts.waived_vnd),
        )


def _listed(row: ObligationRow, names: Mapping[str, str], day: _Day, law: Law) -> ListedObligation:
    amounts, standing = day.amounts, day.standing
    return ListedObligation(
        row.collecting_unit,
        row.tax_code,
        names.get(row.tax_code, ""),
        row.period,
        row.wage_fund_vnd,
        row.rate,
        amounts.gross_vnd,
        amounts.relief_vnd,
        amounts.amount_vnd,
        amounts.waived_vnd,
        day.relief,
        day.due_on,
        amounts.paid_vnd,
        standing.open_vnd,
        state_on(standing, day.as_of, law),
        days_late(standing, day.as_of),
    )
