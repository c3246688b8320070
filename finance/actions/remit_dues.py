"""Pay the upper part of the dues to the direct superior: in money, or set off."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.pass_dues import DuesWay
from finance.records.dues_pairs import pairs_to_settle
from finance.records.payables import owed_by_counterpart
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.runs import next_numbers, take_turn
from finance.rules.dues_posting import DUES_DUE_TO
from finance.rules.posting import BookLines
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.store import reads

JOURNAL: Final = "DS"


@dataclass(frozen=True, slots=True)
class RemitDues:
    """Which unit pays the upper part of its dues, and when."""

    unit: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class SetOff:
    """Dues of these units set off in the distribution of a collecting unit."""

    collector: str
    ref: str
    on: dt.date
    units: frozenset[str]


def remit_dues(ctx: Context, request: RemitDues) -> list[Payment]:
    """Pay all that a unit owes upward in dues to its direct superior.

    Where an earlier version left other than what is owed waiting with the superior, that is put
    right, also when nothing is paid.
    Returns  the lines of the payment list; none when nothing was owed.
    Raises   NoSplitRule, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.distribute", request.unit)
        take_turn(session)
        widen(session)
        paid: list[Payment] = []
        for pair in pairs_to_settle(session, request.unit):
            paid += _remit(session, ctx, request, pair.superior, max(0, pair.owed_vnd))
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "remit_dues",
            request.unit,
            request.on.isoformat(),
            {"amount_vnd": sum(payment.amount_vnd for payment in paid)},
        )
        session.commit()
    return paid


def set_off_dues(session: Session, order: SetOff, cash: dict[str, int]) -> BookLines:
    """Settle dues out of the shares being paid: the payer gets less, its superior more.

    Takes    the cash each beneficiary is to be paid; it is changed in place.
    Returns  the lines to stand beside those of the distribution. A unit is set off only when
             its share covers what it owes and its superior is paid in the same list.
    """
    way = DuesWay(session, order.ref, order.on)
    for unit in sorted(order.units):
        for superior, owed in owed_by_counterpart(session, unit, (DUES_DUE_TO,)).items():
            if 0 < owed <= cash[unit] and superior in cash:
                way.pay(unit, superior, owed)
                cash[unit] -= owed
                cash[superior] += owed
    return way.books


def _remit(
    session: Session, ctx: Context, request: RemitDues, superior: str, owed: int
) -> list[Payment]:
    ref = f"{request.unit}/IB/{next_numbers(session, request.unit, 'interbook', 1)}"
    way = DuesWay(session, ref, request.on)
    way.pay(request.unit, superior, owed)
    _post(session, ctx, request, ref, way.books)
    return order_payments(
        session,
        PaymentList(request.unit, ref, request.on, "DPCD"),
        [Payee(superior, owed)],
    )


def _post(
    session: Session,
    ctx: Context,
    request: RemitDues,
    ref: str,
    books: Mapping[str, list[Line]],
) -> None:
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"{request.unit} nộp đoàn phí lên cấp trên",
            source="dues.remit",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
        if lines
    ]
    book.post(session, ctx.clock.now_us(), drafts)
