"""Collect a unit's dues of a month: by payroll into the bank, or in cash."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.remit_dues import passing
from finance.records.dues import DuesRow
from finance.records.runs import next_numbers, take_turn
from finance.rules.dues_posting import collected
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.periods import Period
from ledger.store import reads

JOURNAL: Final = "DU"


@dataclass(frozen=True, slots=True)
class CollectDues:
    """Which unit's dues of which month came in, when, and into which cash account of the book."""

    unit: str
    period: Period
    on: dt.date
    cash_account: str


def collect_dues(ctx: Context, request: CollectDues) -> int:
    """Take in all that is open of a month's dues; the upper part is owed at once.

    Returns  what was collected, in đồng.
    Raises   NoSplitRule, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.match", request.unit)
        take_turn(session)
        widen(session)
        amount = _pay(session, request)
        if amount:
            _post(session, ctx, request, amount)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "collect_dues",
            request.unit,
            request.period,
            {"amount_vnd": amount},
        )
        session.commit()
    return amount


def _pay(session: Session, request: CollectDues) -> int:
    amount = 0
    for row in session.scalars(
        select(DuesRow).where(DuesRow.unit_code == request.unit, DuesRow.period == request.period)
    ):
        amount += row.amount_vnd - row.paid_vnd
        row.paid_vnd = row.amount_vnd
    session.flush()
    return amount


def _post(session: Session, ctx: Context, request: CollectDues, amount: int) -> None:
    ref = f"{request.unit}/IB/{next_numbers(session, request.unit, 'interbook', 1)}"
    books = collected(passing(session, request.unit, amount, ref, request.on), request.cash_account)
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"Thu đoàn phí tháng {request.period} của {request.unit}",
            source="dues.collect",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
