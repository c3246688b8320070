"""XML from outside is read without anything that reaches out or blows up."""

from pathlib import Path

import pytest

from collectors.sources import safe_xml
from collectors.sources.safe_xml import Node, Piece, read_pieces
from collectors.sources.statement_refusals import BrokenStatement, UnsafeXml

BOMB = '<!DOCTYPE a [<!ENTITY b "xx"><!ENTITY c "&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def _read(folder: Path, text: str | bytes) -> list[tuple[Piece, int]]:
    path = folder / "x.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    found: list[tuple[Piece, int]] = []
    read_pieces(path, frozenset({"piece"}), lambda piece, line: found.append((piece, line)))
    return found


def test_a_piece_is_handed_over_as_it_ends(tmp_path: Path) -> None:
    """With what stands around it and its line; it is left out of what is around it."""
    text = '<r xmlns="urn:x">\n<piece a="1"> m <b>n</b>\n o</piece>\n<b>z</b></r>'
    (first, line), (root, _) = _read(tmp_path, text)
    assert ([node.name for node in first], line) == (["r", "piece"], 3)
    piece = first[-1]
    assert (piece.namespace, piece.attributes, piece.text(), piece.text("b")) == (
        "urn:x",
        {"a": "1"},
        "m o",
        "n",
    )
    assert [node.name for node in root[0].inside] == ["b"]
    assert (piece.first("c"), piece.text("c", "d")) == (None, "")


@pytest.mark.parametrize("text", [BOMB, OUTSIDE, "<!DOCTYPE a><a/>"])
def test_a_document_type_is_refused_where_it_stands(tmp_path: Path, text: str) -> None:
    """Nothing is expanded, nothing is fetched."""
    with pytest.raises(UnsafeXml) as refused:
        _read(tmp_path, "\n" + text)
    assert refused.value.facts == {"row": 2}


@pytest.mark.parametrize(
    "text",
    [
        *("", "<a>", "<a>&b;</a>", "<a/><b/>"),
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>\xff</a>",
    ],
)
def test_what_is_no_xml_is_refused(tmp_path: Path, text: str | bytes) -> None:
    """In words, with the line."""
    with pytest.raises(BrokenStatement):
        _read(tmp_path, text)


def test_what_is_too_deep_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One piece is never as large as that; many small ones may be."""
    with pytest.raises(BrokenStatement):
        _read(tmp_path, "<a>" * 100 + "</a>" * 100)
    monkeypatch.setattr(safe_xml, "_MOST_HELD", 10)
    assert len(_read(tmp_path, f"<a>{'<piece><b/></piece>' * 50}</a>")) == 51
    with pytest.raises(BrokenStatement):
        _read(tmp_path, f"<a>{'<b/>' * 50}</a>")


def test_elements_are_found_by_their_path() -> None:
    """All of them, in order."""
    node = Node("a", inside=[Node("b", inside=[Node("c", spoken=[str(n)])]) for n in (1, 2)])
    assert [each.text() for each in node.all("b", "c")] == ["1", "2"]
