"""Counts what ran on which engine, and says what may not have been left out.

A suite that quietly skips PostgreSQL is green and proves half. Where the environment asks for
an engine or a tool, a skipped test that is marked with its name fails the whole run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ENGINES = ("sqlite", "postgresql")
REQUIRED_BY = {
    "postgresql": "UNION_FINANCE_REQUIRE_POSTGRES",
    "hledger": "UNION_FINANCE_REQUIRE_HLEDGER",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one test ended."""

    name: str
    result: str  # "passed", "skipped", "failed", "error"
    marks: frozenset[str]
    engine: str = ""  # the engine it was parametrised with, or empty


def tally(outcomes: Iterable[Outcome]) -> dict[str, Counter[str]]:
    """For each engine, how many of the tests that run on both ended how. Pure."""
    counts: dict[str, Counter[str]] = {engine: Counter() for engine in ENGINES}
    for outcome in outcomes:
        if outcome.engine:
            counts[outcome.engine][outcome.result] += 1
    return counts


def shortfalls(outcomes: Iterable[Outcome], environ: Mapping[str, str]) -> list[str]:
    """What was asked for and did not run, each in a sentence. Pure."""
    held = list(outcomes)
    missing: list[str] = []
    for mark, variable in REQUIRED_BY.items():
        if environ.get(variable) != "1":
            continue
        marked = [outcome for outcome in held if mark in outcome.marks]
        skipped = sorted(outcome.name for outcome in marked if outcome.result == "skipped")
        if skipped:
            missing.append(f"{variable}=1, but {len(skipped)} were skipped: {', '.join(skipped)}")
        if not any(outcome.result == "passed" for outcome in marked):
            missing.append(f"{variable}=1, but no test marked {mark} passed")
    if environ.get(REQUIRED_BY["postgresql"]) == "1":
        passed = {engine: counts["passed"] for engine, counts in tally(held).items()}
        if len(set(passed.values())) > 1:
            missing.append(f"the engines did not pass the same tests: {passed}")
    return missing
