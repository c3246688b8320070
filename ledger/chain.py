"""Canonical bytes of an entry, version 1, and the leaf that goes into the book's log.

Pure. The layout is fixed for ever (docs/decisions/0006): a version byte, then every field as
four bytes of length, big-endian, and its UTF-8 text. Another layout gets another version byte;
old bytes are never made anew. The leaf is that of RFC 6962: SHA-256 over 0x00 and the bytes.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from ledger.entries import Draft, Line, Posted

VERSION = 1
_VERSION_BYTE = bytes([VERSION])
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
    return _canonical(posted, _packed_lines(posted.draft.lines))


def request_hash(draft: Draft) -> bytes:
    """The digest of what a caller asked for: the same for a retry, other for other content.

    Who asks is left out, so that a retry by another person is the same request.
    """
    return _request(draft, _packed_lines(draft.lines))


def sealed(posted: Posted) -> tuple[bytes, bytes, bytes]:
    """What is stored beside an entry: its request hash, its canonical bytes and their leaf."""
    lines = _packed_lines(posted.draft.lines)
    content = _canonical(posted, lines)
    return _request(posted.draft, lines), content, leaf_hash(content)


def leaf_hash(content: bytes) -> bytes:
    """The leaf of an entry's canonical bytes in the book's RFC 6962 log."""
    return hashlib.sha256(_LEAF + content).digest()


def _canonical(posted: Posted, lines: bytes) -> bytes:
    draft = posted.draft
    day = draft.accounting_on
    return b"".join(
        (
            _VERSION_BYTE,
            _common(draft.book),
            _field(str(posted.seq)),
            _common(draft.journal),
            _common(str(day.year)),
            _field(str(posted.number)),
            _common(draft.period),
            _common(day.isoformat()),
            _common(draft.document_on.isoformat()),
            _field(str(posted.recorded_at_us)),
            _field(draft.text),
            _common(draft.source),
            _field(draft.key),
            _common(draft.actor),
            _field("" if draft.reverses_seq is None else str(draft.reverses_seq)),
            _common(str(len(draft.lines))),
            lines,
        )
    )


def _request(draft: Draft, lines: bytes) -> bytes:
    parts = (
        _VERSION_BYTE,
        _common(draft.book),
        _common(draft.journal),
        _common(draft.accounting_on.isoformat()),
        _common(draft.document_on.isoformat()),
        _field(draft.text),
        _common(draft.source),
        _field(draft.key),
        _field("" if draft.reverses_seq is None else str(draft.reverses_seq)),
        _common(str(len(draft.lines))),
        lines,
    )
    return hashlib.sha256(b"".join(parts)).digest()


def _packed_lines(lines: Iterable[Line]) -> bytes:
    parts: list[bytes] = []
    for number, line in enumerate(lines, start=1):
        parts += (
            _common(str(number)),
            _common(line.account),
            _common(line.side.value),
            _field(str(line.amount_vnd)),
            _common(line.fund),
            _common(line.item),
            _common(line.counter_book),
            _field(line.interbook_ref),
        )
    return b"".join(parts)


def _field(text: str) -> bytes:
    raw = text.encode()
    return len(raw).to_bytes(4, "big") + raw


# Codes, dates and tags come again and again; texts and amounts do not and are left out.
_common = lru_cache(maxsize=65_536)(_field)
