"""Receipts as people look them up: the queue, one of them, and what it pays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, true, tuple_
from sqlalchemy.orm import Session

from finance.records.matches import MatchEventRow
from finance.records.receipts import ReceiptRow, ReceiptState
from finance.rules.folding import fold

_CHUNK = 300
_Place = tuple[str, int]

Within = ColumnElement[bool]  # which receipts may be seen

EVERYWHERE: Within = true()


class Filter(StrEnum):
    """Which receipts to show."""

    WAITING = "waiting"  # suggested and unidentified
    SUGGESTED = "suggested"
    UNIDENTIFIED = "unidentified"
    CREDIT = "credit"
    MATCHED = "matched"
    RETURNED = "returned"
    ALL = "all"


_STATES: Mapping[Filter, tuple[ReceiptState, ...]] = {
    Filter.WAITING: (ReceiptState.SUGGESTED, ReceiptState.UNIDENTIFIED),
    Filter.SUGGESTED: (ReceiptState.SUGGESTED,),
    Filter.UNIDENTIFIED: (ReceiptState.UNIDENTIFIED,),
    Filter.CREDIT: (ReceiptState.CREDIT,),
    Filter.MATCHED: (ReceiptState.MATCHED,),
    Filter.RETURNED: (ReceiptState.RETURNED,),
    Filter.ALL: tuple(ReceiptState),
}


@dataclass(frozen=True, slots=True)
class Queue:
    """What is asked of the queue: a filter, words or an amount to find, and which page."""

    chosen: Filter = Filter.WAITING
    words: str = ""
    first: int = 0
    most: int = 50


@dataclass(frozen=True, slots=True)
class Part:
    """What of a receipt stands on one obligation (đồng)."""

    tax_code: str
    period: str
    amount_vnd: int


def seen_in(units: Select[Any]) -> Within:
    """Receipts on the accounts of these units, and those that they collect wherever they lie."""
    return or_(ReceiptRow.unit_code.in_(units), ReceiptRow.collecting_unit.in_(units))


def queue(session: Session, within: Within, asked: Queue) -> Sequence[ReceiptRow]:
    """One page of the queue, what came first standing first."""
    query = (
        _asked(within, asked)
        .order_by(ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
        .offset(asked.first)
        .limit(asked.most)
    )
    return session.scalars(query).all()


def queue_size(session: Session, within: Within, asked: Queue) -> tuple[int, int]:
    """How many receipts the filter lets through, and what they add up to (đồng)."""
    rows = _asked(within, asked).subquery()
    count, amount = session.execute(
        select(func.count(), func.coalesce(func.sum(rows.c.amount_vnd), 0))
    ).one()
    return count, int(amount)


def count_by_state(session: Session, within: Within) -> dict[str, int]:
    """How many receipts are in each state."""
    query = select(ReceiptRow.state, func.count()).where(within).group_by(ReceiptRow.state)
    return dict(session.execute(query).all())


def one_receipt(session: Session, within: Within, unit_code: str, seq: int) -> ReceiptRow | None:
    """One receipt, or None when there is none that one may see."""
    return session.scalars(
        select(ReceiptRow).where(ReceiptRow.unit_code == unit_code, ReceiptRow.seq == seq, within)
    ).one_or_none()


def parts_of(session: Session, places: Iterable[_Place]) -> dict[_Place, list[Part]]:
    """What each of these receipts (unit, seq) pays, by employer and month."""
    wanted = sorted(places)
    row = MatchEventRow
    columns = (row.holder_unit, row.receipt_seq, row.tax_code, row.period)
    amount = func.sum(row.delta_vnd)
    found: dict[_Place, list[Part]] = {place: [] for place in wanted}
    for start in range(0, len(wanted), _CHUNK):
        rows = session.execute(
            select(*columns, amount)
            .where(tuple_(row.holder_unit, row.receipt_seq).in_(wanted[start : start + _CHUNK]))
            .group_by(*columns)
            .having(amount != 0)
            .order_by(*columns)
        )
        for holder, seq, tax_code, period, total in rows:
            found[(holder, seq)].append(Part(tax_code, period, int(total)))
    return found


def _asked(within: Within, asked: Queue) -> Select[ReceiptRow]:
    states = [state.value for state in _STATES[asked.chosen]]
    query = select(ReceiptRow).where(ReceiptRow.state.in_(states), within)
    words = asked.words.strip()
    if words:
        query = query.where(_holds(words))
    return query


def _holds(words: str) -> ColumnElement[bool]:
    """Banks write without diacritics and in capitals, so what is looked for is folded first."""
    digits = words.replace(".", "")
    sides = [
        func.upper(column).contains(fold(words), autoescape=True)
        for column in (ReceiptRow.content, ReceiptRow.counter_name, ReceiptRow.reference)
    ]
    sides += [
        ReceiptRow.tax_code == words,
        ReceiptRow.suggested_tax_code == words,
        ReceiptRow.content.contains(words, autoescape=True),
    ]
    if digits.isascii() and digits.isdigit() and len(digits) < 19:  # noqa: PLR2004 - fits a bigint
        sides.append(ReceiptRow.amount_vnd == int(digits))
    return or_(*sides)
