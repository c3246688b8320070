"""What of a year's levy and dues fell due and was collected, and what the year was estimated at."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from finance.records.declarations import DeclarationRow
from finance.records.dues import DuesEventRow, DuesRow
from finance.records.employers import EmployerRow
from finance.records.matches import MatchEventRow
from finance.records.obligations import ObligationRow
from finance.records.units import latest_units
from finance.rules.collection import EstimateBasis, estimate
from finance.rules.dues_posting import DUES_RECEIVABLE
from finance.rules.facts import DeclarationStatus
from finance.rules.levy import is_payer
from finance.rules.posting_sources import DUES_ASSESSMENT
from finance.rules.rates import Law
from ledger.entries import Side
from ledger.money import Vnd
from ledger.periods import Period, last_day, period_of, shift
from ledger.store.tables import BookRow, EntryRow, LineRow
from reports.figures.collection import Place, Slice, Year
from reports.queries.standing import PLACE, Seen, of_obligation, sums_on
from reports.queries.terms import due_by, suspended, terms_before

_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class YearWish:
    """Which year, as it stood on which day, of which units."""

    year: int
    as_of: dt.date
    seen: Seen = field(default_factory=Seen)
    tops: frozenset[str] = frozenset()  # the units asked for, none: all
    suspended_counted: bool = False  # months whose day a suspension moved count already

    @property
    def months(self) -> tuple[str, str]:
        """The first and the last wage month."""
        return f"{self.year:04d}-01", f"{self.year:04d}-12"


@dataclass(slots=True)
class _Declared:
    """What the employers of one unit declared before the year."""

    wage_fund_vnd: int = 0
    people_months: int = 0
    people: int = 0


def year(session: Session, wish: YearWish, law: Law) -> Year:
    """All that is read of a year: due by the day, that day included.

    What is suspended is left out, unless it is wished for. Dues fall due when their month is
    over. All is as it stood on the day, but the estimate: it is empty for a year whose rule is not
    on record, and for units of which nothing was declared in the months it rests on.
    """
    units = latest_units(session)
    due = _due(session, wish, law)
    return Year(
        levy=_levy(session, wish, due),
        dues=_dues(session, wish),
        channels=_channels(session, wish, due),
        estimates=_estimates(session, wish, law),
        places={code: Place(u.name, u.level, u.parent_code) for code, u in units.items()},
        tops=wish.tops,
    )


def estimate_months(year: int, law: Law) -> tuple[int, int] | None:
    """The last months of the year before whose wages, and whose people, an estimate rests on.

    Returns  None when no rule for the estimate of that year is on record.
    """
    first = Period(f"{year:04d}-01")
    base = law.find_month("forecast.base_last_month", first)
    people = law.find_month("forecast.people_month", first)
    return None if base is None or people is None else (base.whole, people.whole)


def _due(session: Session, wish: YearWish, law: Law) -> ColumnElement[bool]:
    terms = terms_before(session, wish.as_of, law)
    due = due_by(wish.as_of, terms)
    if wish.suspended_counted:
        due = or_(due, suspended(terms))
    return and_(
        ObligationRow.period.between(*wish.months),
        due,
        wish.seen.obligations(),
    )


def _levy(session: Session, wish: YearWish, due: ColumnElement[bool]) -> tuple[Slice, ...]:
    owed, paid = sums_on(wish.as_of)
    place = PLACE.label("place")
    rows = session.execute(
        select(
            place,
            ObligationRow.period,
            func.sum(owed.c.amount_vnd),
            func.sum(func.coalesce(paid.c.amount_vnd, 0)),
        )
        .join(owed, of_obligation(owed))
        .outerjoin(paid, of_obligation(paid))
        .where(due)
        .group_by(place, ObligationRow.period)
        .order_by(place, ObligationRow.period)
    )
    return tuple(Slice(unit, period, int(due), int(got)) for unit, period, due, got in rows)


def _channels(session: Session, wish: YearWish, due: ColumnElement[bool]) -> dict[str, int]:
    rows = session.execute(
        select(MatchEventRow.holder_unit, func.sum(MatchEventRow.delta_vnd))
        .join(ObligationRow, of_obligation(MatchEventRow))
        .where(due, MatchEventRow.accounting_on <= wish.as_of)
        .group_by(MatchEventRow.holder_unit)
        .order_by(MatchEventRow.holder_unit)
    )
    return {holder: int(amount) for holder, amount in rows}


def _dues(session: Session, wish: YearWish) -> tuple[Slice, ...]:
    """What stands now, less what was assessed and what came in after the day."""
    row = DuesRow
    months = wish.months[0], min(wish.months[1], _over(wish.as_of))
    rows = session.execute(
        select(row.unit_code, row.period, func.sum(row.amount_vnd), func.sum(row.paid_vnd))
        .where(row.period.between(*months), wish.seen.holds(row.unit_code))
        .group_by(row.unit_code, row.period)
        .order_by(row.unit_code, row.period)
    )
    assessed, paid = _assessed_after(session, wish), _paid_after(session, wish)
    slices = (
        Slice(
            unit,
            period,
            int(due) - assessed.get((unit, period), 0),
            int(got) - paid.get((unit, period), 0),
        )
        for unit, period, due, got in rows
    )
    return tuple(one for one in slices if one.receivable_vnd or one.collected_vnd)


def _over(day: dt.date) -> Period:
    """The last month that is over on a day, its last day included."""
    month = period_of(day)
    return month if last_day(month) == day else shift(month, -1)


def _assessed_after(session: Session, wish: YearWish) -> dict[tuple[str, str], int]:
    """By unit and month, the dues that were put into the books after the day."""
    # The key of the entry: unit, month, number (`assessment_key`).
    month = func.substr(EntryRow.key, func.length(BookRow.code) + 2, len("YYYY-MM"))
    signed = case((LineRow.side == Side.DEBIT.value, LineRow.amount_vnd), else_=-LineRow.amount_vnd)
    rows = session.execute(
        select(BookRow.code, month, func.sum(signed))
        .join(EntryRow, EntryRow.book_id == BookRow.book_id)
        .join(LineRow, and_(LineRow.book_id == EntryRow.book_id, LineRow.seq == EntryRow.seq))
        .where(
            EntryRow.source == DUES_ASSESSMENT,
            EntryRow.accounting_on > wish.as_of,
            LineRow.account == DUES_RECEIVABLE,
            wish.seen.holds(BookRow.code),
        )
        .group_by(BookRow.code, month)
    )
    return {(unit, period): int(amount) for unit, period, amount in rows}


def _paid_after(session: Session, wish: YearWish) -> dict[tuple[str, str], int]:
    """By unit and month, the dues that came in after the day."""
    row = DuesEventRow
    rows = session.execute(
        select(row.unit_code, row.period, func.sum(row.delta_vnd))
        .where(row.accounting_on > wish.as_of, wish.seen.holds(row.unit_code))
        .group_by(row.unit_code, row.period)
    )
    return {(unit, period): int(amount) for unit, period, amount in rows}


def _estimates(session: Session, wish: YearWish, law: Law) -> dict[str, int]:
    months = estimate_months(wish.year, law)
    if months is None:
        return {}
    rate = law.for_month("levy.rate", Period(wish.months[0])).rate
    found: dict[str, int] = {}
    for place, basis in _bases(session, wish, months, law).items():
        amount = estimate(basis, _MONTHS, rate)
        if amount is not None:
            found[place] = amount
    return found


def _bases(
    session: Session, wish: YearWish, last_months: tuple[int, int], law: Law
) -> dict[str, EstimateBasis]:
    """By unit: wages and people of the base months, and the people last declared."""
    before = Period(f"{wish.year - 1:04d}-01")
    base_last, people_last = (shift(before, number - 1) for number in last_months)
    sums: dict[str, _Declared] = {}
    for place, period, wages, people, newest in _declared(session, wish, before, law, people_last):
        held = sums.setdefault(place, _Declared())
        if period <= base_last:
            held.wage_fund_vnd += wages
            held.people_months += people
        if newest:
            held.people += people
    return {
        place: EstimateBasis(Vnd(held.wage_fund_vnd), held.people_months, held.people)
        for place, held in sorted(sums.items())
    }


def _declared(
    session: Session, wish: YearWish, before: Period, law: Law, people_last: Period
) -> Iterable[tuple[str, Period, int, int, bool]]:
    """Unit, month, wages, people, and whether it is the last month an employer declared."""
    row, employer = DeclarationRow, EmployerRow
    span = (row.period >= before, row.period <= people_last, row.current)
    active = row.status == DeclarationStatus.ACTIVE.value
    last = (
        select(row.tax_code, row.si_unit_code, func.max(row.period).label("period"))
        .where(*span)
        .group_by(row.tax_code, row.si_unit_code)
        .subquery()
    )
    place = case(
        (employer.grassroots_unit != "", employer.grassroots_unit),
        (employer.upper_unit != "", employer.upper_unit),
        else_=employer.collecting_unit,
    ).label("place")
    newest = (row.period == last.c.period).label("newest")
    held = and_(
        employer.tax_code == row.tax_code,
        employer.valid_from <= last_day(people_last),
        employer.valid_to >= last_day(people_last),  # who has gone by then pays no year after
    )
    units = (employer.grassroots_unit, employer.upper_unit, employer.collecting_unit)
    sums = (func.sum(row.wage_fund_vnd), func.sum(row.employees))
    query = (
        select(place, row.period, employer.employer_type, newest, *sums)
        .join(last, and_(last.c.tax_code == row.tax_code, last.c.si_unit_code == row.si_unit_code))
        .join(employer, held)
        .where(*span, active, wish.seen.holds(*units))
        .group_by(place, row.period, employer.employer_type, newest)
    )
    for unit, period, kind, is_newest, wages, people in session.execute(query):
        if is_payer(kind, Period(wish.months[0]), law):
            yield unit, Period(period), int(wages), int(people), bool(is_newest)
