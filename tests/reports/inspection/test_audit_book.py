"""A book as an auditor's program takes it."""

from dataclasses import FrozenInstanceError

import pytest

from reports.inspection.audit_book import Totals


def test_what_was_read_does_not_change() -> None:
    """Totals are told once, before the entries."""
    totals = Totals(2, 10, 10)
    with pytest.raises(FrozenInstanceError):
        totals.entries = 3  # type: ignore[misc] # that is what is refused
