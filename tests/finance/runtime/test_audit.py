"""Every act is logged in its own transaction."""

import json

import pytest
from sqlalchemy import select

from finance.records.audit_lines import AuditRow, audit_count
from finance.runtime import audit
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from ledger.errors import Fact
from tests.builders import OPENED


def test_who_did_what_to_what_and_when(database: Database) -> None:
    """The details are readable text, in one order."""
    clock = FixedClock(OPENED)
    with database.writing() as session:
        facts: dict[str, Fact] = {"số": 5, "đơn vị": "Công đoàn", "ai": None}
        audit.write(session, clock, Actor("lan"), "close_period", "G1", "2026-06", facts)
        session.commit()
    with database.reading() as session:
        [row] = session.scalars(select(AuditRow))
    assert (row.actor, row.action, row.unit_code, row.subject) == (
        "lan",
        "close_period",
        "G1",
        "2026-06",
    )
    assert row.at_us == clock.now_us()
    assert json.loads(row.details) == facts
    assert "Công đoàn" in row.details


def test_an_act_that_is_undone_was_never_logged(database: Database) -> None:
    """The line stands and falls with the act."""

    def falls() -> None:
        with database.writing() as session:
            audit.write(session, FixedClock(OPENED), Actor("lan"), "x", "", "", {})
            raise SystemExit

    with pytest.raises(SystemExit):
        falls()
    with database.reading() as session:
        assert audit_count(session) == 0
