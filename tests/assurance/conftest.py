"""The frame of the proofs: how much they do, and where their figures go.

In `make test` they are small and their figures are forgotten. UNION_FINANCE_ASSURANCE=full, which
`make assurance` sets, makes them large; at the end the run writes docs/assurance.json and
docs/assurance.md, and fails when a figure is not what is demanded.
"""

import json
import os
from typing import Any

import pytest

from tests.assurance import page
from tests.assurance.figures import NO_ENGINE, Figures, failure, merged, proof_of
from tests.engines import Engine

_FULL = os.environ.get("UNION_FINANCE_ASSURANCE") == "full"
_FOLDER = "tests/assurance/"


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Figures:
    """What this test tells of its proof; it reaches the page through the test's report."""
    callspec = getattr(request.node, "callspec", None)
    engine = NO_ENGINE if callspec is None else str(callspec.params.get("engine", NO_ENGINE))
    version = ""
    if engine != NO_ENGINE:
        held: Engine = request.getfixturevalue("engine")
        version = held.version()
    told = Figures(proof_of(request.path.stem), request.node.name, engine, version, _FULL)
    # The list itself goes into the report: what is told before a failure is told.
    request.node.user_properties.append(("figures", told.told))
    return told


def pytest_configure(config: pytest.Config) -> None:
    """A full run is listened to by the process that holds the whole result, beside its workers."""
    if _FULL and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Listener(), "union-finance-assurance")


class _Listener:
    """Hears what each proof tells, and writes it down at the end."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._ran: list[tuple[str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the figures of a test that ended; one that failed is told as failed."""
        if not report.nodeid.startswith(_FOLDER) or report.skipped:
            return
        if report.when != "call" and not report.failed:
            return
        told: list[dict[str, Any]] = dict(report.user_properties).get("figures", [])  # type: ignore[assignment] # ours
        if not told and "figures" not in dict(report.user_properties):
            return  # a test of the frame itself
        file, _, test = report.nodeid.removeprefix(_FOLDER).partition("::")
        self._ran.append((file.removeprefix("test_").removesuffix(".py"), test))
        self._rows += told
        if report.failed:
            self._rows.append(failure(self._ran[-1], dict(report.user_properties).get("engine")))

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the figures and the page; a figure that falls short fails the run."""
        before = json.loads(page.FIGURES.read_text("utf-8")) if page.FIGURES.exists() else []
        page.write(merged(before, self._ran, self._rows))
        if not all(row["passed"] for row in self._rows):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
