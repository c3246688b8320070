"""Every loss, measure and act is called something in both languages."""

from finance.rules.facts import TaxStatus
from finance.rules.loss import Certainty, Gap
from finance.rules.loss_words import (
    CERTAINTY_WORDS,
    GAP_WORDS,
    MEASURE_WORDS,
    TAX_STATUS_WORDS,
    VIOLATION_WORDS,
)
from finance.rules.sanctions import Violation

TABLES = (GAP_WORDS, CERTAINTY_WORDS, MEASURE_WORDS, TAX_STATUS_WORDS, VIOLATION_WORDS)


def test_each_has_two_names_of_its_own() -> None:
    """Nothing is shown by its key, and no two things by one name."""
    for kinds, table in zip((Gap, Certainty, None, TaxStatus, Violation), TABLES, strict=True):
        assert kinds is None or set(table) == set(kinds)
        for language in (0, 1):
            names = [words[language] for words in table.values()]
            assert len(set(names)) == len(names)
