"""Who may do a month's tasks, and what is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from collectors.cli.month import workers
from collectors.cli.month.digest import digest_of
from collectors.cli.month.feeds import write_month_feeds
from collectors.cli.month.steps import take_registers
from collectors.cli.month.workers import (
    NoDask,
    NoSuchWorkers,
    OneWriter,
    Shared,
    share_out,
    work,
)
from finance.runtime.database import Database
from ledger.errors import Refusal
from tests.collectors.cli.month.surroundings import at_work


@dataclass(slots=True)
class Cluster:
    """A cluster that does what it is given at once, and remembers for whom."""

    address: str
    given: list[list[str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Join it."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave it."""

    def scheduler_info(self, n_workers: int) -> dict[str, Any]:
        """Two workers."""
        assert n_workers == -1
        return {"workers": {"one": {}, "two": {}}}

    def submit(self, act: Callable[[Shared], None], shared: Shared, **how: Any) -> None:  # noqa: ANN401 - as the cluster takes them
        """Do it here."""
        self.given.append(how["workers"])
        act(shared)

    def gather(self, going: list[None]) -> None:
        """All is done."""
        assert len(going) == len(self.given)


def _digest(database: Database) -> str:
    with database.reading() as session:
        return digest_of(session)


def _shared(database: Database, folder: Path) -> Shared:
    ctx = at_work(database)
    take_registers(ctx, write_month_feeds(folder, 20, 3))
    return Shared(ctx.settings, folder, 20, 3)


def test_workers_end_in_the_same_digest(
    new_database: Callable[[], Database], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone, two processes or a cluster: the month comes to the same."""
    alone, together, clustered = new_database(), new_database(), new_database()
    work(_shared(alone, tmp_path))
    if together.engine_name == "sqlite":
        with pytest.raises(OneWriter):
            share_out(at_work(together), _shared(together, tmp_path), "2")
        return
    share_out(at_work(together), _shared(together, tmp_path), "2")
    clusters: list[Cluster] = []

    def client(address: str) -> Cluster:
        clusters.append(Cluster(address))
        return clusters[-1]

    with monkeypatch.context() as patch:
        patch.setattr(workers, "import_module", lambda _name: SimpleNamespace(Client=client))
        share_out(at_work(clustered), _shared(clustered, tmp_path), "dask:tcp://nowhere:1")
    assert [(one.address, one.given) for one in clusters] == [
        ("tcp://nowhere:1", [["one"], ["two"]])
    ]
    assert _digest(alone) == _digest(together) == _digest(clustered)


@pytest.mark.parametrize(
    ("named", "refusal"), [("0", NoSuchWorkers), ("many", NoSuchWorkers), ("dask:x", NoDask)]
)
def test_who_is_nobody_is_refused(
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    named: str,
    refusal: type[Refusal],
) -> None:
    """No number, no address, or no such package; SQLite has its one writer anyway."""

    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(workers, "import_module", missing)
    ctx = at_work(database)
    expected = OneWriter if database.engine_name == "sqlite" else refusal
    with pytest.raises(expected):
        share_out(ctx, Shared(ctx.settings, tmp_path, 20, 3), named)
