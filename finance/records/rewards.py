"""Rewards to those outside the union: who asked for what, and the voucher that pays it.

A reward is a voucher with a ceiling: how far it has come is the voucher's own state.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKeyConstraint,
    Index,
    Select,
    String,
    Text,
    and_,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.vouchers import VoucherRow, VoucherState
from ledger.store.base import Base


class RewardRow(Base):
    """One reward as it was proposed; never changed."""

    __tablename__ = "reward"
    __table_args__ = (
        ForeignKeyConstraint(["unit_code", "voucher_seq"], ["voucher.unit_code", "voucher.seq"]),
        Index("ix_reward_identity", "identity", "proposed_on"),
        Index("uq_reward_key", "unit_code", "key", unique=True),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recipient: Mapped[str] = mapped_column(String(12))  # person, collective
    name: Mapped[str] = mapped_column(String(300))
    identity: Mapped[str] = mapped_column(String(40))  # citizen number, tax code, decision number
    amount_vnd: Mapped[int]
    reason: Mapped[str] = mapped_column(String(1000))
    case_no: Mapped[str] = mapped_column(String(80), server_default=text("''"))  # UNIT/C/SEQ
    proposed_on: Mapped[dt.date] = mapped_column(Date)
    proposed_by: Mapped[str] = mapped_column(String(100))
    voucher_seq: Mapped[int]
    used: Mapped[str] = mapped_column(Text)  # JSON: the values it was held to
    # The proposer's own word, under which it is proposed once; none before there were keys.
    key: Mapped[str | None] = mapped_column(String(80))

    @property
    def public_id(self) -> str:
        """UNIT/TH/SEQ, as people name it."""
        return f"{self.unit_code}/TH/{self.seq}"


@dataclass(frozen=True, slots=True)
class HeldReward:
    """A reward, and how far its voucher has come."""

    row: RewardRow
    state: VoucherState
    entry: str  # public id once it is posted


_VOUCHER = and_(
    VoucherRow.unit_code == RewardRow.unit_code, VoucherRow.seq == RewardRow.voucher_seq
)


def rewards(session: Session, units: Select[Any] | list[str]) -> list[HeldReward]:
    """The rewards of these units, the newest first."""
    query = (
        select(RewardRow, VoucherRow.state, VoucherRow.entry)
        .join(VoucherRow, _VOUCHER)
        .where(RewardRow.unit_code.in_(units))
        .order_by(RewardRow.proposed_on.desc(), RewardRow.unit_code, RewardRow.seq.desc())
    )
    return [
        HeldReward(row, VoucherState(state), entry) for row, state, entry in session.execute(query)
    ]


def reward_of_key(session: Session, unit: str, key: str) -> RewardRow | None:
    """The reward a unit has proposed under a key, or None."""
    query = select(RewardRow).where(RewardRow.unit_code == unit, RewardRow.key == key)
    return session.scalars(query).one_or_none()


def rewards_in_year(session: Session, identity: str, year: int) -> int:
    """How often somebody was rewarded in a year, in any unit; what was given up does not count.

    Takes    the number as the rules write it; a row may hold it as it was typed before.
    """
    kept: Any = RewardRow.identity
    for sign in (" ", ".", "-", "/"):
        kept = func.replace(kept, sign, "")
    query = (
        select(func.count())
        .select_from(RewardRow)
        .join(VoucherRow, _VOUCHER)
        .where(
            func.upper(kept) == identity,
            RewardRow.proposed_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
            VoucherRow.state != VoucherState.DISCARDED.value,
        )
    )
    return session.scalars(query).one()


def reward_paid_by(session: Session, unit: str, voucher_seq: int) -> RewardRow | None:
    """The reward that a voucher pays, or None."""
    query = select(RewardRow).where(
        RewardRow.unit_code == unit, RewardRow.voucher_seq == voucher_seq
    )
    return session.scalars(query).one_or_none()
