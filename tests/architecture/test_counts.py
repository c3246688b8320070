"""A run that leaves out what it was asked for is no green run."""

from tests.counts import Outcome, shortfalls, tally

ASKED = {"UNION_FINANCE_REQUIRE_POSTGRES": "1"}


def _outcome(result: str, engine: str, name: str = "t") -> Outcome:
    return Outcome(f"{name}[{engine}]", result, frozenset({engine}), engine)


def test_both_engines_are_counted_apart() -> None:
    """What passed on one engine says nothing of the other."""
    counts = tally([_outcome("passed", "sqlite"), _outcome("skipped", "postgresql")])
    assert counts["sqlite"]["passed"] == 1
    assert counts["postgresql"]["passed"] == 0


def test_equal_counts_are_enough() -> None:
    """Nothing skipped, both engines the same: nothing is missing."""
    both = [_outcome("passed", "sqlite"), _outcome("passed", "postgresql")]
    assert shortfalls(both, ASKED) == []


def test_a_skipped_test_is_missed_where_it_was_asked_for() -> None:
    """One skipped PostgreSQL test is named; without the demand it may be skipped."""
    outcomes = [
        _outcome("passed", "sqlite"),
        _outcome("passed", "postgresql"),
        _outcome("skipped", "postgresql", name="late"),
    ]
    assert "late[postgresql]" in shortfalls(outcomes, ASKED)[0]
    assert shortfalls(outcomes, {}) == []


def test_an_engine_that_never_ran_is_missed() -> None:
    """No test at all is not a passed test."""
    assert "no test marked postgresql passed" in shortfalls([], ASKED)[0]


def test_unequal_counts_are_missed() -> None:
    """Both engines pass the same suite."""
    outcomes = [_outcome("passed", name) for name in ("sqlite", "sqlite", "postgresql")]
    assert "did not pass the same tests" in shortfalls(outcomes, ASKED)[0]


def test_a_tool_is_missed_only_where_it_was_asked_for() -> None:
    """A tool is asked for only where it can be installed."""
    outcome = Outcome("export", "skipped", frozenset({"hledger"}))
    assert shortfalls([outcome], {}) == []
    assert "export" in shortfalls([outcome], {"UNION_FINANCE_REQUIRE_HLEDGER": "1"})[0]
