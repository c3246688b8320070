"""The log of acts only grows."""

import pytest
from sqlalchemy import select

from finance.records.audit_lines import MOVED, AuditRow, audit_count, merged_into
from finance.runtime.database import Database


def test_acts_are_counted_in_the_order_they_came(database: Database) -> None:
    """Each has the next number."""
    for name in ("a", "b"):
        with database.writing() as session:
            row = AuditRow(at_us=1, actor=name, action="x", unit_code="", subject="", details="{}")
            session.add(row)
            session.commit()
    with database.reading() as session:
        assert audit_count(session) == 2
        rows = session.scalars(select(AuditRow).order_by(AuditRow.seq)).all()
    assert [row.actor for row in rows] == ["a", "b"]


@pytest.mark.parametrize(
    ("details", "facts"),
    [
        ('{"a": 1}', {"a": 1}),
        ("{}", {}),
        ("{", {}),
        ("", {}),
        ("[1]", {}),
        ("null", {}),
        pytest.param("[" * 100_000, {}, id="too deep to follow"),
    ],
)
def test_what_was_said_is_read_or_is_nothing(details: str, facts: dict[str, object]) -> None:
    """A line that somebody spoiled breaks no page and no check."""
    assert AuditRow(details=details).facts == facts


def test_the_log_says_who_was_merged_into_whom(database: Database) -> None:
    """The last act about an employer counts; a move to another unit is no merger."""
    for subject, heir in (("1", "2"), ("2", "2"), ("1", "3"), ("4", "5")):
        with database.writing() as session:
            details = f'{{"to_tax_code": "{heir}"}}'
            row = AuditRow(
                at_us=1, actor="a", action=MOVED, unit_code="", subject=subject, details=details
            )
            session.add(row)
            session.commit()
    with database.reading() as session:
        assert merged_into(session, ["1", "2", "9"]) == {"1": "3"}
