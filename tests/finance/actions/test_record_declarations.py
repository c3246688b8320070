"""What employers declared is kept; a later declaration supersedes, and nothing is lost."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.record_declarations import record_declarations
from finance.records.declarations import DeclarationRow
from finance.rules.facts import DeclarationFacts, DeclarationStatus
from finance.runtime.batches import RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from tests.builders import E1, E2, OPENED, declaration
from tests.federation import Batches, Federation, codes, contents, federation

JUNE = "2026-06"
FIRST = declaration(E1, JUNE, 100, submitted_at=dt.datetime(2026, 7, 1, 9, tzinfo=dt.UTC))


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June, one declaration on hand."""
    made = federation(database)
    made.declare(OPENED, FIRST)
    return made


def _history(fed: Federation) -> list[tuple[int, bool, int]]:
    with fed.database.reading() as session:
        rows = session.scalars(select(DeclarationRow).order_by(DeclarationRow.version))
        return [(row.version, row.current, row.wage_fund_vnd) for row in rows]


def test_the_same_again_changes_nothing(fed: Federation) -> None:
    """Not even when it was sent again later."""
    before = contents(fed.database)
    later = declaration(E1, JUNE, 100, submitted_at=dt.datetime(2026, 7, 9, tzinfo=dt.UTC))
    assert fed.declare(OPENED, FIRST).count(RowState.UNCHANGED) == 1
    assert fed.declare(OPENED, later).count(RowState.UNCHANGED) == 1
    assert contents(fed.database) == before


@pytest.mark.parametrize(
    "later",
    [
        declaration(E1, JUNE, 90, submitted_at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC)),
        declaration(
            E1,
            JUNE,
            100,
            employees=99,
            submitted_at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC),
        ),
        declaration(
            E1,
            JUNE,
            100,
            status=DeclarationStatus.CEASED,
            submitted_at=dt.datetime(2026, 7, 2, tzinfo=dt.UTC),
        ),
    ],
)
def test_a_later_one_supersedes_and_history_stays(fed: Federation, later: DeclarationFacts) -> None:
    """One is in force; what was said before can still be read."""
    assert fed.declare(OPENED, later).count(RowState.SUPERSEDED) == 1
    assert _history(fed) == [(1, False, 100), (2, True, later.wage_fund_vnd)]


def test_an_older_one_is_quarantined(fed: Federation) -> None:
    """Files come in any order; an old one does not undo a new one."""
    older = declaration(E1, JUNE, 90, submitted_at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC))
    judged = fed.declare(OPENED, older, declaration(E2, JUNE, 5))
    assert codes(judged) == {2: ["si.older_than_known"]}
    assert judged.states[3] is RowState.TAKEN
    assert _history(fed)[0] == (1, True, 100)


def test_an_unknown_employer_and_a_row_twice(fed: Federation) -> None:
    """Both wait in quarantine, with the reason."""
    row = declaration(E2, JUNE, 5)
    judged = fed.declare(OPENED, declaration("9900000999", JUNE, 5), row, row)
    assert codes(judged) == {2: ["si.unknown_employer"], 4: ["register.twice"]}


def test_two_si_units_of_an_employer_stand_beside_each_other(fed: Federation) -> None:
    """Each has its own history."""
    fed.declare(OPENED, declaration(E1, JUNE, 7, si_unit_code="B"))
    assert sorted(_history(fed)) == [(1, True, 7), (1, True, 100)]


def test_feeds_are_for_who_stands_above_all(fed: Federation) -> None:
    """A declaration may be of any employer of the federation."""
    with pytest.raises(PermissionRefused):
        record_declarations(
            fed.ctx(OPENED, Actor("a", (Grant("LDA", "collector"),))), [FIRST], Batches()
        )


@pytest.mark.parametrize("newer_first", [False, True])
def test_of_a_month_that_stands_twice_the_later_counts(
    database: Database,
    newer_first: bool,  # noqa: FBT001 - a table's cell
) -> None:
    """Wherever it stands in the file; the other waits and names the row that counts."""
    fed = federation(database)
    old = declaration(E1, "2026-06", 5_000, submitted_at=dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC))
    new = declaration(E1, "2026-06", 6_000, submitted_at=dt.datetime(2026, 7, 2, 8, tzinfo=dt.UTC))
    none = declaration(E1, "2026-06", 7_000)
    rows = (new, old, none) if newer_first else (none, old, new)
    judged = fed.declare(dt.date(2026, 7, 10), *rows)
    counts = 2 if newer_first else 4
    assert {row for row, state in judged.states.items() if state is RowState.TAKEN} == {counts}
    told = {each.facts["earlier"] for found in judged.problems.values() for each in found}
    assert told == {counts}
    fed.assess("2026-06", dt.date(2026, 7, 10))
    assert fed.obligation(E1, "2026-06").amount_vnd == 120


def test_where_no_moment_tells_the_first_counts(database: Database) -> None:
    """Two rows that were submitted nobody knows when."""
    fed = federation(database)
    rows = (declaration(E1, "2026-06", 5_000), declaration(E1, "2026-06", 6_000))
    judged = fed.declare(dt.date(2026, 7, 10), *rows)
    assert {row for row, state in judged.states.items() if state is RowState.TAKEN} == {2}
