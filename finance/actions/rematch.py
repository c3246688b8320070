"""Bring receipts, obligations and shares from what they are to what they shall be.

Called by the verbs that match, release, correct and notify; they own the transaction. Only
differences are posted: net by line, in one new entry for each book.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.pass_up import PassedUp, Settled, pass_up
from finance.actions.rematch_refusals import (
    AnotherPayer,
    BeforeItCame,
    BeforeItWasPut,
    NotThatMuch,
)
from finance.actions.reshare import Part, Sharing, reshare
from finance.records.closings import check_stands
from finance.records.loading import among, keyed, load, store_changes
from finance.records.matches import MatchEventRow, ShareEventRow
from finance.records.obligations import ObligationRow
from finance.records.organisations import organisations
from finance.records.parts import Lines, PartKey, part_amounts
from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers
from finance.records.split_rules import split_rules
from finance.rules.parts import (
    ShareKey,
)
from finance.rules.posting import (
    BookLines,
    Place,
    ReceiptChange,
    ShareChange,
    Way,
    matched,
    shared,
)
from finance.rules.sharing import MoneySource, SplitRule
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.store import reads

JOURNAL: Final = "MT"
_OBLIGATION: Final = keyed(ObligationRow, "tax_code", "period")
_RECEIPT: Final = keyed(ReceiptRow, "unit_code", "seq")


@dataclass(frozen=True, slots=True)
class Move:
    """Money of one receipt put on (or, negative, taken off) an obligation or a payer's credit.

    An empty period moves only credit.
    """

    holder_unit: str
    receipt_seq: int
    tax_code: str
    period: str
    matched_vnd: int
    credit_vnd: int
    confidence: int


@dataclass(frozen=True, slots=True)
class Rematch:
    """What to bring about in one collecting unit, in one batch.

    Where a part was last changed after the day, its entry takes that later day; with
    `day_stands` it is refused instead: a person has named the day.
    """

    collector: str
    on: dt.date
    moves: tuple[Move, ...]
    text: str
    decided_by: str
    reconsider: tuple[tuple[str, str], ...] = ()  # obligations whose shares are to be made anew
    evidence: Mapping[tuple[str, int], str] = field(default_factory=dict)  # by receipt: why
    day_stands: bool = False


@dataclass(slots=True)
class _Work:
    """What one call gathers before it writes."""

    session: Session
    order: Rematch
    lines: Lines
    rules: tuple[SplitRule, ...]
    number: int = 0
    last: tuple[dt.date, PartKey] | None = None  # the latest change of what is changed now
    books: list[BookLines] = field(default_factory=list)
    matches: list[dict[str, object]] = field(default_factory=list)
    shares: list[dict[str, object]] = field(default_factory=list)
    up: PassedUp = field(default_factory=PassedUp)

    @property
    def ref(self) -> str:
        """The reference of all entries; a number is taken when there is something to write."""
        collector = self.order.collector
        if not self.number:
            self.number = next_numbers(self.session, collector, "interbook", 1)
        return f"{collector}/IB/{self.number}"


def rematch(session: Session, ctx: Context, order: Rematch) -> str:
    """Move money between receipts, obligations and credits, and share anew what it touches.

    Returns  the reference that all entries carry; empty when nothing was to be done.
    Raises   NotThatMuch, AnotherPayer, BeforeItCame, BeforeItWasPut; BookHandedOver; NoSplitRule,
             NoUnitForRole, CollectorNotAbove when a part cannot be shared: then nothing of the
             batch is done.
    """
    session.flush()
    if order.moves or order.reconsider:
        check_stands(session, order.collector)
    lines = Lines(session, order.on)
    work = _Work(session, order, lines, split_rules(session, MoneySource.LEVY))
    before = part_amounts(session, order.collector, _touched(order))
    obligations = _obligations(session, order.collector, _touched(order))
    receipts = _receipts(session, order)
    for move in order.moves:
        _move(work, move, obligations, receipts)
    for place, evidence in order.evidence.items():
        receipts[place].evidence = evidence
    store_changes(session, (*receipts.values(), *obligations.values()))
    _share(session, work, _after(before, order), obligations)
    if not work.books:
        return ""
    books = {code: gathered(lines) for code, lines in work.up.into(work.books).items()}
    books = {code: lines for code, lines in books.items() if lines}
    # One day in all books concerned, and in the histories beside them.
    on = reads.first_open_day(session, books, order.on, ctx.clock.now_us()) if books else order.on
    on = _not_before(work, on)
    if work.matches:
        _number(session, order.collector, "match", work.matches, on)
        load(session, MatchEventRow, work.matches)
    if work.shares:
        _number(session, order.collector, "share", work.shares, on)
        load(session, ShareEventRow, work.shares)
    work.up.keep(session, on)
    _post(session, ctx, work, books, on)
    return work.ref


def _not_before(work: _Work, on: dt.date) -> dt.date:
    """The day, or the later one on which what is changed now was last changed."""
    if work.last is None or work.last[0] <= on:
        return on
    done_on, part = work.last
    if work.order.day_stands:
        raise BeforeItWasPut(
            tax_code=part.tax_code,
            period=part.period,
            done_on=done_on.isoformat(),
            on=work.order.on.isoformat(),
        )
    return done_on


def _touched(order: Rematch) -> set[tuple[str, str]]:
    return {(m.tax_code, m.period) for m in order.moves if m.period} | set(order.reconsider)


def _after(before: dict[PartKey, int], order: Rematch) -> dict[PartKey, int]:
    after = dict(before)
    for move in order.moves:
        if move.period:
            key = PartKey(move.tax_code, move.period, move.holder_unit, move.receipt_seq)
            after[key] = after.get(key, 0) + move.matched_vnd
    return after


def _obligations(
    session: Session, collector: str, keys: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], ObligationRow]:
    found: dict[tuple[str, str], ObligationRow] = {}
    for those in among(session, _OBLIGATION, sorted(keys)):
        rows = session.scalars(
            select(ObligationRow)
            .where(ObligationRow.collecting_unit == collector, those)
            .order_by(ObligationRow.tax_code, ObligationRow.period)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        found.update({(row.tax_code, row.period): row for row in rows})
    return found


def _receipts(session: Session, order: Rematch) -> dict[tuple[str, int], ReceiptRow]:
    """Those that give or get, and those a decision without an amount left only its evidence of."""
    moved = {(move.holder_unit, move.receipt_seq) for move in order.moves}
    wanted = sorted(moved.union(order.evidence))
    found: dict[tuple[str, int], ReceiptRow] = {}
    for those in among(session, _RECEIPT, wanted):
        rows = session.scalars(
            select(ReceiptRow)
            .where(those)
            .order_by(ReceiptRow.unit_code, ReceiptRow.seq)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        found.update({(row.unit_code, row.seq): row for row in rows})
    return found


def _move(
    work: _Work,
    move: Move,
    obligations: dict[tuple[str, str], ObligationRow],
    receipts: dict[tuple[str, int], ReceiptRow],
) -> None:
    """Change the sub-ledgers by one move and gather its lines."""
    receipt = receipts[(move.holder_unit, move.receipt_seq)]
    _move_receipt(receipt, move, work.order)
    if move.credit_vnd + move.matched_vnd > 0:
        receipt.suggested_tax_code = ""
        receipt.confidence = move.confidence
        receipt.decided_by = work.order.decided_by
    receipt.state = receipt.settled_state().value
    if move.period:
        owed = obligations[(move.tax_code, move.period)]
        if move.matched_vnd > owed.open_vnd:
            raise NotThatMuch(
                what=f"{move.tax_code} {move.period}", open=owed.open_vnd, amount=move.matched_vnd
            )
        owed.paid_vnd += move.matched_vnd
        work.matches.append(_match_event(work, move))
    change = ReceiptChange(move.matched_vnd, move.credit_vnd)
    work.books.append(matched(_way(work, move.holder_unit), change))


def _move_receipt(receipt: ReceiptRow, move: Move, order: Rematch) -> None:
    collector = order.collector
    if receipt.tax_code and (receipt.tax_code, receipt.collecting_unit) != (
        move.tax_code,
        collector,
    ):
        raise AnotherPayer(
            receipt=receipt.public_id, tax_code=receipt.tax_code, unit=receipt.collecting_unit
        )
    wanted = move.matched_vnd + move.credit_vnd
    if receipt.booked_on > order.on and (wanted > 0 or order.day_stands):
        raise BeforeItCame(
            receipt=receipt.public_id,
            booked_on=receipt.booked_on.isoformat(),
            on=order.on.isoformat(),
        )
    short = receipt.matched_vnd + move.matched_vnd < 0 or receipt.credit_vnd + move.credit_vnd < 0
    if wanted > receipt.open_vnd or short:
        raise NotThatMuch(what=receipt.public_id, open=receipt.open_vnd, amount=wanted)
    receipt.matched_vnd += move.matched_vnd
    receipt.credit_vnd += move.credit_vnd
    if receipt.matched_vnd or receipt.credit_vnd:
        if receipt.collecting_unit != collector:
            receipt.handed_over_on = None  # it may have been handed to another unit before
        receipt.tax_code, receipt.collecting_unit = move.tax_code, collector
    else:
        receipt.tax_code = ""
        if receipt.handed_over_on is None:
            receipt.collecting_unit = ""  # else it says where the money lies


def _match_event(work: _Work, move: Move) -> dict[str, object]:
    return {
        "collecting_unit": work.order.collector,
        "holder_unit": move.holder_unit,
        "receipt_seq": move.receipt_seq,
        "tax_code": move.tax_code,
        "period": move.period,
        "delta_vnd": move.matched_vnd,
        "ref": work.ref,
        "confidence": move.confidence,
        "decided_by": work.order.decided_by,
    }


def _way(work: _Work, holder: str) -> Way:
    above = frozenset(work.lines.above(work.order.collector)) - {work.order.collector}
    return Way(work.order.collector, holder, work.ref, above)


def _share(
    session: Session,
    work: _Work,
    parts: dict[PartKey, int],
    obligations: dict[tuple[str, str], ObligationRow],
) -> None:
    """Make the shares of the touched parts what they shall be; gather lines and history."""
    workers = organisations(session, _touched(work.order))
    moved = {
        PartKey(m.tax_code, m.period, m.holder_unit, m.receipt_seq)
        for m in work.order.moves
        if m.period
    }
    again = set(work.order.reconsider) | set(workers)
    paid: dict[tuple[str, str], int] = {}
    for key, amount in parts.items():
        name = (key.tax_code, key.period)
        paid[name] = paid.get(name, 0) + amount
    chosen = [
        Part(key, parts[key], paid[name], obligations[name], workers.get(name))
        for key in sorted(parts)
        for name in [(key.tax_code, key.period)]
        if key in moved or name in again
    ]
    work.lines.fetch(
        {code for part in chosen for code in (part.owed.grassroots_unit, part.owed.upper_unit)}
    )
    sharing = Sharing(work.order.collector, work.lines, work.rules)
    settled: list[Settled] = []
    for found in reshare(session, sharing, chosen):
        way = _way(work, found.key.holder_unit)
        if found.last_on and (work.last is None or work.last[0] < found.last_on):
            work.last = (found.last_on, found.key)
        work.books.append(shared(way, found.changes.values()))
        for share, change in found.changes.items():
            work.shares.append(_share_event(work, found.key, share, change, found.rule))
            if change.settled_vnd and share.place is Place.UNIT:
                settled.append(
                    Settled(found.key, share.beneficiary, change.settled_vnd, found.rule)
                )
    if settled:
        work.up = pass_up(session, work.lines, work.order.collector, settled, work.ref)


def _share_event(
    work: _Work, key: PartKey, share: ShareKey, change: ShareChange, rule: tuple[str, str]
) -> dict[str, object]:
    return {
        "collecting_unit": work.order.collector,
        "holder_unit": key.holder_unit,
        "receipt_seq": key.receipt_seq,
        "tax_code": key.tax_code,
        "period": key.period,
        "role": share.role,
        "place": share.place.value,
        "beneficiary": share.beneficiary,
        "delta_vnd": change.total_vnd,
        "settled_delta_vnd": change.settled_vnd,
        "ref": work.ref,
        "rule_scope": rule[0],
        "rule_from": rule[1],
    }


def _number(
    session: Session,
    collector: str,
    kind: str,
    rows: Sequence[dict[str, object]],
    on: dt.date,
) -> None:
    first = next_numbers(session, collector, kind, len(rows))
    for offset, row in enumerate(rows):
        row["seq"] = first + offset
        row["accounting_on"] = on


def _post(
    session: Session,
    ctx: Context,
    work: _Work,
    books: dict[str, tuple[Line, ...]],
    on: dt.date,
) -> None:
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=on,
            document_on=work.order.on,
            text=work.order.text,
            source="levy.match",
            key=work.ref,
            lines=lines,
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
