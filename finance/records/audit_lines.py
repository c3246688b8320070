"""The audit log: who did what, when, to what. It only grows."""

import json
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Index, String, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ledger.store.base import Base, BigInt

MOVED: Final = "move_employer"  # the act by which an employer moves or is merged


class AuditRow(Base):
    """One act, written in the transaction of the act itself."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_unit", "unit_code", "seq"),)

    seq: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=True)
    at_us: Mapped[int]
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(60))
    unit_code: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[str] = mapped_column(Text)

    @property
    def facts(self) -> dict[str, object]:
        """What was said of the act, by name; nothing where it can no longer be read."""
        try:
            told = json.loads(self.details)
        except (ValueError, RecursionError):  # no JSON, no end of it
            return {}
        return told if isinstance(told, dict) else {}


def acts_on(session: Session, unit_code: str, subjects: Iterable[str]) -> list[AuditRow]:
    """What was done to these things of a unit, in order."""
    return list(
        session.scalars(
            select(AuditRow)
            .where(AuditRow.unit_code == unit_code, AuditRow.subject.in_(list(subjects)))
            .order_by(AuditRow.seq)
        )
    )


def merged_into(session: Session, tax_codes: Iterable[str]) -> dict[str, str]:
    """Of these employers, those merged into another, each with the one that took over last."""
    rows = session.scalars(
        select(AuditRow)
        .where(AuditRow.action == MOVED, AuditRow.subject.in_(sorted(tax_codes)))
        .order_by(AuditRow.seq)
    )
    heirs = {row.subject: str(row.facts.get("to_tax_code", row.subject)) for row in rows}
    return {code: heir for code, heir in heirs.items() if heir != code}


def audit_count(session: Session) -> int:
    """How many acts are recorded."""
    return session.scalars(select(func.count()).select_from(AuditRow)).one()
