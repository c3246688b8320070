"""Read XML from outside piece by piece, without anything that could reach out or blow up.

A document type is refused where it is declared, and with it every entity of its own, external
thing and default: nothing is left to expand. The tree of a piece is handed over as soon as its
last tag is read, so that a long file needs no memory for it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn
from xml.parsers import expat

from collectors.sources.statement_refusals import BrokenStatement, UnsafeXml

_CHUNK: Final = 1 << 16
_DEEPEST: Final = 60
_MOST_HELD: Final = 500_000  # elements of one piece; no entry has as many
_BETWEEN: Final = "\x1f"  # stands in no name


@dataclass(slots=True)
class Node:
    """One element: its name without the namespace, its attributes, its text and what is in it."""

    name: str
    namespace: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    spoken: list[str] = field(default_factory=list)
    inside: list["Node"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text of this element itself."""
        return "".join(self.spoken)

    def all(self, *path: str) -> Iterator["Node"]:
        """The elements at this path below, in order."""
        if not path:
            yield self
            return
        for each in self.inside:
            if each.name == path[0]:
                yield from each.all(*path[1:])

    def first(self, *path: str) -> "Node | None":
        """The first element at this path, if there is one."""
        return next(self.all(*path), None)

    def text(self, *path: str) -> str:
        """The text of the first element at this path; empty when there is none."""
        found = self.first(*path)
        return "" if found is None else " ".join(found.words.split())


Piece = tuple[Node, ...]  # a piece and the elements around it, the outermost first


def read_pieces(path: Path, names: frozenset[str], take: Callable[[Piece, int], None]) -> None:
    """Read a file, handing over each element of these names, and the root, with its line.

    What has been handed over is left out of the element around it.
    Raises   UnsafeXml, and BrokenStatement for what is no XML, each naming the line.
    """
    reader = _Reader(names, take)
    with path.open("rb") as stream:
        reader.read(iter(lambda: stream.read(_CHUNK), b""))


class _Reader:
    def __init__(self, names: frozenset[str], take: Callable[[Piece, int], None]) -> None:
        self._names = names
        self._take = take
        self._open: list[Node] = []
        self._held = 0
        self._parser = expat.ParserCreate(namespace_separator=_BETWEEN)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.StartDoctypeDeclHandler = self._unsafe
        self._parser.EntityDeclHandler = self._unsafe
        self._parser.ExternalEntityRefHandler = self._unsafe

    def read(self, chunks: Iterator[bytes]) -> None:
        try:
            for chunk in chunks:
                self._parser.Parse(chunk, False)  # noqa: FBT003 - not the last; it takes no name
            self._parser.Parse(b"", True)  # noqa: FBT003 - the last; it takes no name
        except (expat.ExpatError, LookupError, ValueError) as error:
            self._broken(str(error).partition(":")[0], error)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self._held += 1
        if len(self._open) >= _DEEPEST or self._held > _MOST_HELD:
            self._broken("too deep or too large", None)
        namespace, _, local = name.rpartition(_BETWEEN)
        node = Node(local, namespace, attributes)
        if self._open and local not in self._names:
            self._open[-1].inside.append(node)
        self._open.append(node)

    def _end(self, name: str) -> None:
        around = tuple(self._open)
        self._open.pop()
        if not self._open or name.rpartition(_BETWEEN)[2] in self._names:
            self._held = len(self._open)
            self._take(around, self._parser.CurrentLineNumber)

    def _words(self, words: str) -> None:
        self._open[-1].spoken.append(words)

    def _unsafe(self, *_: object) -> NoReturn:
        raise UnsafeXml(row=self._parser.CurrentLineNumber)

    def _broken(self, why: str, error: Exception | None) -> NoReturn:
        row = self._parser.CurrentLineNumber
        vi, en = f"XML không đọc được ({why})", f"the XML cannot be read ({why})"
        raise BrokenStatement(row=row, why_vi=vi, why_en=en) from error
