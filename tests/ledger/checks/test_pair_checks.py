"""What one book owes is what the other is owed, by reference, pair, family and day."""

from hypothesis import given
from hypothesis import strategies as st

from ledger.checks.pair_checks import PairedLine, ties
from tests.ledger.checks.rows import said

OWED = PairedLine("R1", "LDA", "TLD", "levy", "2026-07-14", "C", 5)
DUE = PairedLine("R1", "TLD", "LDA", "levy", "2026-07-14", "D", 5)


def _codes(*lines: PairedLine) -> list[str]:
    return [problem.code for problem in ties(lines)]


def test_a_pair_that_ties() -> None:
    """Both halves, in either order."""
    assert _codes(OWED, DUE) == _codes(DUE, OWED) == []


def test_what_does_not_tie() -> None:
    """Half a pair; another amount; another family; another reference; another day."""
    assert _codes(OWED) == ["verify.ties"]
    assert _codes(OWED, DUE._replace(amount_vnd=4)) == ["verify.ties"]
    assert _codes(OWED, DUE._replace(family="dues")) == ["verify.ties"] * 2
    assert _codes(OWED, DUE._replace(interbook_ref="R2")) == ["verify.ties"] * 2
    assert _codes(OWED, DUE._replace(accounting_on="2026-07-15")) == ["verify.ties"] * 2
    assert _codes(OWED, DUE._replace(book="A1")) == ["verify.ties"] * 2


def test_an_amount_that_is_none_is_left_aside() -> None:
    """It is told by the check of amounts; here its half is missing."""
    assert _codes(OWED, DUE._replace(amount_vnd="5")) == ["verify.ties"]  # type: ignore[arg-type] # on purpose


@given(st.lists(st.integers(min_value=1, max_value=10**18), max_size=10))
def test_many_pairs_tie(amounts: list[int]) -> None:
    """However many parts a transaction has."""
    lines = [half._replace(amount_vnd=amount) for amount in amounts for half in (OWED, DUE)]
    assert _codes(*lines) == []
    assert _codes(*lines, OWED) == ["verify.ties"]


def test_what_does_not_tie_is_told() -> None:
    """Which transaction, between whom, on which day, by how much and on whose side."""
    assert said(ties([OWED, DUE._replace(amount_vnd=4)])) == [
        "LDA – TLD: Transaction R1, LDA – TLD, on 14/07/2026: off by -1 đồng."
    ]
    assert said(ties([DUE])) == said(ties([DUE._replace(amount_vnd=2), DUE._replace(amount_vnd=3)]))
    assert said(ties([DUE])) == [
        "LDA – TLD: Transaction R1, LDA – TLD, on 14/07/2026: off by 5 đồng."
    ]


def test_a_line_that_is_left_aside_hides_no_other() -> None:
    """The lines after one without an amount are added up all the same."""
    odd = OWED._replace(amount_vnd="5")  # type: ignore[arg-type] # on purpose
    assert _codes(odd, OWED) == ["verify.ties"]
    assert _codes(odd, OWED, DUE) == []
