"""Every reason is a sentence in both languages."""

import pytest

from collectors.matching.reasons import reason

FACTS = {"tax_code": "9900000048", "digits": "99", "periods": "2026-06", "credit": "246.914"}


def test_a_reason_is_told_in_both_languages() -> None:
    """Facts stand in the sentence."""
    told = reason("credit.left", **FACTS)
    assert "246.914" in told.sentence("vi")
    assert "246.914" in told.sentence("en")
    assert told.sentence() == told.sentence("vi") != told.sentence("en")


def test_nobody_invents_reasons() -> None:
    """A code without sentences is our own mistake."""
    with pytest.raises(AssertionError):
        reason("gut.feeling")
