"""Pay the shares: hand over what was collected for others, then pay each beneficiary."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.due_shares import (
    due_shares,
    follow_heirs,
    payees_of,
    settled_of,
    share_lines,
)
from finance.actions.hand_over import hand_over
from finance.actions.pass_up import pass_up
from finance.actions.remit_dues import SetOff, set_off_dues
from finance.records.parts import Lines
from finance.records.payables import (
    collectors_with_shares,
    holders_for_others,
    settle_shares,
)
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.runs import next_numbers, take_turn
from finance.records.units import line_up, lines_up
from finance.rules.posting import BookLines, Place, Way, net_bank
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"


@dataclass(frozen=True, slots=True)
class DistributeShares:
    """When to pay, for one unit or all; whose dues are set off against their share."""

    on: dt.date
    unit: str = ""
    set_off: frozenset[str] = frozenset()


def distribute_shares(ctx: Context, request: DistributeShares) -> list[Payment]:
    """Pay what is due to each unit and workers' organisation; both books get their entry.

    A unit that was paid too much before (a share taken back) gets that much less; while it owes
    more than it is due, nothing is paid. What waits for a unit that has gone goes to its heir.
    Shares of money that lies in another unit's account wait until that unit has handed it over,
    and what was matched after the day waits for a later one.
    Returns  the payment list; empty when there is nothing to pay.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.distribute", request.unit)
        take_turn(session)
        widen(session)
        payments: list[Payment] = []
        holders = [request.unit] if request.unit else holders_for_others(session)
        for holder in holders:
            payments.extend(hand_over(session, ctx, holder, request.on))
        units = [request.unit] if request.unit else _from_the_ground_up(session, request.on)
        for unit in units:
            payments.extend(_pay_unit(session, ctx, unit, request))
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "distribute_shares",
            request.unit,
            request.on.isoformat(),
            {"payments": len(payments), "amount_vnd": sum(each.amount_vnd for each in payments)},
        )
        session.commit()
    return payments


def _from_the_ground_up(session: Session, on: dt.date) -> list[str]:
    """Units with shares to pay, and all above one that pays its superior, the lowest first.

    What reaches a unit is passed on in the same run, so that nothing is left for a second one.
    """
    lines = lines_up(session, collectors_with_shares(session), on)
    found = {unit: len(line) for unit, line in lines.items()}
    for line in lines.values():
        for above, unit in enumerate(line[1:], start=1):
            found.setdefault(unit, len(line) - above)
    return sorted(found, key=lambda unit: (-found[unit], unit))


def _pay_unit(
    session: Session, ctx: Context, unit: str, request: DistributeShares
) -> list[Payment]:
    follow_heirs(session, ctx, unit, request.on)
    dues = due_shares(session, ctx, unit, request.on)
    if not dues:
        return []
    ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
    above = frozenset(line_up(session, unit, request.on)) - {unit}
    way = Way(unit, unit, ref, above)
    parts = list(share_lines(way, dues))
    cash = {due.beneficiary: due.cash_vnd for due in dues if due.place is Place.UNIT}
    setting_off = SetOff(unit, ref, request.on, request.set_off & frozenset(cash))
    parts.append(set_off_dues(session, setting_off, cash))
    up = pass_up(session, Lines(session, request.on), unit, settled_of(dues), ref)
    day = _post(session, ctx, unit, ref, request.on, up.into(parts))
    settle_shares(session, unit, [share for due in dues for share in due.shares], ref, day)
    up.keep(session, day)
    payees = [Payee(name, amount) for name, amount in cash.items()]
    payees += payees_of(session, dues)
    return order_payments(session, PaymentList(unit, ref, request.on, "KPCD"), payees)


def _post(  # noqa: PLR0913, PLR0917 - what the entries of one distribution share
    session: Session, ctx: Context, unit: str, ref: str, on: dt.date, books: BookLines
) -> dt.date:
    """Post both sides on one day, the first open in every book concerned, and return it."""
    day = reads.first_open_day(session, books, on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=on,
            text=f"Phân phối kinh phí công đoàn của {unit} ngày {on.isoformat()}",
            source="levy.distribute",
            key=ref,
            lines=gathered(net_bank(lines) if code != unit else lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
        if lines
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    return day
