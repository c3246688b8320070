"""Gathering what a disclosure is made from."""

import pytest

from finance.runtime.database import Database
from ledger.errors import UnknownBook
from ledger.periods import Period
from reports.disclosure.period import PeriodNotClosed
from reports.queries.month import month_facts, texts
from tests.reports.june_2026 import E1, E4, JULY


def test_facts_of_a_unit_and_month(june: Database) -> None:
    """The facts are the unit's own: its book, its employers, the names that will be shown."""
    with june.reading() as session:
        facts = month_facts(session, "G1", JULY)
    assert (facts.unit.code, facts.unit.level, facts.entries) == ("G1", "grassroots", 9)
    assert facts.above == {"A1", "LDA", "TLD"}
    assert set(facts.employers) == {E1, E4}
    assert facts.units["LDA"] == "Liên đoàn Lao động tỉnh A"
    assert {row.book for row in facts.rows} == {"G1"}


@pytest.mark.parametrize(("period", "state"), [("2026-08", "open"), ("2031-01", "none")])
def test_only_a_closed_month_is_disclosed(june: Database, period: str, state: str) -> None:
    """Figures that may still change are not made public."""
    with june.reading() as session, pytest.raises(PeriodNotClosed) as refused:
        month_facts(session, "G1", Period(period))
    assert refused.value.facts["state"] == state


def test_a_unit_nobody_knows(june: Database) -> None:
    """There is nothing to disclose of a unit without a book."""
    with june.reading() as session, pytest.raises(UnknownBook):
        month_facts(session, "NOBODY", JULY)


def test_names_come_from_the_regime(june: Database) -> None:
    """Codes of the index mean something only in their own regime."""
    with june.reading() as session:
        assert {item.regime for item in texts(session, "TT107-CD").items} == {"TT107-CD"}
        assert texts(session, "another").items == ()
