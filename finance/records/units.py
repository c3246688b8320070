"""Union units, dated, and the tree they stand in."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Date, Index, Row, SmallInteger, String, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.loading import ask_among, keyed, load
from ledger.store.base import Base
from ledger.store.cursor import Question, Reader

_Span = Row[str, str, dt.date, dt.date]  # code, parent, first and last day

FOREVER = dt.date(9999, 12, 31)
_LINE_UP = (
    "SELECT ancestor_code FROM unit_closure "
    "WHERE unit_code = %s AND valid_from <= %s AND valid_to >= %s ORDER BY depth"
)


class UnitRow(Base):
    """A unit over a span of days; another name or parent is another row."""

    __tablename__ = "unit"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[dt.date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(300))
    name_folded: Mapped[str] = mapped_column(String(300), index=True)
    level: Mapped[str] = mapped_column(String(12))
    kind: Mapped[str] = mapped_column(String(20), server_default=text("''"))
    parent_code: Mapped[str] = mapped_column(String(40), server_default=text("''"))
    successor_code: Mapped[str] = mapped_column(String(40), server_default=text("''"))


class UnitClosureRow(Base):
    """That a unit stood below another (or is itself, depth 0) over a span of days."""

    __tablename__ = "unit_closure"
    __table_args__ = (Index("ix_unit_closure_unit_code", "unit_code", "valid_from"),)

    ancestor_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[dt.date] = mapped_column(Date)
    depth: Mapped[int] = mapped_column(SmallInteger)


_CODE = keyed(UnitRow, "code")
_BELOW = keyed(UnitClosureRow, "unit_code")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it stands on a day."""

    code: str
    name: str
    level: str
    kind: str
    parent_code: str
    valid_from: dt.date
    valid_to: dt.date
    successor_code: str


def unit_on(session: Session, code: str, day: dt.date) -> Unit | None:
    """The unit as it stands on a day, or None when there is none of that code then."""
    row = session.scalars(
        select(UnitRow).where(
            UnitRow.code == code, UnitRow.valid_from <= day, UnitRow.valid_to >= day
        )
    ).one_or_none()
    return None if row is None else _unit(row)


def latest_unit(session: Session, code: str) -> Unit | None:
    """The unit as last known, whether it still stands or not."""
    row = session.scalars(
        select(UnitRow).where(UnitRow.code == code).order_by(UnitRow.valid_from.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _unit(row)


def latest_units(session: Session) -> dict[str, Unit]:
    """Every unit as last known, by code."""
    rows = session.scalars(select(UnitRow).order_by(UnitRow.code, UnitRow.valid_from))
    return {row.code: _unit(row) for row in rows}


def units_of(session: Session, codes: Iterable[str]) -> dict[str, Unit]:
    """These units as last known, by code; those the register lacks are left out."""
    reader = Reader(session.connection())
    sql = (
        "SELECT code, name, level, kind, parent_code, valid_from, valid_to, successor_code "
        "FROM unit WHERE {among} ORDER BY code, valid_from"
    )
    rows = ask_among(session, sql, _CODE, [(code,) for code in sorted(set(codes))])
    found: dict[str, Unit] = {}
    for code, name, level, kind, parent, first, last, successor in rows:
        days = reader.day_of(first), reader.day_of(last)
        found[code] = Unit(code, name, level, kind, parent, *days, successor)
    return found


def lines_up(session: Session, codes: Iterable[str], day: dt.date) -> dict[str, list[str]]:
    """Of many units, each with those above it on a day, nearest first."""
    wanted = sorted(set(codes))
    on = Reader(session.connection()).day(day)
    sql = (
        "SELECT unit_code, ancestor_code FROM unit_closure "
        "WHERE valid_from <= %s AND valid_to >= %s AND {among} ORDER BY unit_code, depth"
    )
    found: dict[str, list[str]] = {code: [] for code in wanted}
    for code, ancestor in ask_among(session, sql, _BELOW, [(code,) for code in wanted], (on, on)):
        found[code].append(ancestor)
    return found


def line_up(session: Session, code: str, day: dt.date) -> list[str]:
    """The unit and those above it on a day, nearest first."""
    session.flush()
    reader = Reader(session.connection())  # asked at every act of a person
    (found,) = reader.ask([line_up_question(reader, code, day)])
    return [ancestor for (ancestor,) in found]


def line_up_question(reader: Reader, code: str, day: dt.date) -> Question:
    """The same as a question, to be asked along with others."""
    return _LINE_UP, (code, reader.day(day), reader.day(day))


def line_over(session: Session, code: str, day: dt.date) -> list[str]:
    """Who stands over a unit: itself and those above it on a day.

    A unit that stands no more belongs to those above it on its last day: somebody has to wind
    its book up.
    """
    found = line_up(session, code, day)
    if not found:
        unit = latest_unit(session, code)
        if unit is not None and unit.valid_to < day:
            found = line_up(session, code, unit.valid_to)
    return found


def top_units(session: Session) -> list[str]:
    """The units that stand below nobody."""
    return list(session.scalars(select(UnitRow.code).where(UnitRow.parent_code == "").distinct()))


def below(session: Session, codes: Iterable[str], day: dt.date) -> set[str]:
    """The units themselves and all that stands below any of them on a day."""
    wanted = sorted(set(codes))
    return set(wanted) | set(
        session.scalars(
            select(UnitClosureRow.unit_code).where(
                UnitClosureRow.ancestor_code.in_(wanted),
                UnitClosureRow.valid_from <= day,
                UnitClosureRow.valid_to >= day,
            )
        )
    )


def ever_below(session: Session, codes: Iterable[str]) -> set[str]:
    """The units themselves and all that ever stood below any of them: history stays readable."""
    wanted = sorted(set(codes))
    return set(wanted) | set(
        session.scalars(
            select(UnitClosureRow.unit_code).where(UnitClosureRow.ancestor_code.in_(wanted))
        )
    )


def rebuild_closure(session: Session) -> None:
    """Make the tree table anew from the units' own rows."""
    spans: dict[str, list[_Span]] = {}
    columns = (UnitRow.code, UnitRow.parent_code, UnitRow.valid_from, UnitRow.valid_to)
    for row in session.execute(select(*columns)):
        spans.setdefault(row.code, []).append(row)
    rows: list[dict[str, object]] = []
    for code, own in spans.items():
        for row in own:
            rows.extend(_ancestors(spans, code, row))
    session.execute(delete(UnitClosureRow))
    load(session, UnitClosureRow, rows)


def _ancestors(spans: dict[str, list[_Span]], code: str, row: _Span) -> Sequence[dict[str, object]]:
    made: list[dict[str, object]] = []
    waiting = [(code, row.parent_code, row.valid_from, row.valid_to, 0)]
    while waiting:
        ancestor, parent, start, end, depth = waiting.pop()
        made.append(
            {
                "ancestor_code": ancestor,
                "unit_code": code,
                "valid_from": start,
                "valid_to": end,
                "depth": depth,
            }
        )
        for above in spans.get(parent, []):
            first, last = max(start, above.valid_from), min(end, above.valid_to)
            if first <= last:
                waiting.append((above.code, above.parent_code, first, last, depth + 1))
    return made


def _unit(row: UnitRow) -> Unit:
    return Unit(
        row.code,
        row.name,
        row.level,
        row.kind,
        row.parent_code,
        row.valid_from,
        row.valid_to,
        row.successor_code,
    )
