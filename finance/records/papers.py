"""Papers of vouchers: contents kept once by their digest, and which voucher they belong to."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Table,
    cast,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.records.vouchers import VoucherKind, VoucherRow, VoucherState
from finance.rules.papers import digest_of, papers_digest
from ledger.errors import Problem
from ledger.store.base import Base
from ledger.store.tables import BookRow, EntryRow

_KEEP = text(
    "INSERT INTO attachment (unit_code, digest, size_bytes, media_type, content) "
    "VALUES (:unit_code, :digest, :size_bytes, :media_type, :content) ON CONFLICT DO NOTHING"
)


class AttachmentRow(Base):
    """A content, kept once in a unit; its name is its SHA-256. It never changes and never goes."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("length(digest) = 64", name="digest"),
        CheckConstraint("size_bytes > 0 AND size_bytes = length(content)", name="size_bytes"),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size_bytes: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class VoucherAttachmentRow(Base):
    """That a voucher has a paper; while it is in its makers' hands this may be taken back."""

    __tablename__ = "voucher_attachment"
    __table_args__ = (
        ForeignKeyConstraint(["unit_code", "seq"], ["voucher.unit_code", "voucher.seq"]),
        ForeignKeyConstraint(
            ["unit_code", "digest"], ["attachment.unit_code", "attachment.digest"]
        ),
    )

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    file_name: Mapped[str] = mapped_column(String(200))
    added_by: Mapped[str] = mapped_column(String(100))
    added_at_us: Mapped[int]


# What papers are kept for, by its table, and what stands in its public id: UNIT/V/SEQ.
_KEPT_FOR = {"voucher_attachment": "V", "relief_paper": "RA", "case_paper": "C"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of a voucher, without its content."""

    digest: str
    file_name: str
    media_type: str
    size_bytes: int
    added_by: str
    added_at_us: int


_PAPER = (
    VoucherAttachmentRow.digest,
    VoucherAttachmentRow.file_name,
    AttachmentRow.media_type,
    AttachmentRow.size_bytes,
    VoucherAttachmentRow.added_by,
    VoucherAttachmentRow.added_at_us,
)
_SAME = (AttachmentRow.unit_code == VoucherAttachmentRow.unit_code) & (
    AttachmentRow.digest == VoucherAttachmentRow.digest
)


def keep_content(session: Session, unit: str, media_type: str, content: bytes) -> str:
    """Keep a content in a unit, once; its digest."""
    digest = digest_of(content)
    there = select(AttachmentRow.digest).where(
        AttachmentRow.unit_code == unit, AttachmentRow.digest == digest
    )
    if session.scalars(there).one_or_none() is None:
        given = {"unit_code": unit, "digest": digest, "media_type": media_type}
        session.execute(_KEEP, {**given, "size_bytes": len(content), "content": content})
    return digest


def papers_of(session: Session, unit: str, seq: int) -> list[Paper]:
    """The papers of a voucher, in the order they were added."""
    rows = session.execute(
        select(*_PAPER)
        .join(AttachmentRow, _SAME)
        .where(VoucherAttachmentRow.unit_code == unit, VoucherAttachmentRow.seq == seq)
        .order_by(VoucherAttachmentRow.added_at_us, VoucherAttachmentRow.file_name)
    )
    return [Paper(*row) for row in rows]


def content_of(session: Session, unit: str, digest: str) -> bytes | None:
    """A content kept in a unit, or None."""
    return session.scalars(
        select(AttachmentRow.content).where(
            AttachmentRow.unit_code == unit, AttachmentRow.digest == digest
        )
    ).one_or_none()


def check_papers(session: Session, unit: str) -> Iterator[Problem]:
    """What is wrong with the papers of a unit's posted vouchers.

    Every content is hashed again, and what an entry carries is made again from the papers its
    voucher has; an entry that carries papers of no voucher is told too. That a posted voucher has
    no entry is told by `posted_vouchers.check_posted`.
    """
    yield from _contents(session, unit)
    digests: dict[str, list[str]] = {}
    for seq, digest in session.execute(
        select(VoucherAttachmentRow.seq, VoucherAttachmentRow.digest).where(
            VoucherAttachmentRow.unit_code == unit
        )
    ):
        digests.setdefault(f"{unit}/V/{seq}", []).append(digest)
    entries = {key: (where, papers) for key, where, papers in _entries(session, unit)}
    for voucher in _posted(session, unit):
        where, papers = entries.pop(voucher, ("", ""))
        if where and papers != papers_digest(digests.get(voucher, ())):
            yield _problem("papers", where, voucher=voucher)
    for voucher, (where, papers) in entries.items():
        if papers:
            yield _problem("papers", where, voucher=voucher)


def _contents(session: Session, unit: str) -> Iterator[Problem]:
    rows = session.execute(
        select(
            AttachmentRow.digest,
            AttachmentRow.size_bytes,
            cast(AttachmentRow.content, LargeBinary),
        )
        .where(AttachmentRow.unit_code == unit)
        .order_by(AttachmentRow.digest)
        .execution_options(yield_per=1)  # each may be ten mebibytes; SQLite may hold a text there
    )
    for digest, size_bytes, content in rows:
        if digest_of(content) != digest or len(content) != size_bytes:
            yield _problem("paper_content", unit, digest=digest)
    for table, mark in _KEPT_FOR.items():
        yield from _missing(session, unit, Base.metadata.tables[table], mark)


def _missing(session: Session, unit: str, kept_for: Table, mark: str) -> Iterator[Problem]:
    """The papers of one kind of thing whose content is not there."""
    wanted = (
        select(kept_for.c.seq, kept_for.c.digest)
        .outerjoin(
            AttachmentRow,
            (AttachmentRow.unit_code == kept_for.c.unit_code)
            & (AttachmentRow.digest == kept_for.c.digest),
        )
        .where(kept_for.c.unit_code == unit, AttachmentRow.digest.is_(None))
        .order_by(kept_for.c.seq, kept_for.c.digest)
    )
    for seq, digest in session.execute(wanted):
        yield _problem("paper_missing", f"{unit}/{mark}/{seq}", digest=digest)


def _entries(session: Session, unit: str) -> Iterator[tuple[str, str, str]]:
    """The entries that vouchers made: their key, public id and papers."""
    rows = session.execute(
        select(EntryRow.key, EntryRow.journal, EntryRow.year, EntryRow.number, EntryRow.papers)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == unit, (EntryRow.source == "voucher") | (EntryRow.papers != ""))
        .order_by(EntryRow.seq)
    )
    for key, journal, year, number, papers in rows:
        yield key, f"{unit}/{journal}/{year}/{number}", papers


def _posted(session: Session, unit: str) -> Iterator[str]:
    rows = session.scalars(
        select(VoucherRow.seq)
        .where(
            VoucherRow.unit_code == unit,
            VoucherRow.state == VoucherState.POSTED.value,
            VoucherRow.kind == VoucherKind.PLAIN.value,
        )
        .order_by(VoucherRow.seq)
    )
    for seq in rows:
        yield f"{unit}/V/{seq}"


_SENTENCES = {
    "paper_content": (
        "Nội dung tệp {digest} không khớp mã băm của nó.",
        "The content of file {digest} is not that of its digest.",
    ),
    "paper_missing": (
        "Thiếu nội dung tệp {digest} của chứng từ hoặc hồ sơ.",
        "The content of file {digest} is missing.",
    ),
    "papers": (
        "Chứng từ {voucher}: các tệp kèm theo không phải là các tệp khi ghi sổ.",
        "Voucher {voucher}: its files are not those it was posted on.",
    ),
}


def _problem(name: str, where: str, **facts: str) -> Problem:
    vi, en = _SENTENCES[name]
    return Problem(f"verify.{name}", vi, en, where=where, facts=facts)
