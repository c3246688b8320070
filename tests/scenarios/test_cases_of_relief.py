"""K02 to K04: relief granted on what was assessed before, each alone and with small figures."""

import datetime as dt
from collections import defaultdict

import pytest
from sqlalchemy import select

from finance.records.audit_lines import AuditRow
from finance.records.relief import decisions_on
from finance.rules.relief import Ground, ReliefKind
from finance.runtime.database import Database
from finance.runtime.parameters import law
from reports.queries.obligations import ObligationWish, obligations
from tests.builders import E1, decision
from tests.federation import Federation, federation
from tests.relieved import FIFTH, grant
from tests.scenarios.june_2026 import EntryLine, entries, line_of, lines_of, table

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 8, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, nothing happened yet."""
    return federation(database)


def _since(fed: Federation, before: set[str]) -> dict[str, list[EntryLine]]:
    """Lines posted since, by book."""
    found: dict[str, list[EntryLine]] = defaultdict(list)
    for name, posted in entries(fed).items():
        if name not in before:
            found[posted.draft.book].extend(lines_of(posted))
    return {book: sorted(lines) for book, lines in found.items()}


def _case(number: str) -> dict[str, list[EntryLine]]:
    rows = [row for row in table("further_cases_lines") if row["case"] == number]
    return {
        book: sorted(line_of(row) for row in rows if row["book"] == book)
        for book in {row["book"] for row in rows}
    }


def test_k02_an_exemption_of_what_is_unpaid(fed: Federation) -> None:
    """A bankrupt employer: the unpaid part goes by a decision whose number is kept."""
    fed.owe(E1, JUNE, 1_000_000)
    fed.match(DAY, decision(fed.receive("LDA", "R", 700_000, DAY), E1, {JUNE: 700_000}))
    before = set(entries(fed))
    bankrupt = Ground.BANKRUPTCY
    grant(fed, E1, ReliefKind.EXEMPTION, JUNE, JUNE, LATER, ground=bankrupt)
    assert _since(fed, before) == _case("K02")
    assert _state(fed, LATER) == "waived"
    with fed.database.reading() as session:
        [decided] = decisions_on(session, E1)
    assert (decided.decision, decided.ground) == ("QĐ exemption 2026-06", "bankruptcy")
    fed.assert_sound()


def test_k03_a_reduction_granted_after_the_assessment(fed: Federation) -> None:
    """20% of 40,000,000: gross, relief and amount stand in the sub-ledger."""
    grant(fed, E1, ReliefKind.SUSPENSION, "2026-05", "2026-05", dt.date(2026, 5, 20))
    fed.owe(E1, JUNE, 40_000_000)
    before = set(entries(fed))
    grant(fed, E1, ReliefKind.REDUCTION, JUNE, "2026-11", DAY, FIFTH)
    assert _since(fed, before) == _case("K03")
    row = fed.obligation(E1, JUNE)
    assert (row.gross_vnd, row.relief_vnd, row.amount_vnd) == (40_000_000, 8_000_000, 32_000_000)
    fed.assert_sound()


def test_k04_a_suspension_granted_after_the_assessment(fed: Federation) -> None:
    """No entry: the due day moves, the state changes, and the log has its line."""
    fed.owe(E1, JUNE, 1_000_000)
    before = set(entries(fed))
    grant(fed, E1, ReliefKind.SUSPENSION, JUNE, "2026-08", DAY)
    assert _since(fed, before) == _case("K04") == {}
    assert fed.obligation(E1, JUNE).due_on == dt.date(2026, 9, 30)
    assert _state(fed, dt.date(2026, 9, 30)) == "suspended"
    assert _state(fed, dt.date(2026, 10, 1)) == "late"
    with fed.database.reading() as session:
        lines = session.scalars(select(AuditRow).where(AuditRow.action == "grant_relief")).all()
    assert [(line.unit_code, line.facts["obligations"]) for line in lines] == [("LDA", JUNE)]
    fed.assert_sound()


def _state(fed: Federation, on: dt.date) -> str:
    with fed.database.reading() as session:
        [row] = obligations(session, ObligationWish(on, tax_code=E1), law())
    return row.state.value
