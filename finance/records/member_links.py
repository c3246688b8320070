"""Links by which a member sees their own dues: handed out by the unit, for a while, revocable.

Of a link's token only the digest is kept, as of a visit's.
"""

import datetime as dt

from sqlalchemy import Date, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base


class MemberLinkRow(Base):
    """One link, until its last day or until it is revoked."""

    __tablename__ = "member_link"
    __table_args__ = (UniqueConstraint("unit_code", "token_sha256"),)

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    member_no: Mapped[str] = mapped_column(String(40))
    token_sha256: Mapped[str] = mapped_column(String(64))
    made_at_us: Mapped[int]
    made_by: Mapped[str] = mapped_column(String(100))
    expires_on: Mapped[dt.date] = mapped_column(Date)  # the last day it opens
    revoked_at_us: Mapped[int | None]


def links_of(session: Session, unit: str, member_no: str, day: dt.date) -> list[MemberLinkRow]:
    """A member's links that open on a day."""
    return list(
        session.scalars(
            select(MemberLinkRow)
            .where(
                MemberLinkRow.unit_code == unit,
                MemberLinkRow.member_no == member_no,
                MemberLinkRow.expires_on >= day,
                MemberLinkRow.revoked_at_us.is_(None),
            )
            .order_by(MemberLinkRow.seq)
        )
    )


def opened_by(session: Session, unit: str, token_sha256: str, day: dt.date) -> str | None:
    """The number of the member whose rows a link opens on a day, or None."""
    return session.scalars(
        select(MemberLinkRow.member_no).where(
            MemberLinkRow.unit_code == unit,
            MemberLinkRow.token_sha256 == token_sha256,
            MemberLinkRow.expires_on >= day,
            MemberLinkRow.revoked_at_us.is_(None),
        )
    ).one_or_none()
