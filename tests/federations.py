"""A federation of four units, one under the other, with open books; for tests of commands."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from finance.actions.import_units import import_units
from finance.rules.facts import UnitFacts
from finance.rules.sharing import Role
from finance.runtime.batches import Judged
from finance.runtime.clock import Clock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor
from finance.runtime.settings import Settings

UNITS = (
    ("TLD", "Tổng Liên đoàn", "national", ""),
    ("LDA", "Liên đoàn Lao động tỉnh A", "province", "TLD"),
    ("A1", "Công đoàn khu công nghiệp A1", "upper", "LDA"),
    ("G1", "Công đoàn cơ sở số 1", "grassroots", "A1"),
)


class NoFile:
    """Keeps nothing: the rows of these tests come from no file."""

    def begin(self, _session: Session) -> int:
        """Name the batch."""
        return 1

    def finish(self, _session: Session, _judged: Judged) -> None:
        """Keep nothing."""


def context(database: Database, clock: Clock, actor: Actor = SYSTEM) -> Context:
    """The surroundings of one act."""
    return Context(database, clock, actor, Settings())


def federation(
    database: Database, clock: Clock, units: Sequence[tuple[str, str, str, str]] = UNITS
) -> None:
    """Take the units in and open their books."""
    rows = [
        UnitFacts(
            row=number,
            code=code,
            name=name,
            level=Role(level),
            parent_code=parent,
            kind="",
            valid_from=dt.date(2020, 1, 1),
            valid_to=None,
            successor_code="",
        )
        for number, (code, name, level, parent) in enumerate(units, start=2)
    ]
    judged = import_units(context(database, clock), rows, NoFile())
    assert not judged.problems
