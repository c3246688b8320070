"""Applications for relief with their dossiers: as annexes I and II of the decree have them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.papers import AttachmentRow
from finance.rules.rates import Law
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_dossier import ReliefPaper, answer_due_on, complete_on, missing
from finance.rules.relief_grounds import Facts
from ledger.money import Vnd
from ledger.periods import Period
from ledger.store.base import Base, PeriodText

_NONE = text("''")
_ZERO = text("0")


class ApplicationState(StrEnum):
    """How far an application has come."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"


class ReliefApplicationRow(Base):
    """One application to the unit that decides, with the fields of the decree's form."""

    __tablename__ = "relief_application"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'granted', 'refused')", name="state"),
        CheckConstraint("kind IN ('suspension', 'reduction', 'exemption')", name="kind"),
        Index("ix_relief_application_of", "unit_code", "state"),
        Index(
            "uq_relief_application_document",
            "unit_code",
            "tax_code",
            "kind",
            "document_no",
            "document_on",
            unique=True,
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tax_code: Mapped[str] = mapped_column(String(14), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    ground: Mapped[str] = mapped_column(String(16))
    from_period: Mapped[str] = mapped_column(PeriodText)
    to_period: Mapped[str] = mapped_column(PeriodText)
    document_no: Mapped[str] = mapped_column(String(100))
    document_on: Mapped[dt.date] = mapped_column(Date)
    received_on: Mapped[dt.date] = mapped_column(Date)
    # The form, in its own order.
    name: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    si_unit_code: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    business_address: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    contact_address: Mapped[str] = mapped_column(String(300), server_default=_NONE)
    employer_kind: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    phone: Mapped[str] = mapped_column(String(40), server_default=_NONE)
    email: Mapped[str] = mapped_column(String(200), server_default=_NONE)
    licence: Mapped[str] = mapped_column(String(200), server_default=_NONE)
    licence_by: Mapped[str] = mapped_column(String(200), server_default=_NONE)
    quarterly: Mapped[bool] = mapped_column(server_default=text("false"))
    suspended_by: Mapped[str] = mapped_column(String(200), server_default=_NONE)  # annex I, 11
    confirmed_by: Mapped[str] = mapped_column(String(200), server_default=_NONE)  # the union
    # What the dossier shows.
    workers_before: Mapped[int] = mapped_column(server_default=_ZERO)
    workers_off: Mapped[int] = mapped_column(server_default=_ZERO)
    stopped_days: Mapped[int] = mapped_column(server_default=_ZERO)
    assets_vnd: Mapped[int] = mapped_column(server_default=_ZERO)
    damage_vnd: Mapped[int] = mapped_column(server_default=_ZERO)
    workers_cut: Mapped[int] = mapped_column(server_default=_ZERO)
    members_cut: Mapped[int] = mapped_column(server_default=_ZERO)
    rehired: Mapped[int] = mapped_column(server_default=_ZERO)
    state: Mapped[str] = mapped_column(String(8))
    registered_by: Mapped[str] = mapped_column(String(100))
    registered_at_us: Mapped[int]
    decision: Mapped[str] = mapped_column(String(200), server_default=_NONE)
    decided_on: Mapped[dt.date | None] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)
    reason: Mapped[str] = mapped_column(String(1000), server_default=_NONE)  # why not

    @property
    def public_id(self) -> str:
        """UNIT/RA/SEQ."""
        return f"{self.unit_code}/RA/{self.seq}"

    @property
    def facts(self) -> Facts:
        """What the dossier says of the employer."""
        return Facts(
            ground=Ground(self.ground),
            workers_before=self.workers_before,
            workers_off=self.workers_off,
            stopped_days=self.stopped_days,
            assets_vnd=Vnd(self.assets_vnd),
            damage_vnd=Vnd(self.damage_vnd),
            workers_cut=self.workers_cut,
            members_cut=self.members_cut,
            rehired=self.rehired,
        )

    @property
    def months(self) -> tuple[Period, Period]:
        """First and last month asked for."""
        return Period(self.from_period), Period(self.to_period)


class ReliefPaperRow(Base):
    """A paper of a dossier; its content is kept once in the unit, by its digest."""

    __tablename__ = "relief_paper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["unit_code", "seq"], ["relief_application.unit_code", "relief_application.seq"]
        ),
        ForeignKeyConstraint(
            ["unit_code", "digest"], ["attachment.unit_code", "attachment.digest"]
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    paper: Mapped[str] = mapped_column(String(20))
    file_name: Mapped[str] = mapped_column(String(200))
    received_on: Mapped[dt.date] = mapped_column(Date)
    added_by: Mapped[str] = mapped_column(String(100))
    added_at_us: Mapped[int]


@dataclass(frozen=True, slots=True)
class DossierPaper:
    """A paper of a dossier, without its content."""

    paper: ReliefPaper
    digest: str
    file_name: str
    media_type: str
    size_bytes: int
    received_on: dt.date
    added_by: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What there is of an application's papers, and by when it is to be answered."""

    papers: tuple[DossierPaper, ...]
    missing: tuple[ReliefPaper, ...]
    complete_on: dt.date | None
    answer_due_on: dt.date | None

    def overdue(self, row: ReliefApplicationRow, today: dt.date) -> bool:
        """Whether it waits beyond the last day for an answer."""
        waits = row.state == ApplicationState.WAITING
        return waits and self.answer_due_on is not None and today > self.answer_due_on


def applications(session: Session, *conditions: ColumnElement[bool]) -> list[ReliefApplicationRow]:
    """The applications that meet these conditions, in order of receipt."""
    return list(
        session.scalars(
            select(ReliefApplicationRow)
            .where(*conditions)
            .order_by(
                ReliefApplicationRow.received_on,
                ReliefApplicationRow.unit_code,
                ReliefApplicationRow.seq,
            )
        )
    )


def application_named(session: Session, unit: str, seq: int) -> ReliefApplicationRow | None:
    """The application of that number, or None."""
    return session.get(ReliefApplicationRow, (unit, seq))


def waiting_for(session: Session, tax_code: str, kind: ReliefKind) -> ReliefApplicationRow | None:
    """The application of an employer for one kind of relief that waits for a decision, or None."""
    return session.scalars(
        select(ReliefApplicationRow).where(
            ReliefApplicationRow.tax_code == tax_code,
            ReliefApplicationRow.kind == kind.value,
            ReliefApplicationRow.state == ApplicationState.WAITING.value,
        )
    ).one_or_none()


def dossiers(
    session: Session, rows: Iterable[ReliefApplicationRow], law: Law
) -> list[tuple[ReliefApplicationRow, Dossier]]:
    """Each application with its dossier, in the order given."""
    return [(row, dossier_of(session, row, law)) for row in rows]


def dossier_of(session: Session, row: ReliefApplicationRow, law: Law) -> Dossier:
    """The dossier of an application: its papers, what is missing, and the day of the answer."""
    papers = _papers_of(session, row.unit_code, row.seq)
    ground = Ground(row.ground)
    came = [(each.paper, each.received_on) for each in papers]
    complete = complete_on(ground, row.received_on, came)
    return Dossier(
        papers=tuple(papers),
        missing=missing(ground, [each.paper for each in papers]),
        complete_on=complete,
        answer_due_on=answer_due_on(ReliefKind(row.kind), complete, law),
    )


def makers_of(session: Session, row: ReliefApplicationRow) -> list[str]:
    """Who registered an application or added to its dossier: they do not decide on it."""
    papers = _papers_of(session, row.unit_code, row.seq)
    return sorted({row.registered_by, *(each.added_by for each in papers)})


def _papers_of(session: Session, unit: str, seq: int) -> list[DossierPaper]:
    rows = session.execute(
        select(
            ReliefPaperRow.paper,
            ReliefPaperRow.digest,
            ReliefPaperRow.file_name,
            AttachmentRow.media_type,
            AttachmentRow.size_bytes,
            ReliefPaperRow.received_on,
            ReliefPaperRow.added_by,
        )
        .join(
            AttachmentRow,
            (AttachmentRow.unit_code == ReliefPaperRow.unit_code)
            & (AttachmentRow.digest == ReliefPaperRow.digest),
        )
        .where(ReliefPaperRow.unit_code == unit, ReliefPaperRow.seq == seq)
        .order_by(ReliefPaperRow.added_at_us, ReliefPaperRow.file_name)
    )
    return [DossierPaper(ReliefPaper(row[0]), *row[1:]) for row in rows]
