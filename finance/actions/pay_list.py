"""Pay a collecting unit's list out of the money that lies here for it: every book its entry."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from finance.actions.draw_up_list import ListLine, lines_now
from finance.actions.due_shares import Due, due_shares, settled_of, share_lines
from finance.actions.pass_up import pass_up
from finance.records.direct_lists import DirectListRow, list_lines
from finance.records.parts import Lines, organisation_account
from finance.records.payables import settle_shares, waiting_shares
from finance.records.payments import Payee, Payment, PaymentList, order_payments
from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers, take_turn
from finance.records.units import line_up
from finance.rules.errors import RuleError
from finance.rules.posting import Place, Way, handed_over, net_bank
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.store import reads

JOURNAL: Final = "DS"
_NUMBER = re.compile(r"[0-9]{1,18}")


class UnknownList(RuleError):
    """No list of that name."""

    code = "direct_list.unknown"
    vi = "Không có danh sách chi trực tiếp «{name}»."
    en = "There is no list “{name}”."


class ListOutOfDate(RuleError):
    """What is due has changed since the list was drawn up."""

    code = "direct_list.out_of_date"
    vi = "Số phải chi đã thay đổi sau khi lập danh sách {name}: đơn vị thu phải lập lại."
    en = "What is due has changed since list {name} was drawn up: it must be drawn up anew."


class BeforeItWasDrawnUp(RuleError):
    """A list is paid on no day before it was drawn up."""

    code = "direct_list.before_it_was_drawn_up"
    vi = "Danh sách {name} lập ngày {drawn_on}: không thể chi vào ngày {on}."
    en = "List {name} was drawn up on {drawn_on}: it is not paid on {on}."


@dataclass(frozen=True, slots=True)
class PayList:
    """Which list (UNIT/L/SEQ), and the day."""

    name: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class _Order:
    """A list found: its rows, whose it is, and who pays."""

    name: str
    unit: str
    holder: str
    rows: list[DirectListRow]


def pay_list(ctx: Context, request: PayList) -> list[Payment]:
    """Pay the units, the organisations and, with the rest, the collecting unit; in one reference.

    Every book ends as if the money had first been handed over and then distributed.
    Returns  the payment list; empty when this list was paid before.
    Raises   UnknownList, BeforeItWasDrawnUp, ListOutOfDate, NothingHeld, NotEnoughHeld,
             PermissionRefused.
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        order = _find(session, request.name)
        ctx.require(session, "levy.distribute", order.holder)
        if order.rows[0].ref:
            return []
        if request.on < order.rows[0].made_on:
            drawn_on = order.rows[0].made_on.isoformat()
            raise BeforeItWasDrawnUp(
                name=request.name, drawn_on=drawn_on, on=request.on.isoformat()
            )
        dues = due_shares(session, ctx, order.unit, request.on, order.holder)
        lines = lines_now(session, order.unit, order.holder, dues)
        kept = tuple(ListLine(row.payee, row.tax_code, row.amount_vnd) for row in order.rows)
        if lines != kept:
            raise ListOutOfDate(name=request.name)
        ref = f"{order.holder}/IB/{next_numbers(session, order.holder, 'interbook', 1)}"
        _pay(session, ctx, order, dues, ref, request.on)
        for row in order.rows:
            row.ref = ref
        payments = _payments(session, order, lines, ref, request.on)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "pay_list",
            order.holder,
            request.name,
            {"ref": ref, "amount_vnd": sum(each.amount_vnd for each in payments)},
        )
        session.commit()
    return payments


def _find(session: Session, name: str) -> _Order:
    unit, _, seq = name.rpartition("/L/")
    rows = list_lines(session, unit, int(seq)) if _NUMBER.fullmatch(seq) else []
    if not rows:
        raise UnknownList(name=name)
    return _Order(name, unit, rows[0].holder_unit, rows)


def _pay(  # noqa: PLR0913, PLR0917 - what the entries of one list share
    session: Session, ctx: Context, order: _Order, dues: list[Due], ref: str, on: dt.date
) -> None:
    above = frozenset(line_up(session, order.unit, on)) - {order.unit}
    way = Way(order.unit, order.holder, ref, above)
    own = [
        share
        for share in waiting_shares(session, order.unit, (Place.OWN,))
        if share.part.holder_unit == order.holder
    ]
    held = sum(row.amount_vnd for row in order.rows)
    own_vnd = sum(share.waiting_vnd for share in own)
    up = pass_up(session, Lines(session, on), order.unit, settled_of(dues), ref)
    books = up.into([handed_over(way, held, own_vnd), *share_lines(way, dues)])
    day = reads.first_open_day(session, books, on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=on,
            text=f"{order.holder} chi trực tiếp theo danh sách {order.name}",
            source="levy.distribute",
            key=ref,
            lines=gathered(net_bank(lines)),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    up.keep(session, day)
    settle_shares(session, order.unit, [*own, *(s for due in dues for s in due.shares)], ref, day)
    session.execute(
        update(ReceiptRow)
        .where(
            ReceiptRow.unit_code == order.holder,
            ReceiptRow.collecting_unit == order.unit,
            ReceiptRow.handed_over_on.is_(None),
        )
        .values(handed_over_on=day)
    )


def _payments(
    session: Session, order: _Order, lines: tuple[ListLine, ...], ref: str, on: dt.date
) -> list[Payment]:
    """Order the payments; what the holder keeps as its own share leaves no account."""
    payees = [
        Payee(
            line.payee,
            line.amount_vnd,
            organisation_account(session, line.tax_code) if line.tax_code else ("", ""),
        )
        for line in lines
        if line.payee != order.holder
    ]
    return order_payments(session, PaymentList(order.holder, ref, on, "KPCD"), payees)
