"""Say what a collecting unit is to pay in shares, to whom; the verbs that pay call it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.pass_up import Settled
from finance.actions.rematch import Rematch, rematch
from finance.records.organisations import suspended_on
from finance.records.parts import Lines, organisation_account
from finance.records.payables import (
    WaitingShare,
    handed_over,
    owed_by_counterpart,
    waiting_shares,
)
from finance.records.payments import Payee
from finance.rules.posting import (
    SHARE_DUE_TO,
    BookLines,
    Place,
    Way,
    distributed,
    organisation_paid,
)
from finance.runtime.context import Context
from finance.runtime.parameters import law
from ledger.store import reads


@dataclass(frozen=True, slots=True)
class Due:
    """What one beneficiary gets: the cash, and the shares it settles (đồng)."""

    beneficiary: str
    place: Place
    tax_code: str  # of a workers' organisation's employer
    cash_vnd: int
    settled_vnd: int
    shares: tuple[WaitingShare, ...]


def follow_heirs(session: Session, ctx: Context, unit: str, on: dt.date) -> None:
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


def due_shares(
    session: Session, ctx: Context, unit: str, on: dt.date, held_by: str = ""
) -> list[Due]:
    """What a collecting unit is to pay on a day, beneficiary by beneficiary.

    What was shared after the day is for a later one. Money that lies in another unit's account is
    paid once it was handed over; with `held_by`, only what lies there and was not handed over. A
    workers' organisation whose notice was missed is paid nothing in the month for which that
    suspends it.
    """
    waiting = waiting_shares(session, unit, (Place.UNIT, Place.ORGANISATION))
    later = _later(session, ctx, unit, on, waiting)
    parts = {share.part for share in waiting}
    funded = handed_over(session, unit, parts)
    if held_by:
        funded = {part for part in parts - funded if part.holder_unit == held_by}
    employers = {s.part.tax_code for s in waiting if s.share.place is Place.ORGANISATION}
    suspended = suspended_on(session, employers, on, law())
    owed = owed_by_counterpart(session, unit, (SHARE_DUE_TO,))
    grouped: dict[tuple[Place, str, str], list[WaitingShare]] = {}
    unfunded: dict[str, int] = {}
    for share in waiting:
        theirs = share.share.place is Place.ORGANISATION
        whose = share.part.tax_code if theirs else ""
        if share.part in funded and whose not in suspended and share not in later:
            # Two organisations may bear one name: each is that of its employer.
            grouped.setdefault((share.share.place, share.share.beneficiary, whose), []).append(
                share
            )
        elif not theirs:
            other = share.share.beneficiary
            unfunded[other] = unfunded.get(other, 0) + share.waiting_vnd
    dues = [_due(key, shares, owed, unfunded) for key, shares in sorted(grouped.items())]
    return [due for due in dues if due.cash_vnd >= 0 and due.settled_vnd > 0]


def _later(
    session: Session, ctx: Context, unit: str, on: dt.date, waiting: Sequence[WaitingShare]
) -> set[WaitingShare]:
    """Those shared only after the day; a day that is closed counts as the first open one."""
    later: set[WaitingShare] = set()
    open_on: dict[str, dt.date] = {}
    for share in waiting:
        if share.last_on <= on:
            continue
        other = share.share.beneficiary if share.share.place is Place.UNIT else unit
        if other not in open_on:
            books = {unit, other}
            open_on[other] = reads.first_open_day(session, books, on, ctx.clock.now_us())
        if share.last_on > open_on[other]:
            later.add(share)
    return later


def _due(
    key: tuple[Place, str, str],
    shares: list[WaitingShare],
    owed: dict[str, int],
    unfunded: dict[str, int],
) -> Due:
    place, beneficiary, whose = key
    settled = sum(share.waiting_vnd for share in shares)
    cash = settled
    if place is Place.UNIT:
        # What stands in the book is less where shares already paid were taken back.
        cash = owed.get(beneficiary, 0) - unfunded.get(beneficiary, 0)
    return Due(beneficiary, place, whose, cash, settled, tuple(shares))


def settled_of(dues: Iterable[Due]) -> list[Settled]:
    """What paying them settles to units, part by part."""
    return [
        Settled(
            share.part,
            share.share.beneficiary,
            share.waiting_vnd,
            (share.rule_scope, share.rule_from),
        )
        for due in dues
        if due.place is Place.UNIT
        for share in due.shares
    ]


def share_lines(way: Way, dues: Iterable[Due]) -> Iterable[BookLines]:
    """The lines of paying them, event by event."""
    for due in dues:
        if due.place is Place.ORGANISATION:
            yield {way.collector: organisation_paid(due.cash_vnd, way.bank)}
        else:
            yield distributed(way, due.beneficiary, due.cash_vnd, due.settled_vnd)


def payees_of(session: Session, dues: Sequence[Due]) -> list[Payee]:
    """The workers' organisations among them, each with the account it is paid at."""
    return [
        Payee(due.beneficiary, due.cash_vnd, organisation_account(session, due.tax_code))
        for due in dues
        if due.place is Place.ORGANISATION
    ]
