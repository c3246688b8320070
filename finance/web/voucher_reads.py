"""Vouchers as the pages show them: a list, one with its lines, and what was done to it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from finance.actions.ask_reversal import waiting_reversal
from finance.records.audit_lines import acts_on
from finance.records.papers import Paper, papers_of
from finance.records.vouchers import (
    VoucherKind,
    VoucherLineRow,
    VoucherMakerRow,
    VoucherRow,
    VoucherState,
    makers_of,
    voucher_id,
    voucher_lines,
)
from ledger.entries import Line, Side
from ledger.store import reads

PAGE: Final = 50
_ENTRY_PARTS: Final = 3  # JOURNAL/YEAR/NUMBER after the unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which vouchers: of these units, in a state, by a maker, untouched by one; "" for any."""

    units: Select[str] | Sequence[str]
    state: str = ""
    maker: str = ""
    untouched_by: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One voucher in a list; its amount is the sum of its debits (đồng)."""

    unit_code: str
    seq: int
    accounting_on: dt.date
    text: str
    state: VoucherState
    kind: VoucherKind
    maker: str
    changed_at_us: int
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done to a voucher."""

    at_us: int
    actor: str
    vi: str
    en: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One voucher with its lines, papers, history and, once posted, its entry."""

    row: VoucherRow
    lines: tuple[Line, ...]
    papers: tuple[Paper, ...]
    makers: tuple[str, ...]  # everyone who had a hand in it
    steps: tuple[Step, ...]
    in_book: "InBook"

    @property
    def debit_vnd(self) -> int:
        """The sum of its debits."""
        return sum(line.amount_vnd for line in self.lines if line.side is Side.DEBIT)

    @property
    def credit_vnd(self) -> int:
        """The sum of its credits."""
        return sum(line.amount_vnd for line in self.lines if line.side is Side.CREDIT)


@dataclass(frozen=True, slots=True)
class InBook:
    """What the book holds of a posted voucher."""

    seq: int | None = None  # the place of its entry
    reversal: str = ""  # the public id of the entry that reverses it, or ""
    reversal_seq: int | None = None
    waiting: VoucherRow | None = None  # the voucher that asks for its reversal
    turned_seq: int | None = None  # the place of the entry that it reverses itself


_DONE: Final = {
    "draft_voucher": ("Lập hoặc sửa", "Drafted or changed"),
    "submit_voucher": ("Trình duyệt", "Submitted"),
    "withdraw_voucher": ("Rút lại", "Taken back"),
    "approve_voucher": ("Duyệt và ghi sổ", "Approved and posted"),
    "reject_voucher": ("Trả lại", "Sent back"),
    "copy_voucher": ("Sao chép từ chứng từ khác", "Copied from another voucher"),
    "discard_voucher": ("Hủy bản nháp", "Discarded"),
    "attach_papers": ("Đính kèm tệp", "Files attached"),
    "remove_paper": ("Gỡ tệp", "File removed"),
    "ask_reversal": ("Đề nghị ghi đảo", "Reversal asked for"),
    "reverse_entry": ("Ghi đảo bút toán", "Entry reversed"),
}


def vouchers(session: Session, wanted: Wanted) -> tuple[list[Listed], int]:
    """A page of vouchers, the latest change first, and how many there are in all."""
    conditions = _conditions(wanted)
    count = session.scalars(select(func.count()).select_from(VoucherRow).where(*conditions)).one()
    amount = (
        select(func.coalesce(func.sum(VoucherLineRow.amount_vnd), 0))
        .where(
            VoucherLineRow.unit_code == VoucherRow.unit_code,
            VoucherLineRow.seq == VoucherRow.seq,
            VoucherLineRow.side == Side.DEBIT.value,
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(VoucherRow, amount)
        .where(*conditions)
        .order_by(VoucherRow.changed_at_us.desc(), VoucherRow.unit_code, VoucherRow.seq.desc())
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE)
    )
    return [_listed(row, int(vnd)) for row, vnd in rows], count


def counts(session: Session, wanted: Wanted) -> dict[str, int]:
    """How many of these vouchers there are in each state."""
    found = session.execute(
        select(VoucherRow.state, func.count())
        .where(*_conditions(wanted))
        .group_by(VoucherRow.state)
    )
    return dict(found.all())


def voucher(session: Session, unit_code: str, seq: int) -> Kept | None:
    """One voucher with all that is known of it, or None."""
    row = session.get(VoucherRow, (unit_code, seq))
    if row is None:
        return None
    return Kept(
        row=row,
        lines=voucher_lines(session, row),
        papers=tuple(papers_of(session, unit_code, seq)),
        makers=tuple(makers_of(session, row)),
        steps=_steps(session, unit_code, [voucher_id(row), *([row.entry] if row.entry else [])]),
        in_book=_in_book(session, row),
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [VoucherRow.unit_code.in_(wanted.units)]
    if wanted.state:
        found.append(VoucherRow.state == wanted.state)
    if wanted.maker:
        found.append(VoucherRow.maker == wanted.maker)
    if wanted.untouched_by:
        touched = exists().where(
            VoucherMakerRow.unit_code == VoucherRow.unit_code,
            VoucherMakerRow.seq == VoucherRow.seq,
            VoucherMakerRow.folded == wanted.untouched_by.casefold(),
        )
        found.append(~touched)
    return found


def _listed(row: VoucherRow, amount_vnd: int) -> Listed:
    return Listed(
        row.unit_code,
        row.seq,
        row.accounting_on,
        row.text,
        VoucherState(row.state),
        VoucherKind(row.kind),
        row.maker,
        row.changed_at_us,
        amount_vnd,
    )


def _in_book(session: Session, row: VoucherRow) -> InBook:
    """What the book holds of a posted voucher, and what it reverses or waits to be reversed by."""
    turned = _place(session, row.unit_code, row.reverses)
    seq = _place(session, row.unit_code, row.entry)
    if seq is None:
        return InBook(turned_seq=turned)
    reversal = reads.reversal_of(session, row.unit_code, seq)
    if reversal is not None:
        return InBook(seq, reversal.public_id, reversal.seq)
    waiting = waiting_reversal(session, row.unit_code, row.entry)
    return InBook(seq, waiting=waiting, turned_seq=turned)


def _place(session: Session, unit_code: str, public_id: str) -> int | None:
    """The place of an entry in its book; None for no entry."""
    parts = public_id.removeprefix(f"{unit_code}/").split("/")
    if len(parts) != _ENTRY_PARTS:
        return None
    journal, year, number = parts
    entry = reads.entry_by_number(session, unit_code, journal, int(year), int(number))
    assert entry is not None, "a voucher names an entry that is there"
    return entry.seq


def _steps(session: Session, unit_code: str, subjects: Sequence[str]) -> tuple[Step, ...]:
    return tuple(
        Step(row.at_us, row.actor, *_DONE[row.action], str(row.facts.get("reason", "")))
        for row in acts_on(session, unit_code, subjects)
        if row.action in _DONE
    )
