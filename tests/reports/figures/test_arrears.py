"""One employer that is behind."""

import datetime as dt

from finance.rules.ageing import SPANS
from reports.figures.arrears import Behind


def test_all_that_is_open_is_late_or_not_paid() -> None:
    """And every span begins empty: one more than there are last days."""
    row = Behind(
        "1", "LDA", "G1", "2026-06", dt.date(2026, 7, 31), 1, late_vnd=3, non_payment_vnd=4
    )
    assert row.open_vnd == 7
    assert row.spans_vnd == [0] * (len(SPANS) + 1)
