"""Refusals of the rules."""

import pytest

from finance.rules.errors import RuleError
from finance.rules.sharing import NoSplitRule
from ledger.errors import Refusal


def test_every_rule_refuses_in_one_way() -> None:
    """Whoever catches the rules' refusal catches each of them, and it is a refusal like any."""
    assert issubclass(NoSplitRule, RuleError)
    assert issubclass(RuleError, Refusal)
    assert RuleError.code == "rule.refused"


def test_a_refusal_says_why_in_both_languages() -> None:
    """The reason carries its facts in Vietnamese and in English."""
    with pytest.raises(RuleError) as caught:
        raise NoSplitRule(source="levy", scope="G1", period="2026-06")
    assert "G1" in caught.value.sentence("vi")
    assert "06/2026" in caught.value.sentence("en")
