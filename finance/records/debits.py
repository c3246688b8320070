"""What persons say of the bank's debit rows that nobody recognised: each clears a part of one.

A row of this table is never changed once it is decided; it is undone by another that names it.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKeyConstraint,
    Index,
    Select,
    String,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.receipts import BankDebitRow
from finance.rules.bank_debits import (
    ClearingDecided,
    Means,
    UnknownClearing,
    UnknownDebit,
)
from ledger.store.base import Base

_NONE = text("''")
_DEBIT: Final = re.compile(r"(.+)/D/([0-9]{1,9})")
_CLEARING: Final = re.compile(r"(.+)/XC/([0-9]{1,9})")


class ClearingState(StrEnum):
    """How far it has come."""

    ASKED = "asked"  # a second person decides
    DONE = "done"
    REFUSED = "refused"


class DebitClearingRow(Base):
    """One part of a debit row, and what a person says that it was."""

    __tablename__ = "debit_clearing"
    __table_args__ = (
        CheckConstraint("kind IN ('returns', 'settles', 'spends')", name="kind"),
        CheckConstraint("state IN ('asked', 'done', 'refused')", name="state"),
        CheckConstraint("amount_vnd > 0", name="amount"),
        CheckConstraint("kind = 'spends' OR state = 'done'", name="second_person"),
        ForeignKeyConstraint(
            ["unit_code", "debit_seq"], ["bank_debit.unit_code", "bank_debit.seq"]
        ),
        Index("ix_debit_clearing_debit", "unit_code", "debit_seq"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    debit_seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    undoes: Mapped[int | None]  # the number of the clearing that this one takes back
    amount_vnd: Mapped[int]
    subject_seq: Mapped[int | None]  # of the unit's receipt or payment
    name: Mapped[str] = mapped_column(String(400))  # receipt, payment and payee, or account
    account: Mapped[str] = mapped_column(String(20), server_default=_NONE)
    fund: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    item: Mapped[str] = mapped_column(String(20), server_default=_NONE)
    reason: Mapped[str] = mapped_column(String(1000), server_default=_NONE)
    clears_on: Mapped[dt.date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8))
    maker: Mapped[str] = mapped_column(String(100))
    made_at_us: Mapped[int]
    checker: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    decided_at_us: Mapped[int | None]
    decision: Mapped[str] = mapped_column(String(1000), server_default=_NONE)  # why not

    @property
    def public_id(self) -> str:
        """UNIT/XC/SEQ, as people name it."""
        return f"{self.unit_code}/XC/{self.seq}"

    @property
    def debit(self) -> str:
        """The public id of the debit row."""
        return f"{self.unit_code}/D/{self.debit_seq}"


@dataclass(frozen=True, slots=True)
class Waits:
    """A debit row with what was said of it, the latest last."""

    debit: BankDebitRow
    clearings: tuple[DebitClearingRow, ...]
    undone: frozenset[int]  # the numbers of those that were taken back

    def stands(self, row: DebitClearingRow) -> bool:
        """Whether it was done, is no taking back, and was not taken back."""
        done = row.state == ClearingState.DONE.value
        return done and row.undoes is None and row.seq not in self.undone


def debit_named(session: Session, name: str) -> BankDebitRow:
    """The debit row of a public id, locked.

    Raises   UnknownDebit.
    """
    named = _DEBIT.fullmatch(name)
    key = (named[1], int(named[2])) if named else ("", 0)
    row = session.get(BankDebitRow, key, with_for_update=True, populate_existing=True)
    if row is None:
        raise UnknownDebit(debit=name)
    return row


def clearing_named(session: Session, name: str, *, lock: bool = False) -> DebitClearingRow:
    """The clearing of a public id; locked by whoever decides about it.

    Raises   UnknownClearing.
    """
    named = _CLEARING.fullmatch(name)
    key = (named[1], int(named[2])) if named else ("", 0)
    row = session.get(DebitClearingRow, key, with_for_update=lock or None, populate_existing=True)
    if row is None:
        raise UnknownClearing(clearing=name)
    return row


def clearing_waiting(session: Session, name: str) -> DebitClearingRow:
    """A clearing that waits for its second person, locked.

    Raises   UnknownClearing, ClearingDecided.
    """
    row = clearing_named(session, name, lock=True)
    if row.state != ClearingState.ASKED.value:
        raise ClearingDecided(clearing=name, person=row.checker or row.maker)
    return row


def said_of(session: Session, debit: BankDebitRow) -> Waits:
    """A debit row with what was said of it."""
    rows = session.scalars(
        select(DebitClearingRow)
        .where(
            DebitClearingRow.unit_code == debit.unit_code, DebitClearingRow.debit_seq == debit.seq
        )
        .order_by(DebitClearingRow.seq)
    ).all()
    done = ClearingState.DONE.value
    undone = (row.undoes for row in rows if row.state == done and row.undoes is not None)
    return Waits(debit, tuple(rows), frozenset(undone))


def standing(
    session: Session, debit: BankDebitRow, kind: Means, subject_seq: int
) -> DebitClearingRow | None:
    """What stands of this debit row for this receipt or payment, or None."""
    said = said_of(session, debit)
    for row in said.clearings:
        if (row.kind, row.subject_seq) == (kind.value, subject_seq) and said.stands(row):
            return row
    return None


def debits_seen(
    units: Select[str] | Sequence[str] | None, *, waiting: bool
) -> Select[BankDebitRow]:
    """The debit rows of these units (None: all) that wait; or also those that persons cleared."""
    row = BankDebitRow
    states = ["waiting"] if waiting else ["waiting", "cleared"]
    query = select(row).where(row.state.in_(states))
    if units is not None:
        query = query.where(row.unit_code.in_(units))
    return query.order_by(row.booked_on, row.unit_code, row.seq)
