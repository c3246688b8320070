"""Pay the upper part of the dues to the direct superior: in money, or set off."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.records.payables import owed_by_counterpart
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.runs import next_numbers, take_turn
from finance.records.split_rules import split_rules
from finance.records.units import line_up, unit_on
from finance.rules.dues import dues_split
from finance.rules.dues_posting import DUES_DUE_TO, Passing, remitted
from finance.rules.posting import BookLines, merged
from finance.rules.sharing import MoneySource, Role, kept_of_one, rule_for
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.money import Vnd
from ledger.periods import Period, period_of
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

    Returns  the lines of the payment list; none when nothing was owed.
    Raises   NoSplitRule, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.distribute", request.unit)
        take_turn(session)
        widen(session)
        paid: list[Payment] = []
        for superior, owed in owed_by_counterpart(session, request.unit, (DUES_DUE_TO,)).items():
            if owed > 0:
                paid += _remit(session, ctx, request, superior, owed)
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
    made: list[BookLines] = []
    for unit in sorted(order.units):
        for superior, owed in owed_by_counterpart(session, unit, (DUES_DUE_TO,)).items():
            if 0 < owed <= cash[unit] and superior in cash:
                onward = passing(session, superior, owed, order.ref, order.on)
                made.append(remitted(unit, onward, order.ref))
                cash[unit] -= owed
                cash[superior] += owed
    return merged(made)


def passing(  # noqa: PLR0913, PLR0917 - one movement of dues
    session: Session, unit: str, amount: int, ref: str, on: dt.date, period: Period | None = None
) -> Passing:
    """What a unit keeps of dues that reach it, by its place in the rule, and owes upward.

    Takes    the month the dues are for, whose rule divides them; None where months have been
             put together on the way up: then that of the day.
    Raises   NoSplitRule.
    """
    here = unit_on(session, unit, on)
    line = line_up(session, unit, on)
    rules = split_rules(session, MoneySource.DUES)
    rule = rule_for(rules, MoneySource.DUES, line, period or period_of(on))
    assert here is not None
    kept, up = dues_split(Vnd(amount), kept_of_one(rule, Role(here.level)))
    return Passing(unit, here.parent_code, kept, up, ref)


def _remit(
    session: Session, ctx: Context, request: RemitDues, superior: str, owed: int
) -> list[Payment]:
    ref = f"{request.unit}/IB/{next_numbers(session, request.unit, 'interbook', 1)}"
    onward = passing(session, superior, owed, ref, request.on)
    books = remitted(request.unit, onward, ref)
    _post(session, ctx, request, ref, books)
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
    ]
    book.post(session, ctx.clock.now_us(), drafts)
