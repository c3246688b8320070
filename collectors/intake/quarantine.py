"""What waits in quarantine, as it came.

A row stops waiting when a later batch of the same feed brings a row of the same key: that one is
taken, or waits in its place.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from collectors.intake.batches import Seen, keeping
from collectors.tables import BatchRow, QuarantineRow, RawRowRow
from ledger.errors import Problem

_CHUNK = 300
_Place = tuple[int, int]  # batch and row


@dataclass(frozen=True, slots=True)
class Waits:
    """One quarantined row in its own words, with everything that is wrong with it."""

    batch: int
    feed: str
    file_name: str
    account_no: str
    received_at_us: int
    row: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the waiting rows: of one batch or all, and which page of them."""

    batch: int | None = None
    first: int = 0
    most: int | None = None  # None: all of them


def waiting_rows(session: Session, seen: Seen, asked: Asked) -> list[Waits]:
    """The rows that wait, the newest batch first.

    Raises   UnknownBatch.
    """
    query = (
        _waiting(session, seen, asked.batch)
        .order_by(RawRowRow.batch_id.desc(), RawRowRow.row_no)
        .offset(asked.first)
        .limit(asked.most)
    )
    rows = session.execute(query).all()
    problems = _problems(session, [(batch.id, raw.row_no) for raw, batch in rows])
    return [
        Waits(
            batch.id,
            batch.feed,
            batch.file_name,
            batch.account_no,
            batch.received_at_us,
            raw.row_no,
            json.loads(raw.cells),
            tuple(problems[(batch.id, raw.row_no)]),
        )
        for raw, batch in rows
    ]


def waiting_count(session: Session, seen: Seen, batch: int | None = None) -> int:
    """How many rows wait.

    Raises   UnknownBatch.
    """
    rows = _waiting(session, seen, batch).subquery()
    return session.execute(select(func.count()).select_from(rows)).scalar_one()


def _waiting(session: Session, seen: Seen, batch: int | None) -> Select[RawRowRow, BatchRow]:
    later = aliased(RawRowRow)
    answered = exists().where(
        later.row_key == RawRowRow.row_key, later.batch_id > RawRowRow.batch_id
    )
    query = (
        select(RawRowRow, BatchRow)
        .join(BatchRow, BatchRow.id == RawRowRow.batch_id)
        .join(
            QuarantineRow,  # every quarantined row has a first problem, and few rows have any
            (QuarantineRow.batch_id == RawRowRow.batch_id)
            & (QuarantineRow.row_no == RawRowRow.row_no)
            & (QuarantineRow.position == 1),
        )
        .where(or_(RawRowRow.row_key == "", ~answered), seen)
    )
    return query if batch is None else query.where(BatchRow.id == keeping(session, seen, batch))


def _problems(session: Session, places: Iterable[_Place]) -> dict[_Place, list[Problem]]:
    wanted = sorted(places)
    found: dict[_Place, list[Problem]] = {place: [] for place in wanted}
    for start in range(0, len(wanted), _CHUNK):
        rows = session.scalars(
            select(QuarantineRow)
            .where(
                tuple_(QuarantineRow.batch_id, QuarantineRow.row_no).in_(
                    wanted[start : start + _CHUNK]
                )
            )
            .order_by(QuarantineRow.batch_id, QuarantineRow.row_no, QuarantineRow.position)
        )
        for row in rows:
            problem = Problem(
                row.code,
                row.vi,
                row.en,
                row=row.row_no,
                column=row.column,
                facts=json.loads(row.facts),
            )
            found[(row.batch_id, row.row_no)].append(problem)
    return found
