"""Support given downward, in both books."""

from finance.rules.support import support_given
from ledger.entries import credit, debit


def test_spending_here_income_there() -> None:
    """Each names the other, and both carry one reference."""
    tags = {"fund": "dues", "interbook_ref": "R"}
    assert support_given("LDA", "G1", "dues", 5, "R") == {
        "LDA": [debit("611", 5, item="support", counter_book="G1", **tags), credit("112", 5)],
        "G1": [debit("112", 5), credit("337861", 5, item="28.02", counter_book="LDA", **tags)],
    }
