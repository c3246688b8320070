"""What closing a month seals: the bytes of a seal, the turnover tree, the sum tree over all books.

Pure. The layouts are fixed for ever (docs/decisions/0012): a version byte, then fields packed as
in `ledger.chain`. Turnover and seals hang in trees of RFC 6962. In the sum tree each node's hash
covers the sums of both its children, so a root commits to every sum below it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ledger import merkle
from ledger.chain import leaf_hash, packed

VERSION: Final = 1
_VERSION_BYTE: Final = bytes([VERSION])
_LEAF, _NODE, _ROOT = b"\x00", b"\x01", b"\x02"
_LENGTH_BYTES: Final = 4
_SUM_FIELDS: Final = 5


class TagSums(NamedTuple):
    """What moved under one set of tags: in a month, and since the book began (đồng)."""

    account: str
    fund: str
    item: str
    counter_book: str
    debit_vnd: int
    credit_vnd: int
    lines: int
    total_debit_vnd: int
    total_credit_vnd: int
    total_lines: int


class AccountSum(NamedTuple):
    """The same for an account whatever its tags, without the counts of lines."""

    account: str
    debit_vnd: int
    credit_vnd: int
    total_debit_vnd: int
    total_credit_vnd: int


Sums = tuple[AccountSum, ...]  # in order of account, each once


@dataclass(frozen=True, slots=True)
class Seal:
    """What one closing of a month fixes; hashes are hexadecimal."""

    book: str
    period: str
    seal_no: int  # counts from 1 in each book
    event_no: int  # the event that closed the month
    last_seq: int
    log_root: str
    turnover_root: str
    turnover_leaves: int
    debit_vnd: int  # of the month
    credit_vnd: int
    sealed_at_us: int

    @property
    def content(self) -> bytes:
        """The canonical bytes: what is hashed into the seal log."""
        return _VERSION_BYTE + packed(
            "seal",
            self.book,
            self.period,
            self.seal_no,
            self.event_no,
            self.last_seq,
            self.log_root,
            self.turnover_root,
            self.turnover_leaves,
            self.debit_vnd,
            self.credit_vnd,
            self.sealed_at_us,
        )


def turnover_content(book: str, period: str, row: TagSums) -> bytes:
    """The canonical bytes of one leaf of a book's turnover tree of a month."""
    return _VERSION_BYTE + packed(book, period, *row)


def turnover_leaves(book: str, period: str, rows: Iterable[TagSums]) -> list[bytes]:
    """The leaves of the turnover tree, in order of account, fund, item and counter book.

    Takes    one row for each set of tags that ever moved up to and with the month, in any order.
    """
    return [leaf_hash(turnover_content(book, period, row)) for row in sorted(rows)]


def account_sums(rows: Iterable[TagSums]) -> Sums:
    """What the rows of a turnover tree sum up to by account, in order of code."""
    made: dict[str, list[int]] = {}
    for row in rows:
        held = made.setdefault(row.account, [0, 0, 0, 0])
        held[0] += row.debit_vnd
        held[1] += row.credit_vnd
        held[2] += row.total_debit_vnd
        held[3] += row.total_credit_vnd
    return tuple(AccountSum(account, *made[account]) for account in sorted(made))


def added(left: Sums, right: Sums) -> Sums:
    """Two lists of sums, added account by account."""
    made = {each.account: each for each in left}
    for each in right:
        held = made.get(each.account)
        made[each.account] = (
            each
            if held is None
            else AccountSum(
                each.account,
                held.debit_vnd + each.debit_vnd,
                held.credit_vnd + each.credit_vnd,
                held.total_debit_vnd + each.total_debit_vnd,
                held.total_credit_vnd + each.total_credit_vnd,
            )
        )
    return tuple(made[account] for account in sorted(made))


def packed_sums(sums: Sums) -> bytes:
    """Sums as bytes: how many accounts, then each account and its four integers."""
    return packed(len(sums), *(value for each in sums for value in each))


def unpacked_sums(content: bytes) -> Sums:
    """Read what `packed_sums` wrote.

    Raises   ValueError for anything else.
    """
    texts = list(_texts(content))
    count = int(texts[0]) if texts else -1
    rows = [texts[at : at + _SUM_FIELDS] for at in range(1, len(texts), _SUM_FIELDS)]
    if len(rows) != count or any(len(row) != _SUM_FIELDS for row in rows):
        raise ValueError(count)
    sums = tuple(AccountSum(row[0], *map(int, row[1:])) for row in rows)
    if packed_sums(sums) != content:
        raise ValueError(count)
    return sums


def _texts(content: bytes) -> Iterator[str]:
    at = 0
    while at < len(content):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(content[at:start], "big")
        yield content[start:at].decode()


class SumNode(NamedTuple):
    """A subtree of the sum tree: its hash, and what everything below it sums up to."""

    hash: bytes
    sums: Sums


class Step(NamedTuple):
    """One step of a path in the sum tree: the subtree beside, and on which side it stands."""

    left: bool
    beside: SumNode


def sum_leaf(seal_leaf: bytes, sums: Sums) -> SumNode:
    """A book's leaf: the leaf hash of its seal, and its sums."""
    made = hashlib.sha256(_LEAF + packed(seal_leaf.hex()) + packed_sums(sums))
    return SumNode(made.digest(), sums)


def sum_node(left: SumNode, right: SumNode) -> SumNode:
    """Two subtrees side by side."""
    made = hashlib.sha256(
        b"".join((_NODE, left.hash, packed_sums(left.sums), right.hash, packed_sums(right.sums)))
    )
    return SumNode(made.digest(), added(left.sums, right.sums))


@dataclass(slots=True)
class SumFrontier:
    """The edge of a growing sum tree: as many subtrees as the number of leaves has binary ones."""

    size: int = 0
    _held: list[SumNode] = field(default_factory=list)

    def append(self, leaf: SumNode) -> None:
        """Add the next book."""
        made, filled = leaf, self.size
        while filled & 1:
            made = sum_node(self._held.pop(), made)
            filled >>= 1
        self._held.append(made)
        self.size += 1

    def root(self) -> SumNode:
        """The root over all books so far; there must be one."""
        made = self._held[-1]
        for left in reversed(self._held[:-1]):
            made = sum_node(left, made)
        return made


def sum_path(index: int, size: int, leaves: Iterable[SumNode]) -> tuple[list[Step], SumNode]:
    """The path from a book's leaf to the root of the sum tree, made in one pass over all leaves.

    Takes    the leaf's place from 0, and how many there are.
    Raises   ValueError when there is no such place.
    """
    spans = merkle.inclusion_spans(index, size)
    grown = {span: SumFrontier() for span in spans}
    in_order = iter(sorted([*spans, (index, index + 1)]))
    span = next(in_order)
    whole = SumFrontier()
    for at, leaf in enumerate(leaves):
        whole.append(leaf)
        if at >= span[1]:
            span = next(in_order)
        if span in grown:
            grown[span].append(leaf)
    return [Step(span[1] <= index, grown[span].root()) for span in spans], whole.root()


def sum_includes(leaf: SumNode, path: Sequence[Step], root: SumNode) -> bool:
    """Whether a path proves that a book's sums are among those of the root.

    No sum may be negative, or two forged leaves could cancel each other out.
    """
    made = leaf
    for step in path:
        pair = (step.beside, made) if step.left else (made, step.beside)
        made = sum_node(*pair)
    shown = (leaf.sums, *(step.beside.sums for step in path))
    return made == root and all(value >= 0 for sums in shown for each in sums for value in each[1:])


@dataclass(frozen=True, slots=True)
class Total:
    """What the sealed books of a month sum up to."""

    period: str
    books: int
    root: SumNode

    @property
    def sum_root(self) -> bytes:
        """The digest over the root of the sum tree and its sums."""
        return hashlib.sha256(_ROOT + self.root.hash + packed_sums(self.root.sums)).digest()

    @property
    def content(self) -> bytes:
        """The canonical bytes: what is hashed into the seal log."""
        return _VERSION_BYTE + packed("total", self.period, self.books, self.sum_root.hex())


def total_of(period: str, leaves: Iterable[SumNode]) -> Total:
    """Sum up a month, book by book in order of code; there must be one book."""
    grown = SumFrontier()
    for leaf in leaves:
        grown.append(leaf)
    return Total(period, grown.size, grown.root())


def total_fields(content: bytes) -> tuple[str, int, bytes]:
    """The month, how many books and the digest of a total's canonical bytes.

    Raises   ValueError for other bytes.
    """
    kind, period, books, sum_root = _texts(content[1:])
    if content[:1] != _VERSION_BYTE or kind != "total":
        raise ValueError(kind)
    return period, int(books), bytes.fromhex(sum_root)


def month_sums(sums: Sums) -> tuple[int, int]:
    """Debit and credit of the month over all accounts (đồng)."""
    return sum(each.debit_vnd for each in sums), sum(each.credit_vnd for each in sums)
