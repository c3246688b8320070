"""Take back a collection of dues: what was put on members' months comes off them again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from finance.actions.collect_dues import CASH
from finance.actions.pay_dues import SOURCE, Part, PayDues, pay_dues
from finance.records.dues import DuesEventRow, Way
from finance.records.payments import transfer_entries
from finance.records.runs import take_turn
from finance.rules.errors import RuleError
from finance.rules.posting import BANK, RECEIPTS_TO_IDENTIFY
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.periods import Period

_ACCOUNTS: Final = {
    Way.BANK: BANK,
    Way.CASH: CASH,
    Way.RECEIPT: RECEIPTS_TO_IDENTIFY,
    Way.TRANSFER: RECEIPTS_TO_IDENTIFY,
}


class UnknownCollection(RuleError):
    """The unit has collected nothing under that reference."""

    code = "dues.unknown_collection"
    vi = "Không có lần thu đoàn phí «{ref}» tại {unit}."
    en = "Nothing was collected in {unit} under “{ref}”."


@dataclass(frozen=True, slots=True)
class ReleaseDues:
    """Which collection of which unit, by the reference its entries carry; when, and why."""

    unit: str
    ref: str
    on: dt.date
    reason: str


def release_dues(ctx: Context, request: ReleaseDues) -> int:
    """Post the opposite; a receipt's money waits again, and only a person decides about it.

    Returns  what was taken off, in đồng; told the same again, zero.
    Raises   UnknownCollection, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "receipt.release", request.unit)
        take_turn(session)
        widen(session)
        rows = _collected(session, request)
        if any(row.undoes == request.ref for row in rows):
            rows = []
        if rows:
            _take_off(session, ctx, request, rows)
        amount = sum(row.delta_vnd for row in rows)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "release_dues",
            request.unit,
            request.ref,
            {"reason": request.reason, "amount_vnd": amount},
        )
        session.commit()
    return amount


def _collected(session: Session, request: ReleaseDues) -> list[DuesEventRow]:
    """What was collected under the reference, and what has undone it."""
    rows = session.scalars(
        select(DuesEventRow).where(
            DuesEventRow.unit_code == request.unit,
            or_(DuesEventRow.ref == request.ref, DuesEventRow.undoes == request.ref),
        )
    ).all()
    if not any(row.ref == request.ref and row.delta_vnd > 0 for row in rows):
        raise UnknownCollection(unit=request.unit, ref=request.ref)
    return list(rows)


def _collected_on(session: Session, request: ReleaseDues) -> dt.date:
    """The day of the collection: the superior of that day has the upper part."""
    return transfer_entries(session, request.unit, SOURCE, request.ref)[0].draft.document_on


def _take_off(
    session: Session, ctx: Context, request: ReleaseDues, rows: Sequence[DuesEventRow]
) -> None:
    way = Way(rows[0].way)  # one collection came in one way
    order = PayDues(
        unit=request.unit,
        on=request.on,
        way=way,
        cash_account=_ACCOUNTS[way],
        parts=[
            Part(row.member_no, Period(row.period), -row.delta_vnd, row.receipt_seq) for row in rows
        ],
        text=f"Gỡ thu đoàn phí {request.ref}: {request.reason}"[:1000],
        withheld=rows[0].withheld,
        undoes=request.ref,
        placed_on=_collected_on(session, request),
    )
    pay_dues(session, ctx, order)
