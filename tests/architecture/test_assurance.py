"""docs/assurance.md has a section for each proof, and each proof's figures on both engines."""

import json

from tests.architecture.house import ROOT
from tests.assurance.page import FIGURES, page
from tests.assurance.proofs import BY_NAME, PROOFS

FILES = sorted((ROOT / "tests/assurance").glob("test_*.py"))


def test_each_proof_has_its_section() -> None:
    """A file of proofs without a section would prove something nobody can read."""
    assert sorted(path.stem.removeprefix("test_") for path in FILES) == sorted(BY_NAME)
    text = page()
    assert [proof.name for proof in PROOFS if f"\n## {proof.title}\n" not in text] == []


def test_figures_belong_to_a_proof() -> None:
    """A figure whose proof is gone proves nothing."""
    rows = json.loads(FIGURES.read_text("utf-8"))
    assert {row["proof"] for row in rows} <= set(BY_NAME)


def test_each_proof_asks_for_its_sizes() -> None:
    """A size in the list that no test asks for would stand on the page of no figure."""
    unused = {
        (proof.name, size)
        for proof in PROOFS
        for size in proof.sizes
        if f'size("{size}")'
        not in (ROOT / f"tests/assurance/test_{proof.name}.py").read_text("utf-8")
    }
    assert unused == set()
