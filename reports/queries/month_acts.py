"""Checks that every change of a month stands in the log of acts, by whom and why it was made.

What a month became is recomputed by the book itself; who made it so, and for what reason, is held
by no hash. Two tables tell it, each append-only: whoever bends one has to bend the other alike.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.audit_lines import AuditRow
from ledger.errors import Problem
from ledger.store.tables import BookRow, PeriodEventRow

MONTH_ACT: Final = "verify.month_act"
_VI: Final = "Kỳ {period} của sổ {book}: người, lý do hoặc lần thay đổi không khớp với nhật ký."
_EN: Final = (
    "Month {period} of book {book}: who changed it, why or how often is not as the log says."
)
_SOFTEN, _CLOSE, _FINAL = "soften_period", "close_period", "make_year_final"
_GRANT: Final = "grant_reopening"
_LIFT: Final = "lift_period"
_ACT: Final = {
    ("open", "soft"): _SOFTEN,
    ("soft", "open"): _LIFT,
    ("open", "closed"): _CLOSE,
    ("soft", "closed"): _CLOSE,
    ("closed", "open"): _GRANT,
    ("closed", "final"): _FINAL,
}
# Who closed a month before there was a history stands in the log alone.
_MIGRATION: Final = "migration"

_Act = tuple[str, str, str, str, object]  # action, unit, month or year, who, what was said


def month_acts(session: Session, unit_code: str) -> Iterator[Problem]:
    """Where the changes of months and the log of acts do not tell the same.

    Takes    the unit whose months are asked for, or (empty) all: only then are locks from above
             looked up, for they stand in the log of the unit above.
    """
    logged = _logged(session, unit_code)
    events = list(_events(session, unit_code))
    own = [(unit, event) for unit, event in events if not event.bound_by]
    acts, told = Counter(logged), Counter(_act(*each) for each in own)
    _pair_the_migrated(acts, told)
    for act in sorted({*told, *acts}, key=repr):
        if not _same(act, told[act], acts[act]):
            yield _problem(act[1], act[2])
    reach = _reach(logged)
    for unit, event in () if unit_code else events:
        known = reach.get((event.bound_by, event.actor), "") >= event.period
        if event.bound_by and (event.reason or not known):
            yield _problem(unit, event.period)


def _same(act: _Act, told: int, logged: int) -> bool:
    """Whether as many changes are told as acts were logged."""
    if act[0] == _FINAL:  # twelve months become final by one act
        return bool(told) is bool(logged)
    if act[0] == _SOFTEN:  # it is logged too when only months below were locked
        return told <= logged
    return told == logged


def _events(session: Session, unit_code: str) -> Iterator[tuple[str, PeriodEventRow]]:
    query = select(BookRow.code, PeriodEventRow).join(
        PeriodEventRow, PeriodEventRow.book_id == BookRow.book_id
    )
    if unit_code:
        query = query.where(BookRow.code == unit_code)
    yield from session.execute(query)


def _act(unit: str, event: PeriodEventRow) -> _Act:
    """What the log has to say of a change."""
    action = _ACT.get((event.from_state, event.to_state), "")
    if action == _GRANT:
        said = (event.actor, event.reason, event.until_us)
        return action, unit, event.period, event.second_actor, said
    subject = event.period[:4] if action == _FINAL else event.period
    return action, unit, subject, event.actor, event.reason or None


def _logged(session: Session, unit_code: str) -> list[_Act]:
    query = select(AuditRow).where(AuditRow.action.in_(set(_ACT.values())))
    if unit_code:
        query = query.where(AuditRow.unit_code == unit_code)
    found: list[_Act] = []
    for line in session.scalars(query.order_by(AuditRow.seq)):
        said: object = None
        if line.action == _GRANT:
            facts = line.facts
            said = (facts.get("asked_by"), facts.get("reason"), facts.get("until_us"))
        found.append((line.action, line.unit_code, line.subject, line.actor, said))
    return found


def _reach(logged: list[_Act]) -> dict[tuple[str, str], str]:
    """How far each person of each unit has locked or closed months: the latest of them."""
    reach: dict[tuple[str, str], str] = {}
    for action, unit, month, actor, _ in logged:
        if action in {_SOFTEN, _CLOSE}:
            reach[unit, actor] = max(month, reach.get((unit, actor), ""))
    return reach


def _pair_the_migrated(acts: Counter[_Act], told: Counter[_Act]) -> None:
    """Take out of both the changes whose people the log alone knows: kind and month decide."""
    by_name: dict[tuple[str, ...], list[_Act]] = {}
    for act in acts.elements():
        by_name.setdefault(act[:3], []).append(act)
    for act in [act for act in told if act[3] == _MIGRATION]:
        acts.subtract(by_name.get(act[:3], [])[: told.pop(act)])


def _problem(unit: str, period: str) -> Problem:
    facts = {"book": unit, "period": period}
    return Problem(MONTH_ACT, _VI, _EN, where=unit, facts=facts)
