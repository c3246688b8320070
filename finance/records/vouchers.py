"""Vouchers: drafts a person makes and another approves. They may change; posted entries never."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    delete,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.vouchers import UnknownVoucher, VoucherNotThere
from ledger.entries import Line, Side
from ledger.money import Vnd
from ledger.store.base import Base
from ledger.store.cursor import Question, Reader, Row

_NONE = text("''")
_PLAIN = text("'plain'")
_LINES = "SELECT account, side, amount_vnd, fund, item FROM voucher_line"
_VOUCHER = (
    "SELECT accounting_on, document_on, text, state, changed_at_us, kind, reverses FROM voucher"
)
_WAITING_REVERSAL = text("kind = 'reversal' AND state = 'submitted'")


class VoucherState(StrEnum):
    """How far a voucher has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    POSTED = "posted"
    REJECTED = "rejected"
    DISCARDED = "discarded"


class VoucherKind(StrEnum):
    """What approving it does: post its lines, or reverse the entry it names."""

    PLAIN = "plain"
    REVERSAL = "reversal"


class VoucherRow(Base):
    """One voucher of a unit."""

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("kind IN ('plain', 'reversal')", name="kind"),
        CheckConstraint("(kind = 'reversal') = (reverses <> '')", name="reverses"),
        Index("ix_voucher_state", "unit_code", "state"),
        Index(
            "uq_voucher_waiting_reversal",
            "unit_code",
            "reverses",
            unique=True,
            sqlite_where=_WAITING_REVERSAL,
            postgresql_where=_WAITING_REVERSAL,
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    accounting_on: Mapped[dt.date] = mapped_column(Date)
    document_on: Mapped[dt.date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(String(1000))
    state: Mapped[str] = mapped_column(String(10))
    maker: Mapped[str] = mapped_column(String(100))  # who wrote it last
    checker: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    reason: Mapped[str] = mapped_column(String(1000), server_default=_NONE)
    entry: Mapped[str] = mapped_column(String(80), server_default=_NONE)  # public id once posted
    changed_at_us: Mapped[int]  # later with every change: whoever decides names what they saw
    kind: Mapped[str] = mapped_column(String(10), server_default=_PLAIN)
    reverses: Mapped[str] = mapped_column(String(80), server_default=_NONE)  # an entry's public id
    discarded_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)


class VoucherLineRow(Base):
    """One line of a voucher, as typed."""

    __tablename__ = "voucher_line"
    __table_args__ = (
        ForeignKeyConstraint(
            ["unit_code", "seq"], ["voucher.unit_code", "voucher.seq"], ondelete="CASCADE"
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    account: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(1))
    amount_vnd: Mapped[int]
    fund: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    item: Mapped[str] = mapped_column(String(20), server_default=_NONE)


class VoucherMakerRow(Base):
    """Somebody who had a hand in a voucher: wrote it, changed it, or handed it in."""

    __tablename__ = "voucher_maker"
    __table_args__ = (
        ForeignKeyConstraint(["unit_code", "seq"], ["voucher.unit_code", "voucher.seq"]),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    folded: Mapped[str] = mapped_column(String(100), primary_key=True)  # the name to compare by
    name: Mapped[str] = mapped_column(String(100))


def voucher_id(row: "VoucherRow | Handed") -> str:
    """UNIT/V/SEQ, as people name it."""
    return f"{row.unit_code}/V/{row.seq}"


def voucher_of(session: Session, unit: str, seq: int, *states: VoucherState) -> VoucherRow:
    """The voucher, in one of these states, locked until the transaction ends.

    Raises   UnknownVoucher, VoucherNotThere.
    """
    row = session.get(VoucherRow, (unit, seq), with_for_update=True)
    if row is None:
        raise UnknownVoucher(voucher=f"{unit}/V/{seq}")
    if row.state not in {state.value for state in states}:
        raise VoucherNotThere(voucher=voucher_id(row), state=row.state)
    return row


def change(row: VoucherRow, now_us: int) -> None:
    """Mark a voucher as changed, later than ever before whatever the clock says."""
    row.changed_at_us = max(row.changed_at_us + 1, now_us)


def voucher_lines(session: Session, row: VoucherRow) -> tuple[Line, ...]:
    """The lines of a voucher, as the book would take them."""
    rows = session.scalars(
        select(VoucherLineRow)
        .where(VoucherLineRow.unit_code == row.unit_code, VoucherLineRow.seq == row.seq)
        .order_by(VoucherLineRow.line_no)
    )
    return tuple(
        Line(each.account, Side(each.side), Vnd(each.amount_vnd), each.fund, each.item)
        for each in rows
    )


@dataclass(frozen=True, slots=True)
class Handed:
    """A submitted voucher with all that hangs on it, as a second person decides on it."""

    unit_code: str
    seq: int
    accounting_on: dt.date
    document_on: dt.date
    text: str
    kind: VoucherKind
    reverses: str
    changed_at_us: int
    lines: tuple[Line, ...]
    makers: tuple[str, ...]  # in order of name
    papers: tuple[str, ...]  # digests


def handed_questions(reader: Reader, unit: str, seq: int) -> list[Question]:
    """What `handed` wants to know, to be asked in one go; the voucher is locked by it."""
    mine, place = "WHERE unit_code = %s AND seq = %s", (unit, seq)
    return [
        (f"{_VOUCHER} {mine}{'' if reader.sqlite else ' FOR UPDATE'}", place),
        (f"{_LINES} {mine} ORDER BY line_no", place),
        (f"SELECT name FROM voucher_maker {mine} ORDER BY folded", place),  # noqa: S608 - marks only
        (f"SELECT digest FROM voucher_attachment {mine}", place),  # noqa: S608 - as above
    ]


def handed(reader: Reader, unit: str, seq: int, answers: Sequence[Sequence[Row]]) -> Handed:
    """The voucher that was asked for by `handed_questions`.

    Raises   UnknownVoucher, VoucherNotThere.
    """
    found, lines, makers, papers = answers
    if not found:
        raise UnknownVoucher(voucher=f"{unit}/V/{seq}")
    accounting_on, document_on, said, state, changed_at_us, kind, reverses = found[0]
    if state != VoucherState.SUBMITTED.value:
        raise VoucherNotThere(voucher=f"{unit}/V/{seq}", state=state)
    return Handed(
        unit,
        seq,
        reader.day_of(accounting_on),
        reader.day_of(document_on),
        said,
        VoucherKind(kind),
        reverses,
        changed_at_us,
        tuple(
            Line(account, Side(side), Vnd(amount_vnd), fund, item)
            for account, side, amount_vnd, fund, item in lines
        ),
        tuple(name for (name,) in makers),
        tuple(digest for (digest,) in papers),
    )


def decided(
    voucher: Handed, state: VoucherState, checker: str, now_us: int, **said: str
) -> Question:
    """The statement by which a voucher is decided on.

    Takes    `said`, what else is to stand in it then: the entry it became, or the reason.
    """
    columns = {
        "state": state.value,
        "checker": checker,
        "changed_at_us": max(voucher.changed_at_us + 1, now_us),
        **said,
    }
    changes = ", ".join(f"{column} = %s" for column in columns)
    sql = f"UPDATE voucher SET {changes} WHERE unit_code = %s AND seq = %s"  # noqa: S608 - names are ours
    return sql, (*columns.values(), voucher.unit_code, voucher.seq)


def write_lines(session: Session, row: VoucherRow, lines: Sequence[Line]) -> None:
    """Put these lines in the place of those a draft has."""
    session.execute(
        delete(VoucherLineRow).where(
            VoucherLineRow.unit_code == row.unit_code, VoucherLineRow.seq == row.seq
        )
    )
    session.add_all(
        VoucherLineRow(
            unit_code=row.unit_code,
            seq=row.seq,
            line_no=number,
            account=line.account,
            side=line.side.value,
            amount_vnd=line.amount_vnd,
            fund=line.fund,
            item=line.item,
        )
        for number, line in enumerate(lines, start=1)
    )
    session.flush()


def add_maker(session: Session, row: VoucherRow, name: str) -> None:
    """Keep that somebody had a hand in a voucher."""
    key = (row.unit_code, row.seq, name.casefold())
    if session.get(VoucherMakerRow, key) is None:
        unit_code, seq, folded = key
        session.add(VoucherMakerRow(unit_code=unit_code, seq=seq, folded=folded, name=name))
        session.flush()


def makers_of(session: Session, row: VoucherRow) -> list[str]:
    """Everyone who had a hand in a voucher, in order of name."""
    return list(
        session.scalars(
            select(VoucherMakerRow.name)
            .where(VoucherMakerRow.unit_code == row.unit_code, VoucherMakerRow.seq == row.seq)
            .order_by(VoucherMakerRow.folded)
        )
    )
