"""Put money on members' dues, or take it off again; what belongs to the superior is owed at once.

Called by the verbs that collect and release; they own the transaction.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from finance.actions.pass_dues import DuesWay, keeper
from finance.records.dues import DuesEventRow, DuesRow, Way, standard_paid
from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers
from finance.rules.dues import dues_kept
from finance.rules.dues_posting import collected
from finance.rules.errors import RuleError
from finance.rules.posting import BookLines, merged
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.periods import Period
from ledger.store import reads

JOURNAL: Final = "DU"
SOURCE: Final = "dues.collect"  # of the entries


class NotAssessed(RuleError):
    """Nothing was assessed for a member's month."""

    code = "dues.not_assessed"
    vi = "Chưa tính đoàn phí tháng {period} của «{member_no}»."
    en = "No dues were assessed for “{member_no}” in {period}."


class NotThatMuchOwed(RuleError):
    """A member's month, or the receipt it is paid from, has less than is to be taken."""

    code = "dues.not_that_much"
    vi = "{what} chỉ còn {open} đồng, không đủ {amount} đồng."
    en = "{what} has only {open} đồng left, not {amount} đồng."


@dataclass(frozen=True, slots=True)
class Part:
    """Money of one member for one month (đồng; negative takes it off), and the receipt it is of."""

    member_no: str
    period: Period
    amount_vnd: int
    receipt_seq: int = 0  # 0: of no receipt


@dataclass(frozen=True, slots=True)
class PayDues:
    """What to put on a unit's members, when, how it came and on which account of the book."""

    unit: str
    on: dt.date
    way: Way
    cash_account: str
    parts: Sequence[Part]
    text: str
    slip: str = ""
    withheld: bool = False  # from wages, by the employer
    undoes: str = ""  # the reference of the collection that is taken back
    placed_on: dt.date | None = None  # the day that says whose the upper part is, if another


def pay_dues(session: Session, ctx: Context, order: PayDues) -> str:
    """Put the parts on their months, write the history, post one entry in each book concerned.

    Each month is divided by itself, by the rule of that month: of the standard dues the unit
    keeps its part, what is above the standard rate stays with it whole. What is taken off is
    taken from the superior as well, also when it was paid already: then the debt turns round.
    Returns  the reference of the entries; empty without parts.
    Raises   NotAssessed, NotThatMuchOwed, NoSplitRule: then nothing is done.
    """
    if not order.parts:
        return ""
    ref = f"{order.unit}/IB/{next_numbers(session, order.unit, 'interbook', 1)}"
    events: list[dict[str, object]] = []
    sums: dict[Period, tuple[int, int]] = {}
    for part in order.parts:
        extra = _pay(session, order.unit, part)
        standard, above = sums.get(part.period, (0, 0))
        sums[part.period] = (standard + part.amount_vnd - extra, above + extra)
        events.append(_event(order, part, extra))
    books = _divided(session, order, sums, ref)
    day = reads.first_open_day(session, books, order.on, ctx.clock.now_us())
    first = next_numbers(session, order.unit, "dues_event", len(events))
    head = {"accounting_on": day, "ref": ref, "decided_by": ctx.actor.name}
    session.flush()
    session.execute(
        insert(DuesEventRow),
        [{**each, **head, "seq": first + offset} for offset, each in enumerate(events)],
    )
    _post(session, ctx, order, ref, books, day)
    return ref


def _pay(session: Session, unit: str, part: Part) -> int:
    """Put a part on its month and its receipt; what of it is above the standard rate."""
    row = session.get(DuesRow, (unit, part.member_no, part.period))
    if row is None:
        raise NotAssessed(member_no=part.member_no, period=part.period)
    if part.amount_vnd > row.open_vnd:
        what = f"{part.member_no} {part.period}"
        raise NotThatMuchOwed(what=what, open=row.open_vnd, amount=part.amount_vnd)
    if part.receipt_seq:
        _take(session.get_one(ReceiptRow, (unit, part.receipt_seq)), part.amount_vnd)
    return row.pay(part.amount_vnd)


def _take(receipt: ReceiptRow, amount: int) -> None:
    if amount > receipt.open_vnd:
        raise NotThatMuchOwed(what=receipt.public_id, open=receipt.open_vnd, amount=amount)
    receipt.matched_vnd += amount
    receipt.state = receipt.settled_state().value


def _event(order: PayDues, part: Part, extra: int) -> dict[str, object]:
    return {
        "unit_code": order.unit,
        "member_no": part.member_no,
        "period": part.period,
        "delta_vnd": part.amount_vnd,
        "extra_delta_vnd": extra,
        "way": order.way.value,
        "receipt_seq": part.receipt_seq,
        "slip": order.slip,
        "withheld": order.withheld,
        "undoes": order.undoes,
    }


def _divided(
    session: Session, order: PayDues, sums: Mapping[Period, tuple[int, int]], ref: str
) -> BookLines:
    """The lines of all months of an order, in the unit's book and in those above.

    All that was ever put on a month is divided at once: it is owed as if it had come together.
    """
    own: list[Line] = []
    way = DuesWay(session, ref, order.on)
    for period, (standard, extra) in sums.items():
        part = keeper(session, order.unit, order.placed_on or order.on, period)
        before = standard_paid(session, order.unit, period)
        kept = dues_kept(before, before + standard, part.of_one)
        own += collected(standard + extra, kept + extra, order.cash_account)
        if standard != kept:
            way.share(order.unit, standard - kept, part.superior)
    return merged([{order.unit: own}, way.books])


def _post(  # noqa: PLR0913, PLR0917 - the surroundings of one order
    session: Session, ctx: Context, order: PayDues, ref: str, books: BookLines, day: dt.date
) -> None:
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=order.on,
            text=order.text,
            source=SOURCE,
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
