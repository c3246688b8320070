"""Merkle trees of RFC 6962: roots, proofs that a leaf is in a log, that a log only grew.

Pure. A leaf is the hash SHA-256(0x00 ‖ bytes), a node SHA-256(0x01 ‖ left ‖ right); a tree of n
leaves is split at the largest power of two below n. Every hash is 32 bytes.

A proof names parts of the log, spans of leaves (first, end), whose roots are its path. Who reads
leaves from a database can so make a path in one pass, and who keeps roots of whole subtrees
needs to read those only.
Source   RFC 6962 section 2.1; the checks are those of RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

EMPTY: Final = hashlib.sha256(b"").digest()
HASH_BYTES: Final = 32
_NODE: Final = b"\x01"

Span = tuple[int, int]  # leaves first … end - 1, counted from 0


def node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees."""
    return hashlib.sha256(_NODE + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The edge of a growing tree: the roots of the whole subtrees it consists of, largest first.

    With it a log grows without its earlier leaves being read again.
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> list[bytes]:
        """Add a leaf.

        Returns  the roots of the subtrees it completes, from the leaf itself upwards.
        """
        completed = [leaf]
        made = leaf
        filled = self.size
        while filled & 1:
            made = node(self.hashes.pop(), made)
            completed.append(made)
            filled >>= 1
        self.hashes.append(made)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of all leaves so far; that of no leaves is the hash of nothing."""
        return fold(self.hashes)

    def packed(self) -> bytes:
        """The hashes one after the other; with the size that is the whole frontier."""
        return b"".join(self.hashes)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> "Frontier":
        """Read what `packed` wrote for a log of this size.

        Raises   ValueError when so many leaves do not have so many subtrees.
        """
        if size < 0 or len(packed) != size.bit_count() * HASH_BYTES:
            raise ValueError(size)
        parts = range(0, len(packed), HASH_BYTES)
        return cls(size, [packed[start : start + HASH_BYTES] for start in parts])


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over whole subtrees that stand side by side, largest first."""
    if not hashes:
        return EMPTY
    made = hashes[-1]
    for left in reversed(hashes[:-1]):
        made = node(left, made)
    return made


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of a log."""
    grown = Frontier()
    for leaf in leaves:
        grown.append(leaf)
    return grown.root()


def whole_parts(span: Span) -> list[tuple[int, int]]:
    """The whole subtrees that make up a span, largest first, each as (level, place in it).

    Takes    a span that a proof names: it begins at a multiple of every size it holds.
    """
    first, end = span
    parts = []
    while first < end:
        level = (end - first).bit_length() - 1
        parts.append((level, first >> level))
        first += 1 << level
    return parts


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The parts whose roots prove that a leaf is in a log, from the leaf upwards.

    Raises   ValueError when the log of this size has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(index)
    spans: list[Span] = []
    first, end = 0, size
    while end - first > 1:
        middle = first + _split(end - first)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((first, middle))
            first = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The parts whose roots prove that a log of one size grew into that of another.

    Raises   ValueError unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise ValueError(old)
    spans: list[Span] = []
    first, end = 0, new
    while end != old:
        middle = first + _split(end - first)
        if old <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((first, middle))
            first = middle
    if first:  # else the old root itself is the last part, and the reader knows it
        spans.append((first, end))
    return spans[::-1]


def path_of(spans: Sequence[Span], leaves: Iterable[bytes]) -> list[bytes]:
    """The roots of parts of a log, made in one pass over its leaves.

    Takes    spans that do not overlap; the leaves of the log in order, from the first.
    """
    grown = {span: Frontier() for span in spans}
    in_order = sorted(spans)
    at = 0
    for index, leaf in enumerate(leaves):
        while at < len(in_order) and index >= in_order[at][1]:
            at += 1
        if at < len(in_order) and index >= in_order[at][0]:
            grown[in_order[at]].append(leaf)
    return [grown[span].root() for span in spans]


def path_from(spans: Sequence[Span], whole: Callable[[int, int], bytes]) -> list[bytes]:
    """The roots of parts of a log, from the roots of its whole subtrees.

    Takes    `whole`, which knows the root of a subtree by its level and its place in that level.
    """
    return [fold([whole(*part) for part in whole_parts(span)]) for span in spans]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a leaf is said to be: its index from 0, in a log of a size with a root."""

    index: int
    size: int
    root: bytes


def includes(leaf: bytes, place: Place, path: Sequence[bytes]) -> bool:
    """Whether a path proves that the leaf stands at its place."""
    if not 0 <= place.index < place.size:
        return False
    at, last = place.index, place.size - 1
    made = leaf
    for sibling in path:
        if last == 0 or len(sibling) != HASH_BYTES:
            return False
        if at & 1 or at == last:
            made = node(sibling, made)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            made = node(made, sibling)
        at, last = at >> 1, last >> 1
    return last == 0 and made == place.root


@dataclass(frozen=True, slots=True)
class Grown:
    """A log that is said to have grown: its earlier size and root, and its later ones."""

    old_size: int
    old_root: bytes
    new_size: int
    new_root: bytes


def consistent(grown: Grown, path: Sequence[bytes]) -> bool:
    """Whether a path proves that the later log begins with the earlier one."""
    if not 0 < grown.old_size <= grown.new_size or any(len(each) != HASH_BYTES for each in path):
        return False
    if grown.old_size == grown.new_size:
        return not path and grown.old_root == grown.new_root
    whole = grown.old_size & (grown.old_size - 1) == 0
    hashes = [grown.old_root, *path] if whole else list(path)
    return bool(hashes) and _climb(grown, hashes) == (grown.old_root, grown.new_root)


def _climb(grown: Grown, hashes: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """The roots that a path leads to, earlier and later; None when its length is wrong."""
    at, last = grown.old_size - 1, grown.new_size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node(sibling, old), node(sibling, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node(new, sibling)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _split(size: int) -> int:
    """The largest power of two below a size of two or more."""
    return 1 << ((size - 1).bit_length() - 1)
