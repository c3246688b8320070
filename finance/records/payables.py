"""Reading what a collecting unit owes in shares: what waits, and what it was paid too much."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from finance.records.loading import load
from finance.records.matches import ShareEventRow
from finance.records.parts import PartKey
from finance.records.receipts import PaymentRow, ReceiptRow
from finance.records.runs import next_numbers
from finance.records.units import UnitClosureRow
from finance.rules.dues_posting import DUES_DUE_TO
from finance.rules.parts import ShareKey
from finance.rules.posting import Place
from ledger.store.sums import exact, whole
from ledger.store.tables import BookRow, TurnoverRow


@dataclass(frozen=True, slots=True)
class WaitingShare:
    """A share of one part that is not settled yet (đồng), and the day it last changed."""

    part: PartKey
    share: ShareKey
    waiting_vnd: int
    rule_scope: str
    rule_from: str
    last_on: dt.date


def waiting_shares(
    session: Session, collector: str, places: Iterable[Place], holder: str = ""
) -> list[WaitingShare]:
    """Shares of a collecting unit in these places that are not settled yet.

    Takes    the unit in whose account the money lies; any when left out.
    """
    columns = (
        ShareEventRow.tax_code,
        ShareEventRow.period,
        ShareEventRow.holder_unit,
        ShareEventRow.receipt_seq,
        ShareEventRow.role,
        ShareEventRow.place,
        ShareEventRow.beneficiary,
    )
    waiting = func.sum(ShareEventRow.delta_vnd - ShareEventRow.settled_delta_vnd)
    query = (
        select(
            *columns,
            waiting,
            func.max(ShareEventRow.rule_scope),
            func.max(ShareEventRow.rule_from),
            func.max(ShareEventRow.accounting_on),
        )
        .where(
            ShareEventRow.collecting_unit == collector,
            ShareEventRow.place.in_([place.value for place in places]),
        )
        .group_by(*columns)
        .having(waiting != 0)
        .order_by(*columns)
    )
    if holder:
        query = query.where(ShareEventRow.holder_unit == holder)
    return [
        WaitingShare(
            PartKey(row[0], row[1], row[2], row[3]),
            ShareKey(row[4], Place(row[5]), row[6]),
            int(row[7]),
            row[8],
            row[9],
            row[10],
        )
        for row in session.execute(query)
    ]


def settle_shares(
    session: Session,
    collector: str,
    shares: Sequence[WaitingShare],
    ref: str,
    on: dt.date,
) -> None:
    """Write into the history that these shares became income on a day."""
    if not shares:
        return
    first = next_numbers(session, collector, "share", len(shares))
    load(
        session,
        ShareEventRow,
        [
            {
                "collecting_unit": collector,
                "seq": first + offset,
                "holder_unit": share.part.holder_unit,
                "receipt_seq": share.part.receipt_seq,
                "tax_code": share.part.tax_code,
                "period": share.part.period,
                "role": share.share.role,
                "place": share.share.place.value,
                "beneficiary": share.share.beneficiary,
                "delta_vnd": 0,
                "settled_delta_vnd": share.waiting_vnd,
                "accounting_on": on,
                "ref": ref,
                "rule_scope": share.rule_scope,
                "rule_from": share.rule_from,
            }
            for offset, share in enumerate(shares)
        ],
    )


def settled_by(session: Session, payment: PaymentRow) -> list[ShareEventRow]:
    """What a payment settled, the last first; none when it paid no share.

    Who paid is the collecting unit or, by its list, the holder of its money. Two organisations
    may bear one name: what was paid to one is told by its amount.
    """
    rows = session.scalars(
        select(ShareEventRow)
        .where(
            ShareEventRow.beneficiary == payment.payee,
            ShareEventRow.ref == payment.ref,
            ShareEventRow.settled_delta_vnd > 0,
            ShareEventRow.place.in_([Place.UNIT.value, Place.ORGANISATION.value]),
        )
        .order_by(ShareEventRow.seq.desc())
    ).all()
    if not rows or rows[0].place == Place.UNIT.value:
        return list(rows)
    by_employer: dict[str, list[ShareEventRow]] = {}
    for row in rows:
        by_employer.setdefault(row.tax_code, []).append(row)
    fitting = [
        own
        for own in by_employer.values()
        if sum(row.settled_delta_vnd for row in own) == payment.amount_vnd
    ]
    return fitting[0] if len(fitting) == 1 else []


def paid_to_organisation(
    session: Session, collector: str, tax_code: str
) -> list[tuple[ShareEventRow, int]]:
    """What the workers' organisation at an employer was paid and has not sent back, part by part.

    Returns  a row of each part's history with what is left of it (đồng), the latest month first.
    """
    rows = session.scalars(
        select(ShareEventRow)
        .where(
            ShareEventRow.collecting_unit == collector,
            ShareEventRow.tax_code == tax_code,
            ShareEventRow.place == Place.ORGANISATION.value,
        )
        .order_by(ShareEventRow.period.desc(), ShareEventRow.seq.desc())
    )
    parts: dict[tuple[str, str, int, str], list[ShareEventRow]] = {}
    for row in rows:
        key = (row.period, row.holder_unit, row.receipt_seq, row.beneficiary)
        parts.setdefault(key, []).append(row)
    left = [(own[0], sum(row.settled_delta_vnd for row in own)) for own in parts.values()]
    return [(row, amount) for row, amount in left if amount > 0]


def settled_own(session: Session, collector: str, ref: str) -> list[ShareEventRow]:
    """A collecting unit's own shares that became its income when money was handed to it."""
    return list(
        session.scalars(
            select(ShareEventRow)
            .where(
                ShareEventRow.collecting_unit == collector,
                ShareEventRow.ref == ref,
                ShareEventRow.place == Place.OWN.value,
                ShareEventRow.settled_delta_vnd > 0,
            )
            .order_by(ShareEventRow.seq)
        )
    )


def still_settled(
    session: Session, settled: Sequence[ShareEventRow]
) -> list[tuple[ShareEventRow, int]]:
    """How much of what a payment settled is still settled (đồng), in the order given.

    A share that was taken back since is income no more: it is not taken back twice.
    """
    found: list[tuple[ShareEventRow, int]] = []
    for event in settled:
        now = session.scalars(
            select(func.sum(ShareEventRow.settled_delta_vnd)).where(
                ShareEventRow.collecting_unit == event.collecting_unit,
                ShareEventRow.tax_code == event.tax_code,
                ShareEventRow.period == event.period,
                ShareEventRow.holder_unit == event.holder_unit,
                ShareEventRow.receipt_seq == event.receipt_seq,
                ShareEventRow.role == event.role,
                ShareEventRow.place == event.place,
                ShareEventRow.beneficiary == event.beneficiary,
            )
        ).one()
        found.append((event, max(0, min(event.settled_delta_vnd, int(now)))))
    return found


def unsettle_shares(
    session: Session, back: Sequence[tuple[ShareEventRow, int]], ref: str, on: dt.date
) -> None:
    """Write into the history that so much of each of these shares (đồng) waits to be paid again."""
    rows: list[dict[str, object]] = [
        {
            "collecting_unit": event.collecting_unit,
            "holder_unit": event.holder_unit,
            "receipt_seq": event.receipt_seq,
            "tax_code": event.tax_code,
            "period": event.period,
            "role": event.role,
            "place": event.place,
            "beneficiary": event.beneficiary,
            "delta_vnd": 0,
            "settled_delta_vnd": -amount,
            "accounting_on": on,
            "ref": ref,
            "rule_scope": event.rule_scope,
            "rule_from": event.rule_from,
        }
        for event, amount in back
        if amount
    ]
    if not rows:
        return
    unit = back[0][0].collecting_unit
    first = next_numbers(session, unit, "share", len(rows))
    for offset, row in enumerate(rows):
        row["seq"] = first + offset
    load(session, ShareEventRow, rows)


def handed_over(session: Session, collector: str, parts: Iterable[PartKey]) -> set[PartKey]:
    """Of these parts, those whose money lies in the collecting unit's own account by now.

    What was paid in another's book came with its money: custody, and what came up from below.
    """
    wanted = set(parts)
    waiting = {
        (unit, seq)
        for unit, seq in session.execute(
            select(ReceiptRow.unit_code, ReceiptRow.seq).where(
                ReceiptRow.collecting_unit == collector,
                ReceiptRow.unit_code != collector,
                ReceiptRow.handed_over_on.is_(None),
            )
        )
    }
    return {part for part in wanted if (part.holder_unit, part.receipt_seq) not in waiting}


def owed_by_counterpart(session: Session, unit: str, accounts: Sequence[str]) -> dict[str, int]:
    """The balance of inter-unit accounts by the other unit, credit positive (đồng)."""
    query = (
        select(
            TurnoverRow.counter_book,
            *exact(TurnoverRow.credit_vnd),
            *exact(TurnoverRow.debit_vnd),
        )
        .join(BookRow, BookRow.book_id == TurnoverRow.book_id)
        .where(BookRow.code == unit, TurnoverRow.account.in_(accounts))
        .group_by(TurnoverRow.counter_book)
    )
    return {row[0]: whole(row, 1) - whole(row, 3) for row in session.execute(query)}


def passing_dues_on(
    session: Session, units: Select[str] | Sequence[str], day: dt.date
) -> list[str]:
    """Units through which dues pass upward, the lowest first: who ever owed any, and all above.

    Takes    the units one may see: no other is named.
    """
    owing = (
        select(BookRow.code)
        .join(TurnoverRow, TurnoverRow.book_id == BookRow.book_id)
        .where(TurnoverRow.account == DUES_DUE_TO)
        .distinct()
    )
    standing = (UnitClosureRow.valid_from <= day) & (UnitClosureRow.valid_to >= day)
    above = (
        select(UnitClosureRow.ancestor_code)
        .where(UnitClosureRow.unit_code.in_(owing), standing)
        .distinct()
    )
    depth = func.count()
    rows = session.execute(
        select(UnitClosureRow.unit_code, depth)
        .where(
            standing,
            UnitClosureRow.unit_code.in_(units),
            UnitClosureRow.unit_code.in_(above),
        )
        .group_by(UnitClosureRow.unit_code)
        .order_by(depth.desc(), UnitClosureRow.unit_code)
    )
    return [unit for unit, _ in rows]


def collectors_with_shares(session: Session) -> list[str]:
    """Units that have ever shared anything."""
    return list(
        session.scalars(
            select(ShareEventRow.collecting_unit).distinct().order_by(ShareEventRow.collecting_unit)
        )
    )


def collectors_waiting(session: Session, holder: str) -> list[str]:
    """Collecting units whose money lies in a unit's account and was not handed to them yet."""
    return list(
        session.scalars(
            select(ReceiptRow.collecting_unit)
            .where(
                ReceiptRow.unit_code == holder,
                ReceiptRow.tax_code != "",
                ReceiptRow.collecting_unit != holder,
                ReceiptRow.handed_over_on.is_(None),
            )
            .distinct()
            .order_by(ReceiptRow.collecting_unit)
        )
    )


def holders_for_others(session: Session) -> list[str]:
    """Units in whose accounts money of another collecting unit lies."""
    return list(
        session.scalars(
            select(ReceiptRow.unit_code)
            .where(
                ReceiptRow.collecting_unit != "",
                ReceiptRow.collecting_unit != ReceiptRow.unit_code,
                ReceiptRow.handed_over_on.is_(None),
            )
            .distinct()
            .order_by(ReceiptRow.unit_code)
        )
    )
