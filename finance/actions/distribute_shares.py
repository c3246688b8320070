"""Pay the shares: hand over what was collected for others, then pay each beneficiary."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.hand_over import hand_over
from finance.actions.rematch import Rematch, rematch
from finance.actions.remit_dues import SetOff, set_off_dues
from finance.records.parts import Lines, organisation_account
from finance.records.payables import (
    WaitingShare,
    collectors_with_shares,
    handed_over,
    holders_for_others,
    owed_by_counterpart,
    settle_shares,
    waiting_shares,
)
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.runs import next_numbers, take_turn
from finance.records.units import line_up
from finance.rules.posting import (
    SHARE_DUE_TO,
    BookLines,
    Place,
    Way,
    distributed,
    merged,
    net_bank,
    organisation_paid,
)
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


@dataclass(frozen=True, slots=True)
class _Due:
    """What one beneficiary gets: the cash, and the shares it settles (đồng)."""

    beneficiary: str
    place: Place
    tax_code: str  # of a workers' organisation's employer
    cash_vnd: int
    settled_vnd: int
    shares: tuple[WaitingShare, ...]


def distribute_shares(ctx: Context, request: DistributeShares) -> list[Payment]:
    """Pay what is due to each unit and workers' organisation; both books get their entry.

    A unit that was paid too much before (a share taken back) gets that much less; while it owes
    more than it is due, nothing is paid. What waits for a unit that has gone goes to its heir.
    Shares of money that lies in another unit's account wait until that unit has handed it over.
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
        units = [request.unit] if request.unit else collectors_with_shares(session)
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


def _pay_unit(
    session: Session, ctx: Context, unit: str, request: DistributeShares
) -> list[Payment]:
    _follow_heirs(session, ctx, unit, request.on)
    dues = _dues(session, unit)
    if not dues:
        return []
    ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
    above = frozenset(line_up(session, unit, request.on)) - {unit}
    way = Way(unit, unit, ref, above)
    parts = list(_lines(way, dues))
    cash = {due.beneficiary: due.cash_vnd for due in dues if due.place is Place.UNIT}
    setting_off = SetOff(unit, ref, request.on, request.set_off & frozenset(cash))
    parts.append(set_off_dues(session, setting_off, cash))
    day = _post(session, ctx, unit, ref, request.on, merged(parts))
    settle_shares(session, unit, [share for due in dues for share in due.shares], ref, day)
    payees = [Payee(name, amount) for name, amount in cash.items()]
    payees += [
        Payee(due.beneficiary, due.cash_vnd, organisation_account(session, due.tax_code))
        for due in dues
        if due.place is Place.ORGANISATION
    ]
    return order_payments(session, PaymentList(unit, ref, request.on, "KPCD"), payees)


def _follow_heirs(session: Session, ctx: Context, unit: str, on: dt.date) -> None:
    """Give what waits for a unit that has gone to the one that took over from it."""
    lines = Lines(session, on)
    moved = {
        (share.part.tax_code, share.part.period)
        for share in waiting_shares(session, unit, (Place.UNIT,))
        if lines.heir(share.share.beneficiary) not in ("", share.share.beneficiary)
    }
    text = "Phần kinh phí của đơn vị đã sáp nhập, giải thể"
    order = Rematch(unit, on, (), text, ctx.actor.name, reconsider=tuple(sorted(moved)))
    rematch(session, ctx, order)


def _dues(session: Session, unit: str) -> list[_Due]:
    waiting = waiting_shares(session, unit, (Place.UNIT, Place.ORGANISATION))
    funded = handed_over(session, unit, {share.part for share in waiting})
    owed = owed_by_counterpart(session, unit, (SHARE_DUE_TO,))
    grouped: dict[tuple[Place, str, str], list[WaitingShare]] = {}
    unfunded: dict[str, int] = {}
    for share in waiting:
        if share.part in funded:
            # Two organisations may bear one name: each is that of its employer.
            whose = share.part.tax_code if share.share.place is Place.ORGANISATION else ""
            key = (share.share.place, share.share.beneficiary, whose)
            grouped.setdefault(key, []).append(share)
        elif share.share.place is Place.UNIT:
            other = share.share.beneficiary
            unfunded[other] = unfunded.get(other, 0) + share.waiting_vnd
    dues: list[_Due] = []
    for (place, beneficiary, whose), shares in sorted(grouped.items()):
        settled = sum(share.waiting_vnd for share in shares)
        cash = settled
        if place is Place.UNIT:
            # What stands in the book is less where shares already paid were taken back.
            cash = owed.get(beneficiary, 0) - unfunded.get(beneficiary, 0)
        if cash >= 0 and settled > 0:
            dues.append(_Due(beneficiary, place, whose, cash, settled, tuple(shares)))
    return dues


def _lines(way: Way, dues: Iterable[_Due]) -> Iterable[BookLines]:
    for due in dues:
        if due.place is Place.ORGANISATION:
            yield {way.collector: organisation_paid(due.cash_vnd, way.bank)}
        else:
            yield distributed(way, due.beneficiary, due.cash_vnd, due.settled_vnd)


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
