"""A reminder stands on a unit's first page, once."""

import pytest
from sqlalchemy import select

from finance.actions.remind import Reminder, remind
from finance.records.audit_lines import audit_count
from finance.records.runs import NoticeRow
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context, PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM, Actor, Grant
from tests.builders import OPENED
from tests.federation import SETTINGS

DUE = Reminder("G1", "disclosure", "2026-06", "Đến hạn công khai", "Disclosure is due")


def test_one_of_a_kind_and_slot(database: Database) -> None:
    """Run twice, it stands there once; the next month's is another."""
    ctx = Context(database, FixedClock(OPENED), SYSTEM, SETTINGS)
    assert remind(ctx, [DUE]) == 1
    assert remind(ctx, [DUE]) == 0
    assert remind(ctx, [DUE, Reminder("G1", "disclosure", "2026-07", "vi", "en")]) == 1
    with database.reading() as session:
        rows = session.scalars(select(NoticeRow).order_by(NoticeRow.slot)).all()
        assert [(row.slot, row.vi) for row in rows] == [
            ("2026-06", "Đến hạn công khai"),
            ("2026-07", "vi"),
        ]
        assert audit_count(session) == 2


def test_it_is_scheduled_work(database: Database) -> None:
    """An accountant does not write on others' pages."""
    actor = Actor("a", (Grant("TLD", "accountant"),))
    with pytest.raises(PermissionRefused):
        remind(Context(database, FixedClock(OPENED), actor, SETTINGS), [DUE])
