"""Figures of proofs: what was demanded, what was reached, and where that was measured."""

import os
import platform
import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from tests.architecture.house import ROOT
from tests.assurance.proofs import BY_NAME, SEED, Proof

NO_ENGINE: Final = ""  # the figure of a proof that needs no database
_GIB: Final = 1024**3
_WRITTEN: Final = (":!docs/assurance.md", ":!docs/assurance.json")


@dataclass(slots=True)
class Figures:
    """What a test tells of its proof; also where it asks how much it is to do."""

    proof: Proof
    test: str
    engine: str
    version: str
    full: bool
    told: list[dict[str, Any]] = field(default_factory=list)
    _used: dict[str, int] = field(default_factory=dict)

    def size(self, name: str) -> int:
        """How many of something this run does."""
        size = self.proof.sizes[name]
        self._used[name] = size.full if self.full else size.small
        return self._used[name]

    def exactly(self, what: str, demanded: object, reached: object) -> None:
        """A figure that has to be reached exactly; the test ends here when it is not."""
        self._tell(what, str(demanded), str(reached), passed=demanded == reached)
        assert reached == demanded, what

    def none(self, what: str, found: Collection[object]) -> None:
        """Of these there may be none; the test ends here, naming them, when there are."""
        self._tell(what, "0", str(len(found)), passed=not found)
        assert not found, f"{what}: {sorted(map(str, found))}"

    def under(self, what: str, limit: float, reached: float, unit: str) -> None:
        """A figure that has to stay under a limit: judged in a full run, never by a test."""
        shown = f"{reached:.2f} {unit}"
        self._tell(what, f"under {limit:g} {unit}", shown, passed=reached < limit)

    def at_least(self, what: str, least: int, reached: int) -> None:
        """A count that has to come to so many in a full run; a small one only tells it."""
        self._tell(what, f"at least {least:,}", f"{reached:,}", passed=reached >= least)

    def reaches(self, what: str, least: int, reached: int) -> None:
        """A figure that has to come to so much in a run of any size; the test ends here if not."""
        self._tell(what, f"at least {least:,}", f"{reached:,}", passed=reached >= least)
        assert reached >= least, what

    def told_only(self, what: str, reached: object) -> None:
        """A figure that is measured or counted and told; nothing is demanded of it."""
        self._tell(what, "", str(reached), passed=True)

    def _tell(self, what: str, demanded: str, reached: str, *, passed: bool) -> None:
        size = ", ".join(f"{count:,} {name}" for name, count in self._used.items())
        self.told.append(
            {
                "proof": self.proof.name,
                "test": self.test,
                "engine": self.engine,
                "what": what,
                "demanded": demanded,
                "reached": reached,
                "passed": passed,
                "size": size,
                "seed": SEED,
                "place": place(self.version) if self.full else "",
            }
        )


def proof_of(file_stem: str) -> Proof:
    """The proof whose file of tests this is."""
    return BY_NAME[file_stem.removeprefix("test_")]


def failure(ran: tuple[str, str], engine: object) -> dict[str, Any]:
    """The row of a proof whose test failed, so that no earlier figure hides it."""
    return {
        "proof": ran[0],
        "test": ran[1],
        "engine": str(engine or NO_ENGINE),
        "what": f"the test {ran[1].partition('[')[0]}",
        "demanded": "passes",
        "reached": "failed",
        "passed": False,
        "size": "",
        "seed": SEED,
        "place": "",
    }


def place(engine_version: str) -> str:
    """The machine, the programs and the commit, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    programs = f"Python {platform.python_version()}"
    if engine_version:
        programs += f", {engine_version}"
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB; "
        f"{programs}; commit {commit()}"
    )


def merged(
    before: Iterable[dict[str, Any]], ran: Iterable[tuple[str, str]], new: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Figures with those of the tests that ran put in the place of their earlier ones. Pure."""
    gone = set(ran)
    kept = [
        row for row in before if row["proof"] in BY_NAME and (row["proof"], row["test"]) not in gone
    ]
    order = list(BY_NAME)
    return sorted([*kept, *new], key=lambda row: order.index(row["proof"]))


@cache
def commit() -> str:
    """The commit that was run, and whether anything but the figures was changed since."""

    def git(*words: str) -> str:
        answer = subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return answer.stdout.strip()

    short = git("rev-parse", "--short=12", "HEAD") or "unknown"
    changed = git("status", "--porcelain", "--", ".", *_WRITTEN)
    return f"{short} with changes" if changed else short
