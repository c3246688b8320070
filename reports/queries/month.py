"""Gathers what a unit's disclosure of a closed month is made from."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.units import Unit, latest_unit, unit_on
from finance.runtime.charts import index_items
from finance.runtime.parameters import law, sources
from ledger.errors import UnknownBook
from ledger.periods import Period, first_day, last_day
from ledger.store.tables import EntryRow
from reports.disclosure.facts import MonthFacts, PartFact, Texts, UnitFact
from reports.disclosure.period import PeriodNotClosed
from reports.queries import books, levy
from reports.queries.units import names_of


def month_facts(session: Session, unit_code: str, period: Period) -> MonthFacts:
    """Everything that one unit's disclosure of a month stands on.

    Raises   UnknownBook; PeriodNotClosed for a month that is open or not in the book: what is
             disclosed comes from closed months only.
    """
    state = books.period_state(session, unit_code, period)
    if state is None or not state.shut:
        state_name = "none" if state is None else state.value
        raise PeriodNotClosed(unit=unit_code, period=period, state=state_name)
    first, last = first_day(period), last_day(period)
    unit = unit_on(session, unit_code, last) or latest_unit(session, unit_code)
    if unit is None:
        raise UnknownBook(book=unit_code)
    employers = levy.employers_of(session, unit, last)
    parts = levy.part_facts(session, employers, first, last)
    moved = books.movements(session, books.Asked(unit_code, first, last))
    return MonthFacts(
        unit=UnitFact(unit.code, unit.name, unit.level, unit.parent_code),
        period=period,
        chart=moved.chart,
        texts=texts(session, moved.book.regime),
        rows=books.without_year_end(session, unit_code, first, last),
        above=books.above(session, unit_code, last),
        entries=_entries(session, moved.book.book_id, period),
        obligations=levy.obligation_facts(session, employers, first, last),
        parts=parts,
        shared_to_unit_vnd=levy.shared_to(session, unit_code, first, last),
        employers=levy.employer_names(session, {part.key.tax_code for part in parts}, last),
        units=_unit_names(session, unit, parts, (row.counter_book for row in moved.rows)),
    )


def texts(session: Session, regime: str) -> Texts:
    """The names of a regime's index, the law, its texts, and the configured rules of the levy."""
    items = tuple(item for item in index_items() if item.regime == regime)
    return Texts(items, law(), sources(), levy.levy_rules(session))


def _entries(session: Session, book_id: int, period: Period) -> int:
    return session.scalars(
        select(func.count())
        .select_from(EntryRow)
        .where(EntryRow.book_id == book_id, EntryRow.period <= period)
    ).one()


def _unit_names(
    session: Session, unit: Unit, parts: Iterable[PartFact], counters: Iterable[str]
) -> dict[str, str]:
    codes = {unit.code, unit.parent_code, *counters}
    for part in parts:
        codes |= {part.grassroots_unit, part.key.collecting_unit, part.key.holder_unit}
        codes |= {share.beneficiary for share in part.shares if share.place in ("own", "unit")}
    found = names_of(session, frozenset(codes - {""}))
    return {code: name for code, (name, _) in found.items()}
