"""Say what a collecting unit is to pay in shares, to whom; the verbs that pay call it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.actions.rematch import Rematch, rematch
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


def due_shares(session: Session, unit: str, on: dt.date, held_by: str = "") -> list[Due]:
    """What a collecting unit is to pay on a day, beneficiary by beneficiary.

    Money that lies in another unit's account is paid once it was handed over; with `held_by`,
    only what lies there and was not handed over. A workers' organisation whose notice was missed
    is paid nothing in the month for which that suspends it.
    """
    waiting = waiting_shares(session, unit, (Place.UNIT, Place.ORGANISATION))
    parts = {share.part for share in waiting}
    funded = handed_over(session, unit, parts)
    if held_by:
        funded = {part for part in parts - funded if part.holder_unit == held_by}
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
    dues: list[Due] = []
    for (place, beneficiary, whose), shares in sorted(grouped.items()):
        settled = sum(share.waiting_vnd for share in shares)
        cash = settled
        if place is Place.UNIT:
            # What stands in the book is less where shares already paid were taken back.
            cash = owed.get(beneficiary, 0) - unfunded.get(beneficiary, 0)
        if cash >= 0 and settled > 0:
            dues.append(Due(beneficiary, place, whose, cash, settled, tuple(shares)))
    return dues


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
