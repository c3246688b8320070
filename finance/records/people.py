"""People, what they may do where, their visits and their tries at the door."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base

NAME_LENGTH = 80
ADDRESS_LENGTH = 64
SHA256_HEX = 64


class User(Base):
    """A person who may sign in; never removed, because books name them as actor for ever."""

    __tablename__ = "user"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))  # argon2id, with its own parameters
    language: Mapped[str] = mapped_column(String(2), default="")  # "vi", "en" or not chosen yet
    created_at_us: Mapped[int]
    ended_at_us: Mapped[int | None]


class RoleGrant(Base):
    """One role of one person in one unit, from a day to a day, both included."""

    __tablename__ = "role_grant"

    user_name: Mapped[str] = mapped_column(ForeignKey("user.name"), primary_key=True)
    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)
    valid_from: Mapped[dt.date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[dt.date] = mapped_column(Date)

    __table_args__ = (CheckConstraint("valid_to >= valid_from", name="days"),)


class WebSession(Base):
    """One visit of one person; the cookie holds the token, this row only its SHA-256."""

    __tablename__ = "web_session"

    token_sha256: Mapped[str] = mapped_column(String(SHA256_HEX), primary_key=True)
    user_name: Mapped[str] = mapped_column(ForeignKey("user.name"))
    language: Mapped[str] = mapped_column(String(2))
    opened_at_us: Mapped[int]
    ended_at_us: Mapped[int | None]

    __table_args__ = (Index(None, "user_name"),)


class LoginAttempt(Base):
    """One try at the door, under the name as it was typed, whether such a person exists or not."""

    __tablename__ = "login_attempt"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    tried_at_us: Mapped[int]
    succeeded: Mapped[bool]

    __table_args__ = (Index(None, "name", "tried_at_us"), Index(None, "address", "tried_at_us"))


def user_named(session: Session, name: str) -> User | None:
    """The person of that name, or None; one who has left is still a person."""
    return session.get(User, name)


def grants_on(session: Session, name: str, day: dt.date) -> Sequence[RoleGrant]:
    """The roles a person holds on a day, ordered by unit and role."""
    held = (
        select(RoleGrant)
        .where(
            RoleGrant.user_name == name,
            RoleGrant.valid_from <= day,
            RoleGrant.valid_to >= day,
        )
        .order_by(RoleGrant.unit_code, RoleGrant.role)
    )
    return session.scalars(held).all()


def open_session(session: Session, token_sha256: str, since_us: int) -> WebSession | None:
    """The visit with that token hash, unless it was ended or began before `since_us`."""
    row = session.get(WebSession, token_sha256)
    if row is None or row.ended_at_us is not None or row.opened_at_us < since_us:
        return None
    return row


def end_session(session: Session, token_sha256: str, at_us: int) -> None:
    """End one visit; ending it again changes nothing."""
    session.execute(
        update(WebSession)
        .where(WebSession.token_sha256 == token_sha256, WebSession.ended_at_us.is_(None))
        .values(ended_at_us=at_us)
    )


def end_sessions_of(session: Session, name: str, at_us: int) -> None:
    """End every visit of a person."""
    session.execute(
        update(WebSession)
        .where(WebSession.user_name == name, WebSession.ended_at_us.is_(None))
        .values(ended_at_us=at_us)
    )


def set_language(session: Session, token_sha256: str, language: str) -> None:
    """Keep the language chosen in one visit, for the rest of it and for the person's next ones."""
    visit = session.get_one(WebSession, token_sha256)
    visit.language = language
    session.get_one(User, visit.user_name).language = language


def set_password(session: Session, name: str, password_hash: str) -> None:
    """Put another password's hash in place of a person's old one."""
    session.execute(update(User).where(User.name == name).values(password_hash=password_hash))


def failures_since(session: Session, name: str, address: str, since_us: int) -> tuple[int, int]:
    """The failed tries since a moment: of that name, and from that address."""
    failed = select(func.count()).where(
        LoginAttempt.tried_at_us >= since_us, LoginAttempt.succeeded.is_(False)
    )
    by_name = session.scalars(failed.where(LoginAttempt.name == name)).one()
    by_address = session.scalars(failed.where(LoginAttempt.address == address)).one()
    return by_name, by_address
