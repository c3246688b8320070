"""How levy and dues are shared between levels: configured, dated, by scope."""

from fractions import Fraction

from sqlalchemy import String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.sharing import MoneySource, Role, SplitRule
from ledger.periods import Period
from ledger.store.base import Base, PeriodText


class SplitRuleRow(Base):
    """One role's share under one decision."""

    __tablename__ = "split_rule"

    source: Mapped[str] = mapped_column(String(8), primary_key=True)
    scope: Mapped[str] = mapped_column(String(40), primary_key=True)
    valid_from: Mapped[str] = mapped_column(PeriodText, primary_key=True)
    role: Mapped[str] = mapped_column(String(12), primary_key=True)
    valid_to: Mapped[str] = mapped_column(PeriodText, server_default=text("''"))
    share: Mapped[str] = mapped_column(String(40))
    decision: Mapped[str] = mapped_column(String(200))


def split_rules(session: Session, source: MoneySource) -> tuple[SplitRule, ...]:
    """All rules for one source of money."""
    rows = session.scalars(
        select(SplitRuleRow)
        .where(SplitRuleRow.source == source.value)
        .order_by(SplitRuleRow.scope, SplitRuleRow.valid_from, SplitRuleRow.role)
    )
    grouped: dict[tuple[str, str], list[SplitRuleRow]] = {}
    for row in rows:
        grouped.setdefault((row.scope, row.valid_from), []).append(row)
    return tuple(
        SplitRule(
            source=source,
            scope=scope,
            valid_from=Period(valid_from),
            valid_to=Period(own[0].valid_to) if own[0].valid_to else None,
            shares=tuple((Role(row.role), Fraction(row.share)) for row in own),
            decision=own[0].decision,
        )
        for (scope, valid_from), own in grouped.items()
    )
