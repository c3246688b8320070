"""What the program's own verbs post under is theirs alone."""

import ast
from collections.abc import Iterator

import pytest

from finance.rules import posting_sources
from finance.rules.posting_sources import (
    OWN_SOURCES,
    YEAR_END_JOURNAL,
    NotAJournal,
    OwnJournal,
    OwnSource,
    check_from_file,
)
from tests.engines import ROOT

ROOMS = ("collectors", "finance", "reports")
READERS = {"finance/rules/entry_lines.py"}  # its entries are those of files
MAKERS = {"Draft", "Adjustment"}  # what carries a source to an entry
HANDED_ON = {"order.source"}  # of an Adjustment, whose maker names it
MEASURES = {"bench"}  # of `measure posting`, in a database of its own


@pytest.mark.parametrize("source", [*OWN_SOURCES, "levy.later", "dues.later", "intake.later"])
def test_a_source_of_ours_is_refused(source: str) -> None:
    """Every verb's own, and whatever comes later in a family of them; written otherwise as well."""
    wide = source.translate(
        {ord(sign): ord(sign) + 0xFEE0 for sign in "abcdefghijklmnopqrstuvwxyz"}
    )
    for written in (source, source.upper(), f" {source}\t", wide):
        with pytest.raises(OwnSource):
            check_from_file(written, "GL")


def test_the_journal_of_the_year_end_is_refused() -> None:
    """Who reads it reads what the program carried forward."""
    with pytest.raises(OwnJournal):
        check_from_file("erp", YEAR_END_JOURNAL)


@pytest.mark.parametrize("journal", ["A/B", "gl", "Sổ", "", "TOOLO", "A B", "GL\n", "\uff11"])
def test_a_journal_no_command_could_name_is_refused(journal: str) -> None:
    """One to four of A–Z and 0–9: an entry is named BOOK/JOURNAL/YEAR/NUMBER."""
    with pytest.raises(NotAJournal):
        check_from_file("erp", journal)


@pytest.mark.parametrize(
    "source", ["erp", "payroll", "demo.spending", "levy", "vouchers", "x.dues."]
)
def test_other_programs_have_their_own(source: str) -> None:
    """What is not ours is theirs to name."""
    for journal in ("GL", "A", "9", "CASH", "BK", "PV"):
        check_from_file(source, journal)


def test_the_table_is_what_the_verbs_write() -> None:
    """Each source that a verb writes is in the table; and nothing else is."""
    written = set(MEASURES)
    for path in (found for room in ROOMS for found in sorted((ROOT / room).rglob("*.py"))):
        if path.relative_to(ROOT).as_posix() in READERS:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        told = [value for value in _sources(tree) if ast.unparse(value) not in HANDED_ON]
        written |= {_told(value, tree) for value in told}
    assert written == {*OWN_SOURCES, *MEASURES}
    assert all(OWN_SOURCES.values())


def _sources(tree: ast.Module) -> Iterator[ast.expr]:
    """The sources of the drafts of a module, and of the changed copies of one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            named = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
            of_draft = node.func.id in MAKERS
            assert not of_draft or "source" in named, ast.unparse(node)
            if of_draft or (node.func.id == "replace" and "source" in named):
                yield named["source"]


def _told(value: ast.expr, tree: ast.Module) -> str:
    """A text, or what a constant of the module or of the table holds."""
    if isinstance(value, ast.Constant):
        return str(value.value)
    assert isinstance(value, ast.Name), ast.unparse(value)
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and target.id == value.id:
            assert isinstance(node, ast.AnnAssign)
            assert isinstance(node.value, ast.Constant), ast.unparse(node)
            return str(node.value.value)
    return str(getattr(posting_sources, value.id))
