"""The bytes of an entry are fixed for ever: the vectors were made once and are checked for ever."""

import datetime as dt
import hashlib
import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from ledger.chain import (
    ENTRY_FIELDS,
    LINE_FIELDS,
    VERSION,
    VERSION_WITH_PAPERS,
    canonical_bytes,
    leaf_hash,
    packed,
    request_hash,
    sealed,
    sealed_values,
)
from ledger.entries import Line, Posted, Side, credit, debit
from ledger.money import Vnd
from ledger.store.tables import EntryRow, LineRow
from tests.ledger.books import draft

_DATA = Path(__file__).parent / "data"
VECTORS = [
    {**vector, "layout": layout}
    for layout in (1, 2)
    for vector in json.loads((_DATA / f"canonical_v{layout}.json").read_text("utf-8"))
]
PAPERS = hashlib.sha256(b"papers").hexdigest()


def _posted(vector: dict[str, object]) -> Posted:
    given = dict(vector["entry"])  # type: ignore[call-overload] # as the file is
    lines = tuple(
        Line(
            line["account"],
            Side(line["side"]),
            Vnd(line["amount_vnd"]),
            line["fund"],
            line["item"],
            line["counter_book"],
            line["interbook_ref"],
        )
        for line in given.pop("lines")
    )
    places = {name: given.pop(name) for name in ("seq", "number", "recorded_at_us")}
    for name in ("accounting_on", "document_on"):
        given[name] = dt.date.fromisoformat(given[name])
    return Posted(draft(lines=lines, **given), **places)


@pytest.mark.parametrize(
    "vector", VECTORS, ids=[f"{each['layout']} {each['name']}" for each in VECTORS]
)
def test_frozen_vectors(vector: dict[str, str]) -> None:
    """An entry of yesterday has the same bytes and hashes in every version to come."""
    posted = _posted(vector)  # type: ignore[arg-type] # as the file is
    assert canonical_bytes(posted).hex() == vector["content"]
    assert vector["content"].startswith(f"0{vector['layout']}")
    assert request_hash(posted.draft).hex() == vector["request_hash"]
    assert leaf_hash(bytes.fromhex(vector["content"])).hex() == vector["leaf_hash"]


def test_the_layout_by_hand() -> None:
    """A version byte, then each field as four bytes of length and its UTF-8 text."""
    posted = Posted(draft("k", text="Đồng", reverses_seq=3), 4, 2, 77)
    texts = ["LDA", "4", "BK", "2026", "2", "2026-07", "2026-07-14", "2026-07-14", "77", "Đồng"]
    texts += ["test", "k", "kế toán", "3", "2"]
    texts += ["1", "112", "D", "1000", "", "", "", "", "2", "33881", "C", "1000", "", "", "", ""]
    expected = bytes([VERSION])
    for text in texts:
        expected += len(text.encode()).to_bytes(4, "big") + text.encode()
    assert canonical_bytes(posted) == expected
    assert leaf_hash(expected) == hashlib.sha256(b"\x00" + expected).digest()


def test_papers_make_layout_two() -> None:
    """Papers are the last field before the lines, under a version byte of their own."""
    plain = Posted(draft("k"), 4, 2, 77)
    content = canonical_bytes(plain)
    tail = content[content.index(b"\x00\x00\x00\x011\x00\x00\x00\x03112") :]
    with_papers = canonical_bytes(replace(plain, draft=replace(plain.draft, papers=PAPERS)))
    head = content[1 : -len(tail)]
    packed = len(PAPERS).to_bytes(4, "big") + PAPERS.encode()
    assert with_papers == bytes([VERSION_WITH_PAPERS]) + head + packed + tail


@pytest.mark.parametrize("stored", [None, 0, b"", False])
def test_only_an_empty_text_is_no_papers(stored: object) -> None:
    """A stored value that is not the empty text is never read as layout 1."""
    values = list(range(len(ENTRY_FIELDS) - 1))
    made = sealed_values([*values, stored], [_row(LINE)])
    assert made != sealed_values([*values, ""], [_row(LINE)])


def test_every_column_is_in_the_bytes() -> None:
    """No column that a report could show is left out; only what follows from others is."""
    entry = set(EntryRow.__table__.columns.keys())
    assert entry - set(ENTRY_FIELDS) == {"book_id", "request_hash", "content", "leaf_hash"}
    assert set(ENTRY_FIELDS) - entry == {"book"}  # the code of the book, not its number here
    line = set(LineRow.__table__.columns.keys())
    assert line - set(LINE_FIELDS) == {"book_id", "seq", "accounting_on"}  # those of its entry
    assert set(LINE_FIELDS) <= line


LINE = debit("112", 1_000)
OTHER_LINES = [
    replace(LINE, account="111"),
    replace(LINE, side=Side.CREDIT),
    replace(LINE, fund="levy"),
    replace(LINE, item="23"),
    replace(LINE, counter_book="TLD"),
    replace(LINE, interbook_ref="R"),
]
OTHER_FIELDS: dict[str, object] = {
    "book": "TLD",
    "journal": "PV",
    "accounting_on": dt.date(2026, 7, 15),
    "document_on": dt.date(2026, 7, 15),
    "text": "Chi",
    "source": "other",
    "key": "l",
    "actor": "other",
    "reverses_seq": 1,
    "papers": PAPERS,
    "lines": (debit("112", 999), credit("33881", 999)),
}


def test_every_field_changes_the_bytes() -> None:
    """Two entries that differ anywhere differ in their bytes, and in what was asked for."""
    first = Posted(draft("k"), 1, 1, 1)
    assert set(OTHER_FIELDS) == {field.name for field in fields(first.draft)}
    for name, value in OTHER_FIELDS.items():
        other = replace(first.draft, **{name: value})  # type: ignore[arg-type] # a field by its name
        assert canonical_bytes(replace(first, draft=other)) != canonical_bytes(first)
        same_request = request_hash(other) == request_hash(first.draft)
        assert same_request == (name == "actor")
    for place in ("seq", "number", "recorded_at_us"):
        moved = replace(first, **{place: 2})  # type: ignore[arg-type] # as above
        assert canonical_bytes(moved) != canonical_bytes(first)


def test_every_tag_changes_the_bytes() -> None:
    """A line that differs in one tag is another line."""
    entry = range(len(ENTRY_FIELDS))
    made = {sealed_values(list(entry), [_row(line)])[1] for line in [LINE, *OTHER_LINES]}
    assert len(made) == len(OTHER_LINES) + 1


def _row(line: Line) -> list[object]:
    return [1, line.account, line.side.value, line.amount_vnd, *line.tags[1:], line.interbook_ref]


def test_text_cannot_move_from_field_to_field() -> None:
    """Lengths part the fields: shifting a letter over a boundary changes the bytes."""
    one = draft("cd", source="ab")
    other = draft("d", source="abc")
    assert request_hash(one) != request_hash(other)


def test_bytes_are_the_same_whichever_way_they_are_made() -> None:
    """An entry, and its bare values as a verifier reads them, give the same bytes."""
    posted = Posted(draft("k"), 1, 1, 1)
    assert sealed(posted)[1] == canonical_bytes(posted)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 70_000])
def test_a_field_of_any_length(size: int) -> None:
    """Four bytes say how many bytes follow, whether there are few or many."""
    assert packed("x" * size) == size.to_bytes(4, "big") + b"x" * size


def test_fields_stand_side_by_side() -> None:
    """Nothing parts them but their lengths."""
    assert packed("ab", 7) == b"\x00\x00\x00\x02ab\x00\x00\x00\x017"


def test_a_text_that_is_none_has_bytes_too() -> None:
    """Half a character, which no honest book holds, is packed as it stands and not refused."""
    assert packed("\ud800") == b"\x00\x00\x00\x03\xed\xa0\x80"
