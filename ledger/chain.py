"""Canonical bytes of an entry, version 1, and the leaf that goes into the book's log.

Pure. The layout is fixed for ever (docs/decisions/0006): a version byte, then every field as
four bytes of length, big-endian, and its UTF-8 text. Another layout gets another version byte;
old bytes are never made anew. The leaf is that of RFC 6962: SHA-256 over 0x00 and the bytes.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator

from ledger.entries import Draft, Line, Posted

VERSION = 1
_LEAF = b"\x00"

# What the bytes hold, in order; a test compares these names with the tables' columns.
ENTRY_FIELDS = (
    "book",
    "seq",
    "journal",
    "year",
    "number",
    "period",
    "accounting_on",
    "document_on",
    "recorded_at_us",
    "text",
    "source",
    "key",
    "actor",
    "reverses_seq",
    "line_count",
)
LINE_FIELDS = (
    "line_no",
    "account",
    "side",
    "amount_vnd",
    "fund",
    "item",
    "counter_book",
    "interbook_ref",
)


def canonical_bytes(posted: Posted) -> bytes:
    """The bytes of a posted entry: everything a report could show of it."""
    draft = posted.draft
    head = (
        draft.book,
        posted.seq,
        draft.journal,
        draft.accounting_on.year,
        posted.number,
        draft.period,
        draft.accounting_on.isoformat(),
        draft.document_on.isoformat(),
        posted.recorded_at_us,
        draft.text,
        draft.source,
        draft.key,
        draft.actor,
        "" if draft.reverses_seq is None else draft.reverses_seq,
        len(draft.lines),
    )
    return _packed(_chained(head, draft.lines))


def request_hash(draft: Draft) -> bytes:
    """The digest of what a caller asked for: the same for a retry, other for other content.

    Who asks is left out, so that a retry by another person is the same request.
    """
    head = (
        draft.book,
        draft.journal,
        draft.accounting_on.isoformat(),
        draft.document_on.isoformat(),
        draft.text,
        draft.source,
        draft.key,
        "" if draft.reverses_seq is None else draft.reverses_seq,
        len(draft.lines),
    )
    return hashlib.sha256(_packed(_chained(head, draft.lines))).digest()


def leaf_hash(content: bytes) -> bytes:
    """The leaf of an entry's canonical bytes in the book's RFC 6962 log."""
    return hashlib.sha256(_LEAF + content).digest()


def _chained(head: Iterable[object], lines: Iterable[Line]) -> Iterator[str]:
    for value in head:
        yield str(value)
    for number, line in enumerate(lines, start=1):
        yield str(number)
        yield line.account
        yield line.side.value
        yield str(line.amount_vnd)
        yield line.fund
        yield line.item
        yield line.counter_book
        yield line.interbook_ref


def _packed(texts: Iterable[str]) -> bytes:
    parts = [bytes([VERSION])]
    for text in texts:
        raw = text.encode()
        parts.append(struct.pack(">I", len(raw)))
        parts.append(raw)
    return b"".join(parts)
