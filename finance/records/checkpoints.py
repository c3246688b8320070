"""Checkpoints of the seal log, and the public halves of the keys that sign them."""

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.notes import VerifierKey
from ledger.store.base import Base

_NO_ROWID: Final = {"sqlite_with_rowid": False}  # see ledger.store.tables


class SigningKeyRow(Base):
    """The public half of one key; the private half never enters the database."""

    __tablename__ = "signing_key"
    __table_args__ = (
        UniqueConstraint("public_key"),
        CheckConstraint("key_no > 0", name="counted_from_one"),
        _NO_ROWID,
    )

    key_no: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    key_id: Mapped[str] = mapped_column(String(8))
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    from_us: Mapped[int]
    until_us: Mapped[int | None]  # none while it signs

    @property
    def verifier(self) -> VerifierKey:
        """The key as a reader of notes takes it."""
        return VerifierKey(self.name, self.public_key)


class CheckpointRow(Base):
    """One signed checkpoint: the seal log had this root at this size."""

    __tablename__ = "checkpoint"
    __table_args__ = (CheckConstraint("size > 0", name="size"), _NO_ROWID)

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary(32))
    note: Mapped[str] = mapped_column(Text)
    signed_at_us: Mapped[int]
    key_no: Mapped[int] = mapped_column(ForeignKey("signing_key.key_no"))  # the newest that signed


def signing_keys(session: Session) -> list[SigningKeyRow]:
    """Every key there was, in the order they were made."""
    return list(session.scalars(select(SigningKeyRow).order_by(SigningKeyRow.key_no)))


def checkpoints(session: Session) -> list[CheckpointRow]:
    """Every checkpoint, the newest first."""
    return list(session.scalars(select(CheckpointRow).order_by(CheckpointRow.size.desc())))


def latest_checkpoint(session: Session) -> CheckpointRow | None:
    """The newest checkpoint, or None."""
    newest = select(CheckpointRow).order_by(CheckpointRow.size.desc()).limit(1)
    return session.scalars(newest).one_or_none()
