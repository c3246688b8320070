"""Seals as they are shown: of a unit, of a month, or all."""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from finance.records.checkpoints import latest_checkpoint
from ledger.errors import UnknownBook
from ledger.store import reads
from ledger.store.seal_tables import SealLogRow, SealRow
from ledger.store.tables import BookRow
from reports.figures import Words

_SHORT: Final = 16  # hexadecimal digits of a hash that a person compares


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which seals: of one unit, of one month, of the units a query gives; empty means all."""

    unit_code: str = ""
    period: str | None = None
    units: Select[Any] | None = None


@dataclass(frozen=True, slots=True)
class ListedSeal:
    """One seal, and where it hangs in the seal log."""

    unit_code: str
    seal_no: int
    period: str
    last_seq: int
    debit_vnd: int
    credit_vnd: int
    sealed_at_us: int
    log_root: bytes
    turnover_root: bytes
    leaf_hash: bytes
    content: bytes
    position: int | None  # none while it waits for the next checkpoint

    def shown(self) -> dict[str, Any]:
        """The seal as a document; hashes in hexadecimal, without its bytes."""
        return {
            "unit": self.unit_code,
            "period": self.period,
            "seal_no": self.seal_no,
            "last_seq": self.last_seq,
            "debit_vnd": self.debit_vnd,
            "credit_vnd": self.credit_vnd,
            "sealed_at_us": self.sealed_at_us,
            "log_root": self.log_root.hex(),
            "turnover_root": self.turnover_root.hex(),
            "leaf_hash": self.leaf_hash.hex(),
            "position": self.position,
        }


def sealed_note(session: Session, unit_code: str, period: str, until_us: int) -> Words | None:
    """What a statement of a month says of its seal: the newest made until a moment.

    Takes    the moment its figures were published, in microseconds.
    Returns  the hash in short, and the size of the newest checkpoint when that speaks of the seal;
             None when the month had no seal then.
    """
    made = [
        each for each in listed(session, Wanted(unit_code, period)) if each.sealed_at_us <= until_us
    ]
    if not made:
        return None
    short = made[-1].leaf_hash.hex()[:_SHORT]
    latest = latest_checkpoint(session)
    position = made[-1].position
    vi, en = f"Niêm phong của tháng: {short}", f"Seal of the month: {short}"
    if latest is None or position is None or position >= latest.size:
        return Words(f"{vi}.", f"{en}.")
    return Words(
        f"{vi}, có trong điểm kiểm độ dài {latest.size}.",
        f"{en}, in the checkpoint of size {latest.size}.",
    )


def listed(session: Session, wanted: Wanted) -> list[ListedSeal]:
    """Seals in order of unit and number.

    Raises   UnknownBook.
    """
    if wanted.unit_code and not reads.books_by_code(session, {wanted.unit_code}):
        raise UnknownBook(book=wanted.unit_code)
    row = SealRow
    hangs = (SealLogRow.book_id == row.book_id) & (SealLogRow.seal_no == row.seal_no)
    query = (
        select(
            BookRow.code.label("unit_code"),
            row.seal_no,
            row.period,
            row.last_seq,
            row.debit_vnd,
            row.credit_vnd,
            row.sealed_at_us,
            row.log_root,
            row.turnover_root,
            row.leaf_hash,
            row.content,
            SealLogRow.position,
        )
        .join(BookRow, BookRow.book_id == row.book_id)
        .outerjoin(SealLogRow, hangs)
        .order_by(BookRow.code, row.seal_no)
    )
    if wanted.unit_code:
        query = query.where(BookRow.code == wanted.unit_code)
    if wanted.period is not None:
        query = query.where(row.period == wanted.period)
    if wanted.units is not None:
        query = query.where(BookRow.code.in_(wanted.units))
    return [ListedSeal(**found._asdict()) for found in session.execute(query)]
