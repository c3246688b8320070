"""Counters of records, runs of jobs, and notices that a unit's first page shows."""

from sqlalchemy import String, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base

_TAKE = text(
    "INSERT INTO record_counter (unit_code, kind, last) VALUES (:unit, :kind, :count) "
    "ON CONFLICT (unit_code, kind) DO UPDATE SET last = record_counter.last + excluded.last "
    "RETURNING last"
)


_TURN = text("SELECT pg_advisory_xact_lock(:key)")
_TURN_KEY = 7504


class RecordCounterRow(Base):
    """The last number given to a unit's records of one kind."""

    __tablename__ = "record_counter"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    last: Mapped[int]


class JobRunRow(Base):
    """That a job ran in a slot; the key makes a second run impossible."""

    __tablename__ = "job_run"

    job: Mapped[str] = mapped_column(String(60), primary_key=True)
    slot: Mapped[str] = mapped_column(String(20), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))  # running, done, failed
    started_at_us: Mapped[int]
    finished_at_us: Mapped[int | None]
    detail: Mapped[str] = mapped_column(Text, server_default=text("''"))


class NoticeRow(Base):
    """A reminder to a unit; one of a kind and slot."""

    __tablename__ = "notice"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    slot: Mapped[str] = mapped_column(String(20), primary_key=True)
    vi: Mapped[str] = mapped_column(String(500))
    en: Mapped[str] = mapped_column(String(500))
    made_at_us: Mapped[int]


def take_turn(session: Session) -> None:
    """Wait until no other transaction moves money between records; held until the end of ours.

    What is open is read before it is decided, and written after: two who decide at once would
    both spend it. SQLite's writers take turns anyway; on PostgreSQL this is how they do.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_TURN, {"key": _TURN_KEY})


def next_numbers(session: Session, unit_code: str, kind: str, count: int) -> int:
    """Reserve `count` numbers of a unit's records and return the first.

    The row is locked until the transaction ends, so numbers have no gaps and no doubles.
    """
    last = session.execute(_TAKE, {"unit": unit_code, "kind": kind, "count": count}).scalar_one()
    return int(last) - count + 1
