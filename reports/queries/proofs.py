"""Proofs that stand without our server: an entry, a balance, a unit's part of a total, growth.

A proof is a document of whole numbers and hexadecimal text. It leads from bytes, by paths of
hashes, to the root of a signed checkpoint (docs/decisions/0012).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.checkpoints import CheckpointRow, latest_checkpoint
from ledger import merkle
from ledger.chain import leaf_hash
from ledger.errors import Refusal, UnknownBook, UnknownEntry
from ledger.periods import Period
from ledger.seals import SumNode, Sums, TagSums, sum_path, turnover_content, turnover_leaves
from ledger.store import reads, seal_reads
from ledger.store.reads import Book
from ledger.store.seal_tables import SealRow
from ledger.store.tables import EntryRow

Document = dict[str, Any]
_PARTS: Final = 3  # JOURNAL/YEAR/NUMBER
_DIGITS: Final = 9


class NoCheckpoint(Refusal):
    """No checkpoint speaks of it yet."""

    code = "proof.no_checkpoint"
    vi = "Chưa có điểm kiểm nào ghi nhận {what}: hãy chạy «union-finance seal checkpoint»."
    en = "No checkpoint speaks of {what} yet: run “union-finance seal checkpoint”."


class NotSealed(Refusal):
    """The month it falls in has not been sealed, or not again since it was reopened."""

    code = "proof.not_sealed"
    vi = "{what} chưa được niêm phong (hoặc kỳ đã mở lại sau khi niêm phong)."
    en = "{what} has not been sealed (or its month was reopened since)."


class NoSuchBalance(Refusal):
    """Nothing ever moved under these tags."""

    code = "proof.unknown_balance"
    vi = "Không có số phát sinh nào của {tags}; đã có: {known}."
    en = "Nothing ever moved under {tags}; there are: {known}."


class UnknownCheckpoint(Refusal):
    """No checkpoint of this size."""

    code = "checkpoint.unknown"
    vi = "Không có điểm kiểm ở độ dài {size}."
    en = "There is no checkpoint of size {size}."


@dataclass(frozen=True, slots=True)
class Balance:
    """Which balance of a unit's month: an account under one set of tags."""

    period: Period
    account: str
    fund: str = ""
    item: str = ""
    counter_book: str = ""

    @property
    def tags(self) -> tuple[str, str, str, str]:
        """The tags as a turnover has them."""
        return (self.account, self.fund, self.item, self.counter_book)


def entry_proof(session: Session, unit_code: str, number: str) -> Document:
    """The proof that an entry, JOURNAL/YEAR/NUMBER, stands in a unit's book.

    It leads through the first seal made after the entry.
    Raises   UnknownBook, UnknownEntry, NotSealed, NoCheckpoint.
    """
    book = _book(session, unit_code)
    seq, content = _entry(session, book, number)
    query = (
        select(SealRow)
        .where(SealRow.book_id == book.book_id, SealRow.last_seq >= seq)
        .order_by(SealRow.seal_no)
        .limit(1)
    )
    seal = session.scalars(query).one_or_none()
    what = f"{unit_code}/{number}"
    if seal is None:
        raise NotSealed(what=what)
    spans = merkle.inclusion_spans(seq - 1, seal.last_seq)
    path = merkle.path_of(spans, seal_reads.leaves(session, book.book_id, 0, seal.last_seq))
    return {
        "kind": "inclusion",
        "book": unit_code,
        "seq": seq,
        "entry_bytes": content.hex(),
        "book_log": _tree(seal.last_seq, seal.log_root, seq - 1, path),
        **_sealed(session, seal, what),
    }


def without_text(proof: Document) -> Document:
    """An entry's proof for everyone: the leaf in the place of the bytes.

    The bytes hold what was written for the book's own people, names among it. Who has them from
    the unit or an inspector computes the leaf and compares.
    """
    shown = {name: value for name, value in proof.items() if name != "entry_bytes"}
    return {**shown, "entry_leaf": leaf_hash(bytes.fromhex(proof["entry_bytes"])).hex()}


def balance_proof(session: Session, unit_code: str, balance: Balance) -> Document:
    """The proof of what moved under one set of tags in a month and since the book began.

    Raises   UnknownBook, NotSealed, NoSuchBalance, NoCheckpoint.
    """
    book = _book(session, unit_code)
    what = f"{unit_code} {balance.period}"
    seals = seal_reads.seals_of(session, book.book_id, balance.period)
    rows = seal_reads.tag_sums(session, book.book_id, balance.period)
    leaves = turnover_leaves(unit_code, balance.period, rows)
    if not seals or merkle.root(leaves) != seals[-1].turnover_root:
        raise NotSealed(what=what)
    at = next((at for at, row in enumerate(rows) if row[:4] == balance.tags), None)
    if at is None:
        raise NoSuchBalance(tags=_said(balance.tags), known="; ".join(_known(rows, balance)))
    spans = merkle.inclusion_spans(at, len(leaves))
    path = merkle.path_of(spans, leaves)
    return {
        "kind": "balance",
        "book": unit_code,
        "leaf_bytes": turnover_content(unit_code, balance.period, rows[at]).hex(),
        "turnover": _tree(len(leaves), seals[-1].turnover_root, at, path),
        **_sealed(session, seals[-1], what),
    }


def total_proof(session: Session, period: Period, unit_code: str) -> Document:
    """The proof that a unit's sums of a month are among the national totals of a checkpoint.

    Raises   UnknownBook, NoCheckpoint.
    """
    book = _book(session, unit_code)
    checkpoint = latest_checkpoint(session)
    what = f"{unit_code} {period}"
    size = 0 if checkpoint is None else checkpoint.size
    totals = seal_reads.newest_totals(session, size)
    total = next((each for each in totals if each.period == period), None)
    counted = [] if total is None else seal_reads.counted(session, period, total.position)
    index = next((at for at, each in enumerate(counted) if each.book_id == book.book_id), None)
    if checkpoint is None or total is None or index is None:
        raise NoCheckpoint(what=what)
    seal = session.get_one(SealRow, (book.book_id, counted[index].seal_no))
    path, root = sum_path(index, len(counted), seal_reads.sum_leaves(session, counted))
    leaf = next(seal_reads.sum_leaves(session, [counted[index]]))
    return {
        "kind": "total",
        "period": period,
        "book": unit_code,
        "leaf": {"seal_bytes": seal.content.hex(), "sums": _sums(leaf.sums)},
        "path": [{"side": "left" if step.left else "right", **_node(step.beside)} for step in path],
        "root": _node(root),
        "total": {"bytes": total.content.hex()},
        "seal_log": _in_log(session, total.position, checkpoint.size),
        "checkpoint": checkpoint.note,
    }


def consistency_proof(session: Session, old: int, new: int) -> Document:
    """The proof that the seal log of one checkpoint grew into that of a later one.

    Takes    the sizes of both.
    Raises   UnknownCheckpoint; also for sizes in the wrong order.
    """
    first, last = session.get(CheckpointRow, old), session.get(CheckpointRow, new)
    if first is None or last is None or old > new:
        raise UnknownCheckpoint(size=new if first else old)
    path = seal_reads.log_path(session, merkle.consistency_spans(old, new))
    return {
        "kind": "consistency",
        "old": first.note,
        "new": last.note,
        "path": [each.hex() for each in path],
    }


def _book(session: Session, unit_code: str) -> Book:
    found = reads.books_by_code(session, {unit_code}).get(unit_code)
    if found is None:
        raise UnknownBook(book=unit_code)
    return found


def _entry(session: Session, book: Book, number: str) -> tuple[int, bytes]:
    parts = number.split("/")
    digits = parts[1:]
    if len(parts) == _PARTS and all(_number(each) for each in digits):
        query = select(EntryRow.seq, EntryRow.content).where(
            EntryRow.book_id == book.book_id,
            EntryRow.journal == parts[0],
            EntryRow.year == int(parts[1]),
            EntryRow.number == int(parts[2]),
        )
        found = session.execute(query).one_or_none()
        if found is not None:
            return found[0], found[1]
    raise UnknownEntry(entry=number, book=book.code)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def _sealed(session: Session, seal: SealRow, what: str) -> Document:
    """The last steps of a proof: from a seal to the newest checkpoint."""
    checkpoint = latest_checkpoint(session)
    position = seal_reads.position_of(session, seal.book_id, seal.seal_no)
    if checkpoint is None or position is None or position >= checkpoint.size:
        raise NoCheckpoint(what=what)
    return {
        "seal": {"bytes": seal.content.hex()},
        "seal_log": _in_log(session, position, checkpoint.size),
        "checkpoint": checkpoint.note,
    }


def _in_log(session: Session, position: int, size: int) -> Document:
    path = seal_reads.log_path(session, merkle.inclusion_spans(position, size))
    return {"size": size, "index": position, "path": [each.hex() for each in path]}


def _tree(size: int, root: bytes, index: int, path: list[bytes]) -> Document:
    return {
        "size": size,
        "root": root.hex(),
        "index": index,
        "path": [each.hex() for each in path],
    }


def _node(node: SumNode) -> Document:
    return {"hash": node.hash.hex(), "sums": _sums(node.sums)}


def _sums(sums: Sums) -> list[list[str | int]]:
    return [list(each) for each in sums]


def _known(rows: list[TagSums], balance: Balance) -> Iterator[str]:
    """The sets of tags of the account asked for, or else every account, that did move."""
    mine = [_said(row[:4]) for row in rows if row.account == balance.account]
    yield from mine or sorted({row.account for row in rows})


def _said(tags: tuple[str, str, str, str]) -> str:
    return " ".join(tag for tag in tags if tag)
