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

from ledger.entries import Draft, Line, Posted, Side

VERSION = 1
VERSION_WITH_PAPERS = 2
_VERSION_BYTE = bytes([VERSION])
_VERSION_BYTE_WITH_PAPERS = bytes([VERSION_WITH_PAPERS])
_LEAF = b"\x00"
_sha256 = hashlib.sha256
_DEBIT = Side.DEBIT

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
    return _sha256(_LEAF + content).digest()


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
    # Neighbours that come again and again are packed together, once. Of what a caller asked for,
    # who asked is left out, and so is what the book gave.
    (book, seq, journal, year, number, period, accounting_on, document_on) = entry[:8]
    (recorded_at_us, text, source, key, actor, reverses_seq, line_count, papers) = entry[8:]
    packed: list[bytes] = []
    for line_no, account, side, amount, fund, item, counter_book, ref in lines:
        packed += (
            _joined(line_no, account, side),
            _field(str(amount)),
            _joined(fund, item, counter_book, ref),
        )
    tail = b"".join(packed)
    said = _field(str(text))
    named = _joined(source) + _field(str(key))
    reverses = _EMPTY if reverses_seq is None else _field(str(reverses_seq))
    end = reverses + _joined(line_count)
    version = _VERSION_BYTE
    if papers != "":
        end, version = end + _field(str(papers)), _VERSION_BYTE_WITH_PAPERS
    content = b"".join(
        (
            version,
            _joined(book),
            _field(str(seq)),
            _joined(journal, year),
            _field(str(number)),
            _joined(period, accounting_on, document_on),
            _field(str(recorded_at_us)),
            said,
            named,
            _joined(actor),
            end,
            tail,
        )
    )
    asked = b"".join(
        (version, _joined(book, journal, accounting_on, document_on), said, named, end, tail)
    )
    return _sha256(asked).digest(), content, leaf_hash(content)


def _values(number: int, line: Line) -> tuple[object, ...]:
    return (
        number,
        line.account,
        "D" if line.side is _DEBIT else "C",  # a bare text is packed faster than an enum
        line.amount_vnd,
        line.fund,
        line.item,
        line.counter_book,
        line.interbook_ref,
    )


def _field(text: str) -> bytes:
    try:
        raw = text.encode()
    except UnicodeEncodeError:  # a stored text is never refused here
        raw = text.encode(errors="surrogatepass")
    size = len(raw)
    return (_SIZES[size] if size < _SHORT else size.to_bytes(4, "big")) + raw


_SHORT = 256
_SIZES = tuple(size.to_bytes(4, "big") for size in range(_SHORT))
_EMPTY = _field("")


# Codes, dates and tags come again and again; texts, keys and amounts do not and are left out.
@lru_cache(maxsize=65_536, typed=True)  # 1 and 1.0 are written differently
def _joined(*values: object) -> bytes:
    return b"".join([_field(str(value)) for value in values])
