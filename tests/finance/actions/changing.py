"""What the tests of moves, refunds and hand-overs have in common."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from finance.records.audit_lines import AuditRow
from tests.builders import account, decision, unit
from tests.federation import Federation

JUNE = "2026-06"
DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 8, 10)


def with_ldb(fed: Federation) -> Federation:
    """The same with a second province, and an upper unit below it."""
    fed.units(unit("LDB", level="province", parent_code="TLD"))
    fed.units(unit("B1", level="upper", parent_code="LDB"))
    fed.accounts(account("LDB"))
    return fed


def overpay(fed: Federation, tax_code: str, owed: int, credit: int, holder: str = "LDA") -> str:
    """Let an employer pay more than it owes for June; the receipt's public id."""
    fed.owe(tax_code, JUNE, owed)
    receipt = fed.receive(holder, f"R{tax_code}", owed + credit, DAY)
    assert fed.match(DAY, decision(receipt, tax_code, {JUNE: owed}, credit)).refused == []
    return receipt


def logged(fed: Federation, action: str) -> list[tuple[str, str, dict[str, Any]]]:
    """The lines of the log about an act: unit, subject, what was said."""
    with fed.database.reading() as session:
        rows = session.scalars(
            select(AuditRow).where(AuditRow.action == action).order_by(AuditRow.seq)
        )
        return [(row.unit_code, row.subject, dict(row.facts)) for row in rows]
