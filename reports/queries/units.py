"""The register of units as a reader looks through it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from finance.records.disclosures import DisclosureRow
from finance.records.units import UnitRow
from finance.rules.folding import fold
from reports.queries.disclosures import PERIOD, PUBLISHED

PAGE = 50


@dataclass(frozen=True, slots=True)
class Search:
    """What a reader asks of the list of units; empty fields ask for nothing."""

    text: str = ""  # part of a name, with or without diacritics, or of a code
    level: str = ""
    parent_code: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit in the list, as last known."""

    code: str
    name: str
    level: str
    parent_code: str
    valid_to: dt.date
    successor_code: str
    latest_period: str | None  # the last month it has published; None: none yet


def search_units(
    session: Session, search: Search, within: Select[Any] | None = None
) -> tuple[list[ListedUnit], int]:
    """One page of units in order of level and name, and how many fit in all.

    Takes    a search; diacritics and letter case of a name make no difference, and a unit that
             stands no more is found as well: its months stay published. `within` keeps to the
             codes that query gives.
    """
    other = aliased(UnitRow)
    newest = select(func.max(other.valid_from)).where(other.code == UnitRow.code).scalar_subquery()
    latest = (
        select(func.max(DisclosureRow.period))
        .where(
            DisclosureRow.unit_code == UnitRow.code,
            DisclosureRow.kind == PERIOD,
            DisclosureRow.state == PUBLISHED,
        )
        .scalar_subquery()
    )
    wanted = and_(UnitRow.valid_from == newest, *_wanted(search))
    if within is not None:
        wanted = and_(wanted, UnitRow.code.in_(within))
    count = session.scalars(select(func.count()).select_from(UnitRow).where(wanted)).one()
    rows = session.execute(
        select(
            UnitRow.code,
            UnitRow.name,
            UnitRow.level,
            UnitRow.parent_code,
            UnitRow.valid_to,
            UnitRow.successor_code,
            latest,
        )
        .where(wanted)
        .order_by(UnitRow.name_folded, UnitRow.code)
        .offset((search.page - 1) * PAGE)
        .limit(PAGE)
    )
    return [ListedUnit(*row) for row in rows], count


def unit_named(session: Session, code: str) -> ListedUnit | None:
    """One unit as last known, or None."""
    row = session.scalars(
        select(UnitRow).where(UnitRow.code == code).order_by(UnitRow.valid_from.desc()).limit(1)
    ).one_or_none()
    if row is None:
        return None
    return ListedUnit(
        row.code, row.name, row.level, row.parent_code, row.valid_to, row.successor_code, None
    )


def names_of(session: Session, codes: frozenset[str]) -> dict[str, tuple[str, str]]:
    """Name and level of units as last known, by code."""
    rows = session.execute(
        select(UnitRow.code, UnitRow.name, UnitRow.level)
        .where(UnitRow.code.in_(sorted(codes)))
        .order_by(UnitRow.valid_from)
    )
    return {code: (name, level) for code, name, level in rows}


def _wanted(search: Search) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    for word in fold(search.text).split():
        like = f"%{_plain(word)}%"
        wanted.append(
            or_(
                UnitRow.name_folded.like(like, escape="\\"),
                func.upper(UnitRow.code).like(like, escape="\\"),
            )
        )
    if search.level:
        wanted.append(UnitRow.level == search.level)
    if search.parent_code:
        wanted.append(UnitRow.parent_code == search.parent_code)
    return wanted


def _plain(word: str) -> str:
    # A per cent sign or underscore is what the reader typed, not a pattern.
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
