"""Compare the names of employers as banks and people write them.

Pure. The words of the legal form say nothing about who it is and fall away.
"""

import re
from collections.abc import Collection, Mapping

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


def name_key(name: str) -> str:
    """What a name is looked up by: `Công ty TNHH MTV An Phát` becomes `AN PHAT`.

    Returns  the folded words without the legal form; all of them when nothing else is left.
    """
    plain = _plain(fold(name))
    return " ".join(_FORM.sub(" ", plain).split()) or plain


def names_in(folded: str, by_name: Mapping[str, Collection[str]]) -> tuple[Collection[str], ...]:
    """Find known names in a folded text.

    Takes    `by_name`, from `name_key` to the tax codes of those who bear the name.
    Returns  the tax codes of each name found, each name once, the longest wherever two begin
             alike. A name of one word, or a very short one, counts only right behind a legal
             form (`CTY E4`): alone it may be any word.
    """
    words, behind_form = _words(folded)
    found: dict[str, Collection[str]] = {}
    start = 0
    while start < len(words):
        length = _longest(words[start : start + _MOST_WORDS], by_name)
        name = " ".join(words[start : start + length])
        clear = length >= _CLEAR_WORDS and len(name) >= _CLEAR_LENGTH
        if length and (clear or start in behind_form):
            found[name] = by_name[name]
            start += length
        else:
            start += 1
    return tuple(found.values())


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


def _longest(words: list[str], by_name: Mapping[str, Collection[str]]) -> int:
    for length in range(len(words), 0, -1):
        if " ".join(words[:length]) in by_name:
            return length
    return 0
