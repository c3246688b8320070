"""Vouchers as the pages show them: a list, one with its lines, and what was done to it."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from finance.actions.draft_voucher import voucher_id, voucher_lines
from finance.records.audit_lines import AuditRow
from finance.records.vouchers import VoucherLineRow, VoucherRow, VoucherState
from ledger.entries import Line, Side
from ledger.store import reads

PAGE: Final = 50
_ENTRY_PARTS: Final = 3  # JOURNAL/YEAR/NUMBER after the unit


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which vouchers: of these units, in a state, by a maker, not by one; "" for any."""

    units: Select[str] | Sequence[str]
    state: str = ""
    maker: str = ""
    not_maker: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One voucher in a list; its amount is the sum of its debits (đồng)."""

    unit_code: str
    seq: int
    accounting_on: dt.date
    text: str
    state: VoucherState
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
    """One voucher with its lines, its history and, once posted, its entry."""

    row: VoucherRow
    lines: tuple[Line, ...]
    steps: tuple[Step, ...]
    entry_seq: int | None  # its place in the book
    reversal: str  # the public id of the entry that reverses it, or ""
    reversal_seq: int | None

    @property
    def debit_vnd(self) -> int:
        """The sum of its debits."""
        return sum(line.amount_vnd for line in self.lines if line.side is Side.DEBIT)

    @property
    def credit_vnd(self) -> int:
        """The sum of its credits."""
        return sum(line.amount_vnd for line in self.lines if line.side is Side.CREDIT)


_DONE: Final = {
    "draft_voucher": ("Lập hoặc sửa", "Drafted or changed"),
    "submit_voucher": ("Trình duyệt", "Submitted"),
    "approve_voucher": ("Duyệt và ghi sổ", "Approved and posted"),
    "reject_voucher": ("Trả lại", "Sent back"),
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
    entry_seq, reversal, reversal_seq = _in_book(session, row)
    steps = _steps(session, unit_code, [voucher_id(row), *([row.entry] if row.entry else [])])
    lines = voucher_lines(session, row)
    return Kept(row, lines, steps, entry_seq, reversal, reversal_seq)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [VoucherRow.unit_code.in_(wanted.units)]
    if wanted.state:
        found.append(VoucherRow.state == wanted.state)
    if wanted.maker:
        found.append(VoucherRow.maker == wanted.maker)
    if wanted.not_maker:
        found.append(VoucherRow.maker != wanted.not_maker)
    return found


def _listed(row: VoucherRow, amount_vnd: int) -> Listed:
    return Listed(
        row.unit_code,
        row.seq,
        row.accounting_on,
        row.text,
        VoucherState(row.state),
        row.maker,
        row.changed_at_us,
        amount_vnd,
    )


def _in_book(session: Session, row: VoucherRow) -> tuple[int | None, str, int | None]:
    """The place of a posted voucher's entry, and what reverses it."""
    parts = row.entry.removeprefix(f"{row.unit_code}/").split("/")
    if len(parts) != _ENTRY_PARTS:
        return None, "", None
    journal, year, number = parts
    entry = reads.entry_by_number(session, row.unit_code, journal, int(year), int(number))
    assert entry is not None, "a posted voucher names its entry"
    turned = reads.reversal_of(session, row.unit_code, entry.seq)
    if turned is None:
        return entry.seq, "", None
    return entry.seq, turned.public_id, turned.seq


def _steps(session: Session, unit_code: str, subjects: Sequence[str]) -> tuple[Step, ...]:
    rows = session.scalars(
        select(AuditRow)
        .where(
            AuditRow.unit_code == unit_code,
            AuditRow.subject.in_(subjects),
            AuditRow.action.in_(_DONE),
        )
        .order_by(AuditRow.seq)
    )
    return tuple(
        Step(
            row.at_us, row.actor, *_DONE[row.action], str(json.loads(row.details).get("reason", ""))
        )
        for row in rows
    )
