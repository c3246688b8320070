"""Cases of loss: the finding each was opened from, its owner and steps, and its papers.

A case keeps its finding as it was when it was opened. Its papers (reminders, minutes, proposal,
dossier) are bytes kept by their digest, with the facts they were made from; they never change. A
case never touches the book.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Date,
    ForeignKeyConstraint,
    Index,
    Select,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.papers import content_of
from finance.rules.casework import Done, Step
from finance.rules.errors import RuleError
from ledger.store.base import Base

_NONE = text("''")
_IS_OPEN = text("state = 'open'")
OPEN = "open"
CLOSED = "closed"


class UnknownCase(RuleError):
    """No such case."""

    code = "case.unknown"
    vi = "Không có hồ sơ {case}."
    en = "There is no case {case}."


class CaseIsClosed(RuleError):
    """A closed case stays as it is; what goes on is a new one."""

    code = "case.is_closed"
    vi = "Hồ sơ {case} đã kết thúc ngày {on}."
    en = "Case {case} was closed on {on}."


class UnknownCasePaper(RuleError):
    """The case has no such paper."""

    code = "case_paper.unknown"
    vi = "Hồ sơ {case} không có văn bản số {number}."
    en = "Case {case} has no paper {number}."


class CaseRow(Base):
    """One case of a unit; what it was opened from never changes."""

    __tablename__ = "loss_case"
    __table_args__ = (
        Index("ix_loss_case_state", "unit_code", "state", "next_on"),
        Index(
            "uq_loss_case_open",
            "unit_code",
            "tax_code",
            "year",
            "kind",
            unique=True,
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tax_code: Mapped[str] = mapped_column(String(14))
    name: Mapped[str] = mapped_column(String(300))
    year: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(String(24))
    at_stake_vnd: Mapped[int]  # when it was opened
    finding: Mapped[str] = mapped_column(Text)  # JSON, with all it was computed from
    opened_on: Mapped[dt.date] = mapped_column(Date)
    opened_by: Mapped[str] = mapped_column(String(100))
    owner: Mapped[str] = mapped_column(String(100))
    next_step: Mapped[str] = mapped_column(String(12), server_default=_NONE)
    next_turn: Mapped[int] = mapped_column(SmallInteger)
    next_on: Mapped[dt.date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8))  # open, closed
    outcome: Mapped[str] = mapped_column(String(10), server_default=_NONE)
    reason: Mapped[str] = mapped_column(String(1000), server_default=_NONE)
    closed_on: Mapped[dt.date | None] = mapped_column(Date)
    closed_by: Mapped[str] = mapped_column(String(100), server_default=_NONE)

    @property
    def public_id(self) -> str:
        """UNIT/C/SEQ, as people name it."""
        return f"{self.unit_code}/C/{self.seq}"


class CasePaperRow(Base):
    """One paper of a case, as it was sent; never changed."""

    __tablename__ = "case_paper"
    __table_args__ = (
        ForeignKeyConstraint(["unit_code", "seq"], ["loss_case.unit_code", "loss_case.seq"]),
        ForeignKeyConstraint(
            ["unit_code", "digest"], ["attachment.unit_code", "attachment.digest"]
        ),
        UniqueConstraint("unit_code", "letter_no"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(12))
    letter_no: Mapped[str] = mapped_column(String(20))  # 7/2026: the unit's seventh of the year
    made_on: Mapped[dt.date] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(100))
    at_stake_vnd: Mapped[int]  # as sent
    facts: Mapped[str] = mapped_column(Text)  # JSON: all that the paper says
    digest: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class CaseWish:
    """Which cases; empty fields ask for nothing."""

    units: Select[Any] | list[str]
    state: str = ""
    due_by: dt.date | None = None  # only those with a step due by this day
    page: int = 1


PAGE = 50


def cases(session: Session, wish: CaseWish) -> tuple[list[CaseRow], int]:
    """A page of cases, the one whose step is due first at the top, and how many there are."""
    query = select(CaseRow).where(CaseRow.unit_code.in_(wish.units))
    if wish.state:
        query = query.where(CaseRow.state == wish.state)
    if wish.due_by is not None:
        query = query.where(CaseRow.state == OPEN, CaseRow.next_on <= wish.due_by)
    count = session.scalars(select(func.count()).select_from(query.subquery())).one()
    ordered = query.order_by(CaseRow.state.desc(), CaseRow.next_on, CaseRow.unit_code, CaseRow.seq)
    page = ordered.limit(PAGE).offset((wish.page - 1) * PAGE)
    return list(session.scalars(page)), count


def due_cases(session: Session, by: dt.date) -> list[CaseRow]:
    """Every open case with a step due by a day."""
    query = select(CaseRow).where(CaseRow.state == OPEN, CaseRow.next_on <= by)
    return list(session.scalars(query.order_by(CaseRow.unit_code, CaseRow.seq)))


def case_of(session: Session, unit: str, seq: int) -> CaseRow:
    """A case, to be read.

    Raises   UnknownCase.
    """
    row = session.get(CaseRow, (unit, seq))
    if row is None:
        raise UnknownCase(case=f"{unit}/C/{seq}")
    return row


def open_case_of(session: Session, unit: str, seq: int) -> CaseRow:
    """A case that is open, locked until the transaction ends.

    Raises   UnknownCase, CaseIsClosed.
    """
    row = locked_case(session, unit, seq)
    check_open(row)
    return row


def locked_case(session: Session, unit: str, seq: int) -> CaseRow:
    """A case, open or closed, locked until the transaction ends.

    Raises   UnknownCase.
    """
    row = session.get(CaseRow, (unit, seq), with_for_update=True)
    if row is None:
        raise UnknownCase(case=f"{unit}/C/{seq}")
    return row


def check_open(row: CaseRow) -> None:
    """Refuse to go on with a case that is closed.

    Raises   CaseIsClosed.
    """
    if row.closed_on is not None:
        raise CaseIsClosed(case=row.public_id, on=row.closed_on.isoformat())


def open_cases_of(
    session: Session, year: int, tax_code: str = ""
) -> dict[tuple[str, str], CaseRow]:
    """The open cases of a year, by tax code and kind; of one employer, or of all."""
    query = select(CaseRow).where(CaseRow.year == year, CaseRow.state == OPEN)
    if tax_code:
        query = query.where(CaseRow.tax_code == tax_code)
    return {(row.tax_code, row.kind): row for row in session.scalars(query)}


def papers_of_case(session: Session, row: CaseRow) -> list[CasePaperRow]:
    """The papers of a case, oldest first."""
    query = select(CasePaperRow).where(
        CasePaperRow.unit_code == row.unit_code, CasePaperRow.seq == row.seq
    )
    return list(session.scalars(query.order_by(CasePaperRow.number)))


def done_of(papers: list[CasePaperRow]) -> list[Done]:
    """The steps that these papers are."""
    return [Done(Step(paper.step), paper.made_on) for paper in papers]


def paper_bytes(session: Session, row: CaseRow, number: int) -> tuple[CasePaperRow, bytes]:
    """One paper of a case and its bytes.

    Raises   UnknownCasePaper.
    """
    paper = session.get(CasePaperRow, (row.unit_code, row.seq, number))
    if paper is None:
        raise UnknownCasePaper(case=row.public_id, number=number)
    content = content_of(session, row.unit_code, paper.digest)
    assert content is not None, "a paper's bytes are kept with it"
    return paper, content
