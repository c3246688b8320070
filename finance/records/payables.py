"""Reading what a collecting unit owes in shares: what waits, and what it was paid too much."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.records.loading import load
from finance.records.matches import ShareEventRow
from finance.records.parts import PartKey
from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers
from finance.rules.parts import ShareKey
from finance.rules.posting import Place
from ledger.store.sums import exact, whole
from ledger.store.tables import BookRow, TurnoverRow


@dataclass(frozen=True, slots=True)
class WaitingShare:
    """A share of one part that is not settled yet (đồng)."""

    part: PartKey
    share: ShareKey
    waiting_vnd: int
    rule_scope: str
    rule_from: str


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


def handed_over(session: Session, collector: str, parts: Iterable[PartKey]) -> set[PartKey]:
    """Of these parts, those whose money lies in the collecting unit's own account by now."""
    elsewhere = [part for part in parts if part.holder_unit != collector]
    here = {part for part in parts if part.holder_unit == collector}
    passed = {
        (unit, seq)
        for unit, seq in session.execute(
            select(ReceiptRow.unit_code, ReceiptRow.seq).where(
                ReceiptRow.collecting_unit == collector,
                ReceiptRow.unit_code != collector,
                ReceiptRow.handed_over_on.is_not(None),
            )
        )
    }
    return here | {p for p in elsewhere if (p.holder_unit, p.receipt_seq) in passed}


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
