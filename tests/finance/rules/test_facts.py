"""What outsiders say, once every cell has been read."""

import datetime as dt
from dataclasses import FrozenInstanceError

import pytest

from finance.rules.facts import BankFacts, DeclarationStatus, TaxStatus
from ledger.money import Vnd


def test_four_ways_of_declaring_are_four_things() -> None:
    """Nil, inactive and ceased are said; silence is a missing row."""
    assert [status.value for status in DeclarationStatus] == ["active", "nil", "inactive", "ceased"]
    assert TaxStatus("bankrupt") is TaxStatus.BANKRUPT


def test_a_fact_does_not_change_once_it_is_read() -> None:
    """Who judges it judges what was said."""
    day = dt.date(2026, 7, 10)
    fact = BankFacts(2, "FT1", day, None, Vnd(0), Vnd(5), None, "", "", "", 1)
    with pytest.raises(FrozenInstanceError):
        setattr(fact, "credit_vnd", Vnd(6))  # noqa: B010 - spelt out, a type checker refuses it
    assert fact == BankFacts(2, "FT1", day, None, Vnd(0), Vnd(5), None, "", "", "", 1)
