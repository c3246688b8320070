"""What is matched by itself is right, and what can be decided is matched."""

import ast
from pathlib import Path

from stdnum.vn import mst

from finance.runtime.database import Database
from tests.architecture.house import ROOT
from tests.assurance.figures import Figures
from tests.assurance.labelled import labelled_set
from tests.assurance.labelled_played import play
from tests.assurance.proofs import SEED
from tests.collectors.federation import Federation

MADE_BY = (
    *("labelled", "labelled_people", "labelled_texts", "labelled_rows"),
    *("labelled_sure", "labelled_doubtful"),
)
LEAST_PRECISION, LEAST_RECALL = 9_990, 9_500  # hundredths of a per cent


def test_the_set_shares_nothing_with_the_program() -> None:
    """Its makers import the standard library and each other, so no error can agree with itself."""
    own = {f"tests.assurance.{name}" for name in MADE_BY} | {"tests.assurance"}
    for name in MADE_BY:
        tree = ast.parse((ROOT / f"tests/assurance/{name}.py").read_text("utf-8"))
        imported = {
            module
            for node in ast.walk(tree)
            for module in ([node.module] if isinstance(node, ast.ImportFrom) else _names(node))
        }
        rooms = {"collectors", "finance", "ledger", "reports", "tests", "wsgi"}
        assert {each for each in imported if str(each).split(".")[0] in rooms} <= own, name


def _names(node: ast.AST) -> list[str]:
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def test_the_codes_of_the_set_are_right() -> None:
    """By the check digit of a library that is neither the program's nor the set's."""
    for one in labelled_set(300, SEED).employers:
        assert mst.is_valid(one.code), one.code


def test_the_same_seed_is_the_same_set() -> None:
    """Row by row, so that a figure can be measured again."""
    one, again = labelled_set(300, SEED), labelled_set(300, SEED)
    assert one.files == again.files
    assert one.files != labelled_set(300, SEED + 1).files


def test_automatic_matches_of_the_labelled_set(
    database: Database, tmp_path: Path, figures: Figures
) -> None:
    """Each file twice, a match after it; then each receipt beside what it truly is."""
    made = labelled_set(figures.size("rows"), SEED)
    judged = play(Federation(database, tmp_path), made)
    figures.at_least("bank rows, each with its label", 20_000, len(made.labels))
    figures.exactly("rows of a file taken in twice", 0, judged.doubled)
    figures.told_only("posted without a person", judged.posted.total())
    figures.told_only("of them wrong", len(judged.wrong))
    figures.reaches("precision, hundredths of a per cent", LEAST_PRECISION, judged.precision)
    figures.told_only("rows that can be decided", judged.decidable_rows)
    figures.reaches("recall of them, hundredths of a per cent", LEAST_RECALL, judged.recall)
    figures.none("waiting without a word of evidence", judged.waiting_unsaid)
    for kind in sorted(judged.rows):
        figures.told_only(
            f"{kind}: posted of rows", f"{judged.posted[kind]} of {judged.rows[kind]}"
        )
