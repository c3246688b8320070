"""What is held for the workers of an employer, part by part, and what of it was passed on."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.parts import PartKey
from finance.records.payables import owed_by_counterpart
from finance.rules.change_posting import OTHER_DUE_TO
from finance.rules.posting import Place

_CHUNK = 200


@dataclass(frozen=True, slots=True)
class HeldPart:
    """What is held of one matched part (đồng), and the rule (scope, first period) it rests on."""

    part: PartKey
    amount_vnd: int
    rule: tuple[str, str]


def custody_of(session: Session, unit: str, tax_code: str) -> list[HeldPart]:
    """What a unit holds for the workers of an employer, part by part, in order."""
    row = ShareEventRow
    columns = (row.tax_code, row.period, row.holder_unit, row.receipt_seq)
    amount = func.sum(row.delta_vnd)
    query = (
        select(*columns, amount, func.max(row.rule_scope), func.max(row.rule_from))
        .where(
            row.collecting_unit == unit,
            row.tax_code == tax_code,
            row.place == Place.CUSTODY.value,
        )
        .group_by(*columns)
        .having(amount != 0)
        .order_by(*columns)
    )
    return [
        HeldPart(
            PartKey(found[0], found[1], found[2], found[3]), int(found[4]), (found[5], found[6])
        )
        for found in session.execute(query).all()
    ]


def passed_on(session: Session, unit: str, parts: Sequence[PartKey]) -> dict[PartKey, int]:
    """What of these parts was passed on to other units: shares there that rest on no match there.

    Only units to which this one ever owed over 3368 are asked: custody goes no other way.
    """
    found: dict[PartKey, int] = {}
    others = sorted(owed_by_counterpart(session, unit, (OTHER_DUE_TO,)))
    if not others:
        return found
    for start in range(0, len(parts), _CHUNK):
        for table, sign in ((ShareEventRow, 1), (MatchEventRow, -1)):
            columns = (table.tax_code, table.period, table.holder_unit, table.receipt_seq)
            same = or_(
                *(
                    and_(
                        table.tax_code == key.tax_code,
                        table.period == key.period,
                        table.holder_unit == key.holder_unit,
                        table.receipt_seq == key.receipt_seq,
                    )
                    for key in parts[start : start + _CHUNK]
                )
            )
            query = (
                select(*columns, func.sum(table.delta_vnd))
                .where(table.collecting_unit.in_(others), same)
                .group_by(*columns)
            )
            for tax_code, period, holder, seq, amount in session.execute(query):
                key = PartKey(tax_code, period, holder, seq)
                found[key] = found.get(key, 0) + sign * int(amount)
    return {key: amount for key, amount in found.items() if amount}


def custody_units(session: Session, tax_code: str) -> list[str]:
    """The units that hold something for the workers of an employer."""
    return _holding(session, ShareEventRow.collecting_unit, ShareEventRow.tax_code == tax_code)


def custody_employers(session: Session, unit: str) -> list[str]:
    """The employers for whose workers a unit holds something."""
    return _holding(session, ShareEventRow.tax_code, ShareEventRow.collecting_unit == unit)


def _holding(
    session: Session, column: InstrumentedAttribute[str], of: ColumnElement[bool]
) -> list[str]:
    query = (
        select(column)
        .where(of, ShareEventRow.place == Place.CUSTODY.value)
        .group_by(column)
        .having(func.sum(ShareEventRow.delta_vnd) != 0)
        .order_by(column)
    )
    return list(session.scalars(query))
