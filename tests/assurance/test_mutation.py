"""The record of the mutation run is whole, and each survivor in it is explained."""

import ast

import pytest

from tests.architecture.house import ROOT
from tests.assurance import mutation
from tests.assurance.figures import Figures
from tests.assurance.mutants import (
    Explained,
    Mutant,
    Verdict,
    names_of,
    obsolete,
    page,
    renewed,
    unexplained,
    verdict,
)

WRITTEN = '''
def x_half__mutmut_orig(n): # type: ignore # mutmut generated
    """Half of it."""
    return n // 2 # type: ignore # mutmut generated
def x_half__mutmut_1(n): # type: ignore # mutmut generated
    """Half of it."""
    return n / 2 # type: ignore # mutmut generated
def x_half__mutmut_2(n): # type: ignore # mutmut generated
    """Half of it."""
    return n // 3 # type: ignore # mutmut generated
class Pair:
    def xǁPairǁsum__mutmut_orig(self): # type: ignore # mutmut generated
        return self.a + self.b # type: ignore # mutmut generated
    def xǁPairǁsum__mutmut_1(self): # type: ignore # mutmut generated
        return self.a - self.b # type: ignore # mutmut generated
'''
HALF, THIRD, SUM = (
    f"m.{name}" for name in ("x_half__mutmut_1", "x_half__mutmut_2", "xǁPairǁsum__mutmut_1")
)
SURVIVOR = Mutant("m", "half", "return n // 2", "return n / 2")
WHY = Explained("m", "half", "return n // 2", ("return n / 2",), "Only even numbers come here.")


def test_a_survivor_is_told_by_its_text() -> None:
    """Module, function, the line before and after; killed and endless mutants are counted."""
    found = verdict("m", WRITTEN, {HALF: 0, THIRD: 1, SUM: 33})
    assert (found.made, found.killed, found.endless) == (3, 1, 0)
    assert found.survived == (
        Mutant("m", "Pair.sum", "return self.a + self.b", "return self.a - self.b"),
        SURVIVOR,
    )
    assert verdict("m", WRITTEN, {HALF: -24, THIRD: 36, SUM: 3}).endless == 2


def test_a_second_run_forgets_nothing() -> None:
    """Only survivors are run again; what was killed before stays killed."""
    before: mutation.Codes = {HALF: 0, THIRD: 1, SUM: 0}
    again: mutation.Codes = {HALF: 1, THIRD: None, SUM: 0}
    assert mutation.with_earlier(again, before) == {HALF: 1, THIRD: 1, SUM: 0}


def test_a_mutant_that_was_not_run_is_no_verdict() -> None:
    """A run that broke off says nothing about its module."""
    with pytest.raises(AssertionError, match="not every mutant"):
        verdict("m", WRITTEN, {HALF: None, THIRD: 1})


def test_functions_are_run_again_after_new_tests() -> None:
    """What they say replaces what was said of them; what was killed elsewhere stays."""
    other = Mutant("m", "Pair.sum", "return self.a + self.b", "return self.a - self.b")
    before = Verdict("m", 3, 1, 0, (other, SURVIVOR))
    assert names_of(before.survived) == ["m.x_half__mutmut_*", "m.xǁPairǁsum__mutmut_*"]
    assert renewed(before, WRITTEN, {HALF: 1, THIRD: 1, SUM: None}) == Verdict(
        "m", 3, 2, 0, (other,)
    )
    assert renewed(before, WRITTEN, {HALF: 0, THIRD: 1, SUM: None}) == before
    with pytest.raises(AssertionError, match="has changed"):
        renewed(before, WRITTEN, {HALF: 1, THIRD: 1})


def test_what_nobody_explained_is_new_and_what_died_is_told() -> None:
    """An explanation holds for the very change it names, as long as that survives."""
    alive = [Verdict("m", 2, 1, 0, (SURVIVOR,))]
    assert unexplained(alive, []) == [SURVIVOR]
    assert unexplained(alive, [WHY]) == []
    assert obsolete(alive, [WHY]) == []
    assert obsolete([Verdict("m", 2, 2, 0, ())], [WHY]) == [SURVIVOR]
    assert obsolete([Verdict("other", 2, 2, 0, ())], [WHY]) == []  # m was not run


def test_the_page_counts_and_explains() -> None:
    """By module and in all; an unexplained survivor shows in the last column."""
    other = Mutant("m", "half", "return n // 2", "")
    shown = page([Verdict("m", 5, 2, 1, (SURVIVOR, other))], [WHY], {"Tool": "mutmut 3"}, ["n"])
    assert "| Tool | mutmut 3 |" in shown
    assert "| `m` | 5 | 2 | 1 | 2 | 1 |" in shown
    assert "| `n` | not run | | | | |" in shown
    assert "| **all** | 5 | 2 | 1 | 2 | 1 |" in shown
    assert "- `half`: `` return n // 2 `` → `` return n / 2 ``\n  Only even numbers" in shown


def test_the_page_is_made_from_the_record() -> None:
    """docs/mutation.md is what the last run and the explanations make of it."""
    assert mutation.PAGE.read_text("utf-8") == mutation.written()


def _body(module: str, function: str) -> str:
    path = (ROOT / module.replace(".", "/")).with_suffix(".py")
    text = path.read_text("utf-8")
    place: ast.AST = ast.parse(text)
    for name in function.split("."):
        place = next(
            node
            for node in ast.walk(place)
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == name
        )
    return " ".join((ast.get_source_segment(text, place) or "").split())


@pytest.mark.parametrize(
    "each", mutation.known(), ids=lambda one: f"{one.module}.{one.function}: {one.was}"
)
def test_what_is_explained_still_stands_in_the_code(each: Explained) -> None:
    """An explanation of a line that is there no more explains nothing, and goes."""
    assert each.was in _body(each.module, each.function)
    assert each.why.endswith(".")
    assert len(set(each.becomes)) == len(each.becomes) > 0


def test_each_mutant_is_killed_or_explained(figures: Figures) -> None:
    """The last full run, as docs/mutation.json keeps it."""
    verdicts, run = mutation.told()
    explained = mutation.known()
    survived = sum(len(each.survived) for each in verdicts)
    figures.told_only("where", f"{len(verdicts)} modules; {', '.join(run.values())}")
    figures.told_only("mutants made", f"{sum(each.made for each in verdicts):,}")
    figures.told_only("killed", f"{sum(each.killed for each in verdicts):,}")
    figures.told_only("never came to an end", f"{sum(each.endless for each in verdicts):,}")
    run_so_far = {each.module for each in verdicts}
    left = {*mutation.mutable()} - run_so_far
    figures.told_only("modules not in the record yet", f"{len(left)}")
    new = len(unexplained(verdicts, explained))
    figures.told_only("survived and explained", f"{survived - new:,}")
    figures.exactly("survivors nobody explained", 0, new)


def test_the_parts_are_all_of_the_book_and_the_rules() -> None:
    """Each module of ledger/ and finance/rules/ belongs to exactly one part."""
    assert {part.name for part in mutation.PARTS} == {"rules", "pure", "checks", "store", "book"}
    for part in mutation.PARTS:
        assert all((ROOT / name).exists() for name in part.tests), part.name


def test_a_module_by_itself_has_the_tests_of_its_name() -> None:
    """And every module that can be changed has such tests."""
    part = mutation.mirrored("ledger.book.posting")
    assert (part.mutate, part.tests) == (
        ("ledger/book/posting.py",),
        ("tests/ledger/book/test_posting.py",),
    )
    for module in mutation.mutable():
        assert (ROOT / mutation.mirrored(module).tests[0]).exists(), module
