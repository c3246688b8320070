"""Bring what is assessed of an employer to the decisions on it, in each unit that keeps some of it.

Called by the verb that grants relief; it owns the transaction.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.actions.adjust_obligations import (
    Adjustment,
    Key,
    Target,
    adjust_obligations,
)
from finance.actions.call_back import call_back_all
from finance.actions.move_open import sharers
from finance.records.closings import takers
from finance.records.employers import employer_in
from finance.records.matches import MatchEventRow
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.rules.levy import due_on
from finance.rules.relief import Relief, ReliefKind, effect_on, owed
from finance.runtime.context import Context
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.periods import Period

_LONGEST_TEXT = 500
_TEXTS = {
    ReliefKind.SUSPENSION: "Tạm dừng đóng kinh phí công đoàn",
    ReliefKind.REDUCTION: "Giảm mức đóng kinh phí công đoàn",
    ReliefKind.EXEMPTION: "Miễn đóng kinh phí công đoàn",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """Number and day of what was decided on an employer, its kind, and all that is granted now."""

    tax_code: str
    kind: ReliefKind
    decision: str
    decided_on: dt.date
    granted: tuple[Relief, ...]


@dataclass(frozen=True, slots=True)
class BroughtAbout:
    """By unit how much more is owed there now, and what was paid and is free (đồng)."""

    changes: dict[str, int]
    freed_vnd: int


def bring_about(
    session: Session, ctx: Context, decided: Decision, rows: Sequence[ObligationRow]
) -> BroughtAbout:
    """Bring the obligations that a decision governs to it.

    It counts from its own day, or from the day a month was last brought to what it is; what it
    frees of money that was paid counts from today. A closed month stays as it is. A book that was
    handed over takes nothing: what its heir has of the month is called back and taken off at once.
    """
    concerned = _with_sharers(session, rows)
    before = _owed_by_unit(concerned)
    by_day: dict[tuple[dt.date, str], list[ObligationRow]] = {}
    for row in rows:
        day = _day(session, ctx, decided, row)
        by_day.setdefault((day, row.collecting_unit), []).append(row)
    freed = sum(
        _adjust(session, ctx, decided, place, held) for place, held in sorted(by_day.items())
    )
    after = _owed_by_unit(concerned)
    return BroughtAbout({unit: after[unit] - before[unit] for unit in sorted(before)}, freed)


def _with_sharers(session: Session, rows: Iterable[ObligationRow]) -> list[ObligationRow]:
    found: dict[tuple[str, str, str], ObligationRow] = {}
    for row in rows:
        for each in (row, *(sharers(session, row) if row.moved_vnd < 0 else ())):
            found[each.collecting_unit, each.tax_code, each.period] = each
    return list(found.values())


def _owed_by_unit(rows: Iterable[ObligationRow]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        left = row.amount_vnd - row.waived_vnd
        found[row.collecting_unit] = found.get(row.collecting_unit, 0) + left
    return found


def _day(session: Session, ctx: Context, decided: Decision, row: ObligationRow) -> dt.date:
    """The day from which the decision counts for a month."""
    target = _target(session, row, decided.granted)
    then = owed(target.gross_vnd, Vnd(row.paid_vnd), target.effect, row.moved_vnd)
    others = list(sharers(session, row)) if row.moved_vnd < 0 else []
    if row.paid_vnd > then.amount_vnd or any(each.paid_vnd for each in others):
        return ctx.today
    last = max(_last_changed(session, each) for each in (row, *others))
    return max(decided.decided_on, last)


def _last_changed(session: Session, row: ObligationRow) -> dt.date:
    days = [
        session.scalars(
            select(func.max(history.accounting_on)).where(
                history.collecting_unit == row.collecting_unit,
                history.tax_code == row.tax_code,
                history.period == row.period,
            )
        ).one()
        for history in (ObligationEventRow, MatchEventRow)
    ]
    return max((day for day in days if day is not None), default=dt.date.min)


def _adjust(
    session: Session,
    ctx: Context,
    decided: Decision,
    place: tuple[dt.date, str],
    held: Sequence[ObligationRow],
) -> int:
    """One unit's obligations, from one day on: one entry. Returns what was paid and is free."""
    on, unit = place
    text = f"{_TEXTS[decided.kind]} theo quyết định {decided.decision}: {decided.tax_code}"
    order = Adjustment(
        unit=unit,
        on=on,
        source="levy.relief",
        key=f"{unit}:{decided.tax_code}:{decided.kind.value}",
        text=text[:_LONGEST_TEXT],
        lowered=text[:_LONGEST_TEXT],
        posts=unit not in takers(session),
    )
    rows: dict[Key, ObligationRow] = {(row.tax_code, row.period): row for row in held}
    targets = {key: _target(session, row, decided.granted) for key, row in rows.items()}
    freed = call_back_all(session, ctx, rows, targets, on)
    return freed + adjust_obligations(session, ctx, order, rows, targets).freed_vnd


def _target(session: Session, row: ObligationRow, granted: Sequence[Relief]) -> Target:
    """What an assessed month shall be: its levy stays, its relief is what is granted now."""
    period = Period(row.period)
    effect = effect_on(period, granted)
    employer = employer_in(session, row.tax_code, period)
    assert employer is not None, "what was assessed was registered"
    values = {
        "due_on": due_on(period, employer.pay_cycle, law(), effect.suspended_to),
        "suspended_to": effect.suspended_to or "",
    }
    return Target(Vnd(row.gross_vnd), effect, values)
