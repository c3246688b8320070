"""Canonical bytes of an entry, and the leaf that goes into the book's log.

Pure. The layouts are fixed for ever (docs/decisions/0006 and 0011): a version byte, then every
field as four bytes of length, big-endian, and its UTF-8 text. An entry without papers has layout
1, one with papers layout 2, where they stand as the last field before the lines. Another layout
gets another version byte; old bytes are never made anew. The leaf is that of RFC 6962: SHA-256
over 0x00 and the bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ledger.entries import Draft, Line, Posted

VERSION = 1
VERSION_WITH_PAPERS = 2
_VERSION_BYTE = bytes([VERSION])
_VERSION_BYTE_WITH_PAPERS = bytes([VERSION_WITH_PAPERS])
_LEAF = b"\x00"

# What the bytes hold, in order; a test compares these names with the tables' columns. The last
# one is left out where it is empty: that is what tells layout 1 from layout 2.
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
    "papers",
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


_BY_NAME = {name: index for index, name in enumerate(ENTRY_FIELDS)}
_ASKED = tuple(  # what a caller asked for; who asked is left out
    _BY_NAME[name]
    for name in (
        "book",
        "journal",
        "accounting_on",
        "document_on",
        "text",
        "source",
        "key",
        "reverses_seq",
        "line_count",
        "papers",
    )
)


def canonical_bytes(posted: Posted) -> bytes:
    """The bytes of a posted entry: everything a report could show of it."""
    return sealed(posted)[1]


def request_hash(draft: Draft) -> bytes:
    """The digest of what a caller asked for: the same for a retry, other for other content.

    Who asks is left out, so that a retry by another person is the same request.
    """
    return sealed(Posted(draft, 0, 0, 0))[0]


def leaf_hash(content: bytes) -> bytes:
    """The leaf of an entry's canonical bytes in the book's RFC 6962 log."""
    return hashlib.sha256(_LEAF + content).digest()


def packed(*values: object) -> bytes:
    """Values as fields: of each, four bytes of length, big-endian, and its UTF-8 text."""
    return b"".join(_field(str(value)) for value in values)


def sealed(posted: Posted) -> tuple[bytes, bytes, bytes]:
    """What is stored beside an entry: its request hash, its canonical bytes and their leaf."""
    draft = posted.draft
    day = draft.accounting_on
    values = (
        draft.book,
        posted.seq,
        draft.journal,
        day.year,
        posted.number,
        draft.period,
        day.isoformat(),
        draft.document_on.isoformat(),
        posted.recorded_at_us,
        draft.text,
        draft.source,
        draft.key,
        draft.actor,
        draft.reverses_seq,
        len(draft.lines),
        draft.papers,
    )
    return sealed_values(values, (_values(n, line) for n, line in enumerate(draft.lines, start=1)))


def sealed_values(
    entry: Sequence[object], lines: Iterable[Sequence[object]]
) -> tuple[bytes, bytes, bytes]:
    """The same, from bare values as they are stored, whatever they are.

    Takes    the entry's values in the order of ENTRY_FIELDS, each line's in that of LINE_FIELDS.
    """
    fields = [
        pack("" if value is None else str(value))
        for pack, value in zip(_PACKERS, entry, strict=True)
    ]
    version = _VERSION_BYTE_WITH_PAPERS
    if entry[-1] == "":
        fields[-1], version = b"", _VERSION_BYTE
    packed: list[bytes] = []
    for number, account, side, amount, fund, item, counter_book, ref in lines:
        packed += (
            _joined(number, account, side),
            _field(str(amount)),
            _joined(fund, item, counter_book),
            _common(str(ref)),
        )
    tail = b"".join(packed)
    content = b"".join((version, *fields, tail))
    asked = b"".join((version, *(fields[index] for index in _ASKED), tail))
    return hashlib.sha256(asked).digest(), content, leaf_hash(content)


def _values(number: int, line: Line) -> tuple[object, ...]:
    return (
        number,
        line.account,
        line.side,
        line.amount_vnd,
        line.fund,
        line.item,
        line.counter_book,
        line.interbook_ref,
    )


def _field(text: str) -> bytes:
    raw = text.encode(errors="surrogatepass")  # a stored text is never refused here
    return len(raw).to_bytes(4, "big") + raw


# Codes, dates and tags come again and again; texts and amounts do not and are left out.
_common = lru_cache(maxsize=65_536)(_field)


@lru_cache(maxsize=65_536, typed=True)  # 1 and 1.0 are written differently
def _joined(*values: object) -> bytes:
    return b"".join(_field(str(value)) for value in values)


_OWN = {"seq", "number", "recorded_at_us", "text", "key", "reverses_seq", "papers"}
_PACKERS = tuple(_field if name in _OWN else _common for name in ENTRY_FIELDS)
