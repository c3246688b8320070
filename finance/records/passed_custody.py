"""What is held for the workers of an employer, part by part, and what of it was passed on."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from finance.records.loading import load
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.parts import PartKey, part_amounts
from finance.records.payables import owed_by_counterpart
from finance.records.runs import next_numbers
from finance.rules.change_posting import OTHER_DUE_TO
from finance.rules.passing_up import PASSED_UP
from finance.rules.posting import Place
from finance.rules.sharing import Role

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


def custody_from_elsewhere(session: Session, unit: str, tax_code: str) -> list[HeldPart]:
    """Of what a unit holds for an employer's workers, what was paid in another's book."""
    held = custody_of(session, unit, tax_code)
    months = {(each.part.tax_code, each.part.period) for each in held}
    matched = part_amounts(session, unit, months)
    return [each for each in held if not matched.get(each.part)]


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
            if table is ShareEventRow:
                query = query.where(ShareEventRow.role != PASSED_UP)
            for tax_code, period, holder, seq, amount in session.execute(query):
                key = PartKey(tax_code, period, holder, seq)
                found[key] = found.get(key, 0) + sign * int(amount)
    return {key: amount for key, amount in found.items() if amount}


Side = tuple[str, Place, str, int]  # whose history, where it stands, for whom, and the sign


def keep_moved(
    session: Session, held: Sequence[HeldPart], sides: Sequence[Side], ref: str, day: dt.date
) -> None:
    """Write into the histories of shares that parts in custody leave one place for another."""
    for unit, place, beneficiary, sign in sides:
        first = next_numbers(session, unit, "share", len(held))
        rows: list[dict[str, object]] = [
            {
                "collecting_unit": unit,
                "seq": first + offset,
                "holder_unit": each.part.holder_unit,
                "receipt_seq": each.part.receipt_seq,
                "tax_code": each.part.tax_code,
                "period": each.part.period,
                "role": Role.GRASSROOTS.value,
                "place": place.value,
                "beneficiary": beneficiary,
                "delta_vnd": sign * each.amount_vnd,
                "settled_delta_vnd": 0,
                "accounting_on": day,
                "ref": ref,
                "rule_scope": each.rule[0],
                "rule_from": each.rule[1],
            }
            for offset, each in enumerate(held)
        ]
        load(session, ShareEventRow, rows)


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
