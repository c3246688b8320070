"""Compare the names of employers as banks and people write them.

Pure. The words of the legal form say nothing about who it is and fall away.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from finance.rules.folding import fold

_FORM = re.compile(
    r"\b(?:TONG CONG TY|CONG TY|CTY|CTCP|TCT|CT|TRACH NHIEM HUU HAN|TNHH|MOT THANH VIEN|1TV|MTV|"
    r"HAI THANH VIEN TRO LEN|CO PHAN|CP|DOANH NGHIEP TU NHAN|DNTN|HOP TAC XA|HTX|TAP DOAN|"
    r"CHI NHANH|CN)\b"
)
_NO_WORD = re.compile(r"[^0-9A-Z]+")
_MARK = " | "
_MOST_WORDS = 10
_CLEAR_WORDS, _CLEAR_LENGTH = 2, 6
_CUT_LENGTH = 20  # no bank cuts the name of an account shorter than this
_MOST_ALIKE = 20  # names that may begin alike and still tell somebody


class Names(Mapping[str, Collection[str]]):
    """Who bears which name: from `name_key` to tax codes, also looked up by a name's beginning."""

    def __init__(self, bearers: Mapping[str, Collection[str]]) -> None:
        """Take what is known; it is looked up, never copied."""
        self._bearers = bearers

    def __getitem__(self, key: str) -> Collection[str]:
        """Who bears exactly this name."""
        return self._bearers[key]

    def __iter__(self) -> Iterator[str]:
        """Every name."""
        return iter(self._bearers)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._bearers)

    def go_on(self, beginning: str) -> bool:
        """Whether anybody's name begins so and goes on."""
        return next(self._from(beginning), None) is not None

    def of_cut(self, beginning: str) -> Collection[str]:
        """The tax codes of everybody whose name begins so and goes on.

        Returns  nobody for a beginning too short, or too common, to know anyone by.
        """
        found = list(islice(self._from(beginning), _MOST_ALIKE + 1)) if _clear(beginning) else []
        if len(found) > _MOST_ALIKE:
            return ()
        return {code for name in found for code in self._bearers[name]}

    def _from(self, beginning: str) -> Iterator[str]:
        for place in range(bisect_left(self._order, beginning), len(self._order)):
            name = self._order[place]
            if not name.startswith(beginning):
                return
            if name != beginning:
                yield name

    @cached_property
    def _order(self) -> list[str]:
        return sorted(self._bearers)


@dataclass(frozen=True, slots=True)
class Named:
    """A known name in a text, and all who bear it."""

    name: str
    bearers: Collection[str]
    before: str = ""  # the word that stands before it; none behind a legal form

    def is_within(self, own: str) -> bool:
        """Whether it is but the end of a longer name whose beginning the text gives or shortens.

        `TMDV AN PHAT` is `THUONG MAI DICH VU AN PHAT` in short, and no sign of `AN PHAT`.
        """
        head, stands, _ = f"{own} ".partition(f" {self.name} ")
        words = head.split()
        initials = "".join(word[0] for word in words)
        said = self.before
        return bool(stands and said) and (said == words[-1] or initials.endswith(said))


def name_key(name: str) -> str:
    """What a name is looked up by: `Công ty TNHH MTV An Phát` becomes `AN PHAT`.

    Returns  the folded words without the legal form; all of them when nothing else is left.
    """
    plain = _plain(fold(name))
    return " ".join(_FORM.sub(" ", plain).split()) or plain


def names_in(folded: str, names: Names) -> tuple[Named, ...]:
    """Find known names in a folded text.

    Returns  each name found, once, the longest wherever two begin alike. A name of one word, or
             a very short one, counts only right behind a legal form (`CTY E4`): alone it may be
             any word.
    """
    words, behind_form = _words(folded)
    found: dict[str, Named] = {}
    start = 0
    while start < len(words):
        length = _longest(words[start : start + _MOST_WORDS], names)
        name = " ".join(words[start : start + length])
        if length and (_clear(name) or start in behind_form):
            before = words[start - 1] if start and start not in behind_form else ""
            found[name] = Named(name, names[name], before)
            start += length
        else:
            start += 1
    return tuple(found.values())


def cut_name_in(folded: str, names: Names) -> str:
    """Find the name that the end of a folded text cuts short.

    Returns  what is left of it, from the last legal form on, when somebody's name goes on from
             there; empty where the text ends otherwise, or with a whole name.
    """
    words, behind_form = _words(folded)
    starts = [start for start in behind_form if start < len(words)]
    if not starts or not folded[-1].isalnum():
        return ""  # a full stop, or a code taken out, ends no name short
    left = " ".join(words[max(starts) :])
    return left if left not in names and names.go_on(left) else ""


def bearers_of(name: str, names: Names) -> Collection[str]:
    """Who bears the name of an account, which banks cut short when it is long."""
    key = name_key(name)
    exactly = names.get(key, ())
    return exactly or (names.of_cut(key) if len(name) >= _CUT_LENGTH else ())


def begun_in(name: str, names: Names) -> str:
    """What is left of a name of an account that may be cut, when somebody's name goes on from it.

    Returns  its `name_key`; empty for a short name, and where nobody's name begins so.
    """
    key = name_key(name)
    return key if len(name) >= _CUT_LENGTH and names.go_on(key) else ""


def has_form(folded: str) -> bool:
    """Whether a folded text speaks of some employer: a legal form stands in it."""
    return _FORM.search(_plain(folded)) is not None


def _plain(folded: str) -> str:
    return " ".join(_NO_WORD.sub(" ", folded).split())


def _words(folded: str) -> tuple[list[str], set[int]]:
    words: list[str] = []
    behind_form: set[int] = set()
    for word in _FORM.sub(_MARK, _plain(folded)).split():
        if word == _MARK.strip():
            behind_form.add(len(words))
        else:
            words.append(word)
    return words, behind_form


def _clear(name: str) -> bool:
    return name.count(" ") + 1 >= _CLEAR_WORDS and len(name) >= _CLEAR_LENGTH


def _longest(words: list[str], names: Names) -> int:
    for length in range(len(words), 0, -1):
        if " ".join(words[:length]) in names:
            return length
    return 0
