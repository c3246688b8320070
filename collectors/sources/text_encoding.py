"""Which encoding a text file is in, told by evidence and never guessed; and its lines as Unicode.

UTF-8 and UTF-16 prove themselves: all of the file must be that. An old Vietnamese encoding proves
itself by its words: read so, they are syllables, and read as the other one they are not. What is
left unclear is refused, and the person is asked to name the encoding.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from collectors.sources.legacy_text import from_tcvn3, from_vni
from collectors.sources.refusals import NotUtf8, UnclearEncoding, WrongEncoding
from collectors.sources.syllables import is_marked, is_syllable

AUTO: Final = "auto"
_CHUNK: Final = 1 << 20
_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_ALONE: Final = re.compile(rb"(?<=\r)(?=[^\n])")  # ends a line as well, as everywhere in text
_LONGEST_WORD: Final = 40
_ENOUGH: Final = 3  # different words with a mark on a vowel; fewer may be chance
_MOST_WORDS: Final = 5000


class Encoding(StrEnum):
    """How a file writes its letters."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    TCVN3 = "tcvn3"
    VNI = "vni"


ENCODINGS: Final = tuple(each.value for each in Encoding)
_LEGACY: Final[Mapping[Encoding, Callable[[bytes], str | None]]] = {
    Encoding.TCVN3: from_tcvn3,
    Encoding.VNI: from_vni,
}
_BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: Encoding.UTF_8,
    codecs.BOM_UTF16_LE: Encoding.UTF_16_LE,
    codecs.BOM_UTF16_BE: Encoding.UTF_16_BE,
}
_MARK: Final = "\ufeff"


class TextLine(NamedTuple):
    """One line: as text, and as its bytes where the encoding is an old one (else empty)."""

    text: str
    raw: bytes = b""


def recognise(path: Path, asked: str = AUTO) -> Encoding:
    """Tell a file's encoding.

    Takes    the file, and the encoding somebody has named for it, or `auto`.
    Returns  the encoding; the whole of the file can be read in it.
    Raises   WrongEncoding when the file is not in the encoding that was named; NotUtf8 naming the
             first bad row when it is in none that is read here; UnclearEncoding when the words
             speak for none of the old ones clearly enough.
    """
    if asked != AUTO:
        wanted = Encoding(asked)
        row = _first_bad_row(path, wanted)
        if row is not None:
            raise WrongEncoding(row=row, encoding=wanted.value)
        return wanted
    utf = _marked(path) or _by_zero_bytes(path) or Encoding.UTF_8
    row = _first_bad_row(path, utf)
    if row is None:
        return utf
    found = _by_words(path, row)
    if found is None:
        raise NotUtf8(row=row)
    return found


def text_lines(path: Path, encoding: Encoding, skip: int = 0) -> Iterator[TextLine]:
    """The lines of a file, their ends included, from the one after the `skip`th on.

    Takes    a file that `recognise` has found to be in this encoding.
    """
    return islice(_lines(path, encoding), skip, None)


def first_lines(path: Path, encoding: Encoding, count: int, longest: int) -> list[str]:
    """The first lines of a file, each cut at `longest`."""
    if encoding in _LEGACY:
        return [line.text[:longest] for line in islice(_lines(path, encoding), count)]
    with path.open(encoding=encoding.value, newline="") as text:
        found = [text.readline(longest).removeprefix(_MARK) for _ in range(count)]
    while found and not found[-1]:
        found.pop()
    return found


def _lines(path: Path, encoding: Encoding) -> Iterator[TextLine]:
    decode = _LEGACY.get(encoding)
    if decode is not None:
        with path.open("rb") as stream:
            for raw in (part for line in stream for part in _ALONE.split(line)):
                text = decode(raw)
                assert text is not None, "recognise has read every line"
                yield TextLine(text, raw)
        return
    with path.open(encoding=encoding.value, newline="") as stream_of_text:
        for number, line in enumerate(stream_of_text):
            yield TextLine(line if number else line.removeprefix(_MARK))


def _first_bad_row(path: Path, encoding: Encoding) -> int | None:
    """The first row that is not in this encoding; None when all are."""
    decode = _LEGACY.get(encoding)
    if decode is not None:
        with path.open("rb") as stream:
            return next((row for row, raw in enumerate(stream, 1) if decode(raw) is None), None)
    decoder = codecs.getincrementaldecoder(encoding.value)()
    lines = 1
    with path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return lines + error.object[: error.start].count(b"\n")
            if not chunk:
                return None
            lines += chunk.count(b"\n")


def _marked(path: Path) -> Encoding | None:
    with path.open("rb") as stream:
        start = stream.read(len(codecs.BOM_UTF8))
    return next((each for mark, each in _BYTE_ORDER_MARKS.items() if start.startswith(mark)), None)


def _by_zero_bytes(path: Path) -> Encoding | None:
    """UTF-16 without its mark: of plain letters every other byte is zero, always the same half."""
    size, zeros = 0, [0, 0]
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if b"\0" in chunk:
                zeros[0] += chunk[::2].count(0)
                zeros[1] += chunk[1::2].count(0)
    first, second = zeros
    if size % 2 or min(zeros) or 5 * max(zeros) < size:  # fewer than a fifth is no such text
        return None
    return (Encoding.UTF_16_LE if second else Encoding.UTF_16_BE) if first + second else None


def _by_words(path: Path, row: int) -> Encoding | None:
    """The old encoding for which the words speak; None when the file is in neither.

    Raises   UnclearEncoding.
    """
    possible = [each for each in _LEGACY if _first_bad_row(path, each) is None]
    if not possible:
        return None
    words = _words(path)
    sure = [each for each in possible if _speaks_for(words, each)]
    rivals = [each for each in possible if each not in sure and not _speaks_against(words, each)]
    if len(sure) != 1 or rivals:
        raise UnclearEncoding(row=row, possible=", ".join(possible))
    return sure[0]


def _words(path: Path) -> set[bytes]:
    found: set[bytes] = set()
    with path.open("rb") as stream:
        for line in stream:
            found.update(word for word in _WORD.findall(line) if len(word) <= _LONGEST_WORD)
            if len(found) >= _MOST_WORDS:
                break
    return found


def _readings(words: set[bytes], encoding: Encoding) -> tuple[int, int]:
    """How many of the words carry a mark on a vowel, read so; and how many of these are sound."""
    read = {_LEGACY[encoding](word) for word in words}
    marked = [word for word in read if word and is_marked(word)]
    return len(marked), sum(is_syllable(word) for word in marked)


def _speaks_for(words: set[bytes], encoding: Encoding) -> bool:
    marked, sound = _readings(words, encoding)
    return sound >= _ENOUGH and 10 * sound >= 9 * marked


def _speaks_against(words: set[bytes], encoding: Encoding) -> bool:
    marked, sound = _readings(words, encoding)
    return marked >= _ENOUGH and 2 * sound < marked
