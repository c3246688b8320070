"""Reading relief for its reports: applications counted, decisions with their amounts, lists."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.relief_applications import (
    ApplicationState,
    Dossier,
    ReliefApplicationRow,
    applications,
    dossiers,
)
from finance.records.relief_lists import ReliefListRow, latest_list
from finance.records.relief_register import cases
from finance.rules.rates import Law
from finance.rules.relief import ReliefKind
from reports.figures import Words
from reports.queries.books import name_of
from reports.statements.relief import Counted, ReliefReport

_EVERYTHING = Words("Tất cả các cấp quyết định", "All deciding units")


@dataclass(frozen=True, slots=True)
class ListedYear:
    """A deciding unit's year that was published, the newest version."""

    unit_code: str
    year: int
    version: int


def relief_report(
    session: Session, unit: str, span: tuple[dt.date, dt.date], words: tuple[Words, str], law: Law
) -> ReliefReport:
    """What a unit (every unit, when empty) was asked and decided in a span of days."""
    conditions = [ReliefApplicationRow.received_on <= span[1]]
    if unit:
        conditions.append(ReliefApplicationRow.unit_code == unit)
    found = dossiers(session, applications(session, *conditions), law)
    name = name_of(session, unit) if unit else _EVERYTHING.vi
    return ReliefReport(
        unit_code=unit or "-",
        unit_name=name,
        span=words[0],
        span_key=words[1],
        counted=tuple(_counted(kind, found, span) for kind in ReliefKind),
        cases=tuple(cases(session, unit, *span)),
    )


def _counted(
    kind: ReliefKind,
    found: Sequence[tuple[ReliefApplicationRow, Dossier]],
    span: tuple[dt.date, dt.date],
) -> Counted:
    first, last = span
    own = [(row, dossier) for row, dossier in found if row.kind == kind.value]
    answered = [row for row, _ in own if row.decided_on and first <= row.decided_on <= last]
    waiting = [
        (row, dossier) for row, dossier in own if row.decided_on is None or row.decided_on > last
    ]
    return Counted(
        kind=kind,
        received=sum(1 for row, _ in own if first <= row.received_on),
        granted=sum(1 for row in answered if row.state == ApplicationState.GRANTED),
        refused=sum(1 for row in answered if row.state == ApplicationState.REFUSED),
        waiting=len(waiting),
        overdue=sum(
            1
            for _, dossier in waiting
            if dossier.answer_due_on is not None and dossier.answer_due_on < last
        ),
    )


def published_years(session: Session) -> list[ListedYear]:
    """Every year that a deciding unit has published, the newest first."""
    newest: dict[tuple[str, int], int] = {}
    for unit, year, version in session.execute(
        select(ReliefListRow.unit_code, ReliefListRow.year, ReliefListRow.version)
    ):
        newest[(unit, year)] = max(version, newest.get((unit, year), 0))
    return [
        ListedYear(unit, year, newest[(unit, year)])
        for unit, year in sorted(newest, key=lambda key: (-key[1], key[0]))
    ]


def published_list(
    session: Session, unit: str, year: int
) -> tuple[ReliefListRow, dict[str, Any]] | None:
    """The newest list of a unit's year as it was published, with what it says; None without one."""
    row = latest_list(session, unit, year)
    if row is None:
        return None
    document: dict[str, Any] = json.loads(row.content)
    return row, document
