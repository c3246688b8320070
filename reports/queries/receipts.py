"""Receipts with what they pay, and how each matched part is shared."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.receipts import ReceiptRow
from reports.disclosure.facts import PartKey
from reports.queries.units import names_of

_CHUNK = 300

Within = Select[Any] | None  # the units that may be seen; None: all


@dataclass(frozen=True, slots=True)
class MatchedTo:
    """What of a receipt stands on one obligation (đồng)."""

    tax_code: str
    period: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class ListedReceipt:
    """One receipt and what it pays (đồng)."""

    public_id: str
    reference: str
    account_no: str
    booked_on: dt.date
    amount_vnd: int
    state: str
    confidence: int
    evidence: str
    matches: tuple[MatchedTo, ...]
    credit_vnd: int
    returned_vnd: int
    unmatched_vnd: int


@dataclass(frozen=True, slots=True)
class GivenShare:
    """One share of a matched part (đồng)."""

    unit: str
    level: str
    role: str
    place: str
    amount_vnd: int
    rule: str  # scope/first period of the rule it was made by


@dataclass(frozen=True, slots=True)
class SharedPart:
    """One matched part with its shares, which add up to it (đồng)."""

    receipt: str
    reference: str
    tax_code: str
    period: str
    amount_vnd: int
    shares: tuple[GivenShare, ...]


def receipts(session: Session, state: str, within: Within) -> list[ListedReceipt]:
    """Receipts in order of booking, in one state or (empty) in all."""
    query = select(ReceiptRow).order_by(ReceiptRow.booked_on, ReceiptRow.unit_code, ReceiptRow.seq)
    if state:
        query = query.where(ReceiptRow.state == state)
    if within is not None:
        query = query.where(
            or_(ReceiptRow.unit_code.in_(within), ReceiptRow.collecting_unit.in_(within))
        )
    rows = session.scalars(query).all()
    matches = _matches(session, [(row.unit_code, row.seq) for row in rows])
    return [
        ListedReceipt(
            row.public_id,
            row.reference,
            row.account_no,
            row.booked_on,
            row.amount_vnd,
            row.state,
            row.confidence,
            row.evidence,
            tuple(matches.get((row.unit_code, row.seq), ())),
            row.credit_vnd,
            row.returned_vnd,
            row.open_vnd,
        )
        for row in rows
    ]


def receipt_counts(session: Session, unit_code: str) -> dict[str, tuple[int, int]]:
    """How many receipts of a unit's accounts are in each state, and their amounts (đồng)."""
    query = (
        select(ReceiptRow.state, func.count(), func.sum(ReceiptRow.amount_vnd))
        .where(ReceiptRow.unit_code == unit_code)
        .group_by(ReceiptRow.state)
        .order_by(ReceiptRow.state)
    )
    return {state: (count, int(amount)) for state, count, amount in session.execute(query)}


def shared_parts(session: Session, period: str, unit_code: str, within: Within) -> list[SharedPart]:
    """The matched parts that stand on obligations of a wage month, with their shares.

    Takes    `unit_code`: only parts this unit collects or has a share of; empty asks for nothing.
    """
    shares = _shares(session, period)
    query = (
        select(
            MatchEventRow.collecting_unit,
            MatchEventRow.tax_code,
            MatchEventRow.period,
            MatchEventRow.holder_unit,
            MatchEventRow.receipt_seq,
            ReceiptRow.reference,
            func.sum(MatchEventRow.delta_vnd),
        )
        .join(
            ReceiptRow,
            (ReceiptRow.unit_code == MatchEventRow.holder_unit)
            & (ReceiptRow.seq == MatchEventRow.receipt_seq),
        )
        .where(MatchEventRow.period == period)
        .group_by(
            MatchEventRow.collecting_unit,
            MatchEventRow.tax_code,
            MatchEventRow.period,
            MatchEventRow.holder_unit,
            MatchEventRow.receipt_seq,
            ReceiptRow.reference,
        )
        .having(func.sum(MatchEventRow.delta_vnd) != 0)
        .order_by(MatchEventRow.tax_code, MatchEventRow.holder_unit, MatchEventRow.receipt_seq)
    )
    if within is not None:
        query = query.where(MatchEventRow.collecting_unit.in_(within))
    parts: list[SharedPart] = []
    for row in session.execute(query):
        part = PartKey(*row[:5])
        reference, amount = row[5], row[6]
        given = tuple(shares.get(part, ()))
        concerned = {part.collecting_unit, *(share.unit for share in given)}
        if not unit_code or unit_code in concerned:
            receipt = f"{part.holder_unit}/R/{part.receipt_seq}"
            parts.append(
                SharedPart(receipt, reference, part.tax_code, part.period, int(amount), given)
            )
    return parts


def _shares(session: Session, period: str) -> dict[PartKey, list[GivenShare]]:
    row = ShareEventRow
    keys = (row.collecting_unit, row.tax_code, row.period, row.holder_unit, row.receipt_seq)
    names = (row.role, row.place, row.beneficiary, row.rule_scope, row.rule_from)
    query = (
        select(*keys, *names, func.sum(row.delta_vnd))
        .where(row.period == period)
        .group_by(*keys, *names)
        .having(func.sum(row.delta_vnd) != 0)
        .order_by(*keys, *names)
    )
    found = [(PartKey(*each[:5]), each[5:]) for each in session.execute(query)]
    holders = {
        values[2] or (key.collecting_unit if values[1] == "own" else "") for key, values in found
    }
    levels = {code: level for code, (_, level) in names_of(session, frozenset(holders)).items()}
    made: dict[PartKey, list[GivenShare]] = {}
    for key, (role, place, beneficiary, scope, rule_from, amount) in found:
        unit = beneficiary or (key.collecting_unit if place == "own" else "")
        share = GivenShare(
            unit, levels.get(unit, ""), role, place, int(amount), f"{scope}/{rule_from}"
        )
        made.setdefault(key, []).append(share)
    return made


def _matches(
    session: Session, names: Iterable[tuple[str, int]]
) -> dict[tuple[str, int], list[MatchedTo]]:
    wanted = sorted(names)
    row = MatchEventRow
    found: dict[tuple[str, int], list[MatchedTo]] = {}
    for start in range(0, len(wanted), _CHUNK):
        query = (
            select(
                row.holder_unit, row.receipt_seq, row.tax_code, row.period, func.sum(row.delta_vnd)
            )
            .where(tuple_(row.holder_unit, row.receipt_seq).in_(wanted[start : start + _CHUNK]))
            .group_by(row.holder_unit, row.receipt_seq, row.tax_code, row.period)
            .having(func.sum(row.delta_vnd) != 0)
            .order_by(row.tax_code, row.period)
        )
        for holder, seq, tax_code, period, amount in session.execute(query):
            found.setdefault((holder, seq), []).append(MatchedTo(tax_code, period, int(amount)))
    return found
