"""What was first reported of a span, beside what is known of it now."""

from collections import Counter

import pytest

from finance.runtime.database import Database
from ledger.entries import Side
from reports.queries.comparison import NeverClosed, changed_since, comparison
from tests.reports.june_2026 import FIRST, JULY, LAST
from tests.reports.reopened import AMOUNT, LATER, mend_july


def test_a_month_nobody_touched_again(june: Database) -> None:
    """As first reported is as now known: no account differs, no entry came since."""
    with june.reading() as session:
        found = comparison(session, "G1", FIRST, LAST)
        assert changed_since(session, "G1", JULY) is None
    assert (found.changed, found.entries) == ((), ())
    assert len(found.rows) > 5


def test_the_difference_is_made_by_the_entries_since(own_june: Database) -> None:
    """Per account the difference is what the entries recorded after the first closing moved."""
    posted = mend_july(own_june)
    with own_june.reading() as session:
        found = comparison(session, "G1", FIRST, LAST)
        public = changed_since(session, "G1", JULY)
    assert [each.public_id for each in found.entries] == [posted.public_id]
    moved: Counter[str] = Counter()
    for each in found.entries:
        for line in each.draft.lines:
            moved[line.account] += line.signed_vnd
    assert {row.account: row.difference_vnd for row in found.changed} == dict(moved)
    assert moved["111"] == AMOUNT
    assert public is not None
    assert public.changed == found.changed
    cash = next(row for row in found.changed if row.account == "111")
    assert cash.now_known.debit_vnd - cash.first_reported.debit_vnd == AMOUNT
    assert posted.draft.lines[0].side is Side.DEBIT


def test_an_open_month_has_reported_nothing(own_june: Database) -> None:
    """Before its first closing there is nothing to compare with, and nothing public."""
    with own_june.reading() as session:
        with pytest.raises(NeverClosed) as refused:
            comparison(session, "G1", FIRST, LATER)
        assert changed_since(session, "G1", JULY) is None
    assert refused.value.facts == {"period": "2026-08", "unit": "G1"}
