"""Every refusal has a code of its own and a sentence in both languages."""

import re
import string
from collections import Counter

from ledger.errors import Refusal
from tests.architecture.pages import refusals

CODE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")


def _facts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def _named(refusal: type[Refusal]) -> str:
    return f"{refusal.__module__}.{refusal.__name__}"


def test_codes_are_unique() -> None:
    """A code means one thing, for ever; scripts rely on it."""
    counts = Counter(refusal.code for refusal in refusals())
    assert {code: count for code, count in counts.items() if count > 1} == {}


def test_codes_have_one_form() -> None:
    """A code is the area, a dot, and what was refused."""
    assert [_named(each) for each in refusals() if not CODE.fullmatch(each.code)] == []


def test_each_refusal_speaks_both_languages() -> None:
    """Each class says itself, in Vietnamese and in English, why it refuses."""
    silent = [
        _named(each)
        for each in refusals()
        if not {"code", "vi", "en"} <= set(each.__dict__) or not each.vi or each.vi == each.en
    ]
    assert silent == []


def test_both_sentences_tell_the_same_facts() -> None:
    """The English reader is told no less than the Vietnamese one."""
    assert [_named(each) for each in refusals() if _facts(each.vi) != _facts(each.en)] == []
