"""A fault is told in both languages, with a stable code."""

import string

import pytest

from ledger.chain import ENTRY_FIELDS, LINE_FIELDS
from ledger.checks.stored import _SENTENCES, StoredEntry, StoredLine, fault


@pytest.mark.parametrize("name", sorted(_SENTENCES))
def test_each_fault_speaks_both_languages(name: str) -> None:
    """Both sentences tell the same facts."""
    vi, en = _SENTENCES[name]
    facts = [{each[1] for each in string.Formatter().parse(text) if each[1]} for text in (vi, en)]
    assert vi != en
    assert facts[0] == facts[1]
    made = fault(name, "LDA/BK/2026/1", **dict.fromkeys(facts[0], 5))
    assert made.code == f"verify.{name}"
    assert "{" not in made.sentence("vi") + made.sentence("en")


def test_rows_begin_as_the_chain_packs_them() -> None:
    """The first values of a stored row are those of the canonical bytes, in their order."""
    assert StoredEntry._fields[: len(ENTRY_FIELDS)] == ENTRY_FIELDS
    assert StoredLine._fields[: len(LINE_FIELDS)] == LINE_FIELDS


def test_a_fault_says_where_and_what() -> None:
    """Its place, its facts as they are, and a dash for one that is missing."""
    told = fault("seq", "LDA/BK/2026/1", seq=3, before=None)
    assert told.where == "LDA/BK/2026/1"
    assert told.facts == {"seq": 3, "before": "–"}
