"""Each row of a sub-ledger beside its history: what it says of itself is the sum of what happened.

A control account equals its sub-ledger also when money was moved from one payer's row to
another's, or from one member's month to the next. These checks look at each row.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from finance.records.dues import DuesEventRow, DuesRow
from finance.records.matches import MatchEventRow
from finance.records.obligations import EventReason, ObligationEventRow, ObligationRow
from ledger.errors import Problem

OBLIGATION: Final = "verify.obligation_history"
DUES: Final = "verify.dues_history"
_SAID: Final = {
    OBLIGATION: (
        "Khoản phải nộp của {subject}, {period}: {column} lệch lịch sử {difference} đồng.",
        "What {subject} owes for {period}: {column} is {difference} đồng off its history.",
    ),
    DUES: (
        "Đoàn phí của đoàn viên {subject}, {period}: {column} lệch lịch sử {difference} đồng.",
        "The dues of member {subject} for {period}: {column} is {difference} đồng off its history.",
    ),
}
_NONE: Final = literal(0)
# What an obligation says of itself, and the events that add up to it.
_OWED: Final = ("gross_vnd", "relief_vnd", "waived_vnd", "moved_vnd")
_REASONS: Final = (
    EventReason.ASSESSMENT,
    EventReason.REDUCTION,
    EventReason.EXEMPTION,
    EventReason.MOVED,
)
_PAID: Final = "paid_vnd"
_EXTRA: Final = "paid_extra_vnd"
_Side = Select[*tuple[Any, ...]]  # unit, whose, period, then a figure for each name


def check_histories(session: Session, unit: str) -> Iterator[Problem]:
    """Rows of the sub-ledgers of a unit, or (empty) of all, that are not the sum of their history.

    Of an obligation: what was assessed, reduced, waived, moved and paid. Of a member's month: what
    was paid, and what of it above the standard rate. A history without a row is told too.
    """
    yield from _differing(session, unit, OBLIGATION, (*_OWED, _PAID), _obligations())
    yield from _differing(session, unit, DUES, (_PAID, _EXTRA), _dues())


def _differing(
    session: Session, unit: str, code: str, names: Sequence[str], sides: Sequence[_Side]
) -> Iterator[Problem]:
    """What the sides, added up, do not bring to nothing."""
    if unit:
        sides = [side.where(side.selected_columns[0] == unit) for side in sides]
    told = union_all(*sides).subquery()
    owner, whose, period, *figures = told.c
    sums = [func.sum(figure) for figure in figures]
    query = select(owner, whose, period, *sums).group_by(owner, whose, period)
    query = query.having(or_(*(each != 0 for each in sums))).order_by(owner, whose, period)
    vi, en = _SAID[code]
    for row in session.execute(query):
        for name, difference in zip(names, row[3:], strict=True):
            if difference:
                yield Problem(
                    code,
                    vi,
                    en,
                    where=f"{row[0]}/{row[1]}",
                    facts={
                        "subject": row[1],
                        "period": row[2],
                        "column": name,
                        "difference": int(difference),
                    },
                )


def _obligations() -> list[_Side]:
    row, event, match = ObligationRow, ObligationEventRow, MatchEventRow
    relieved = row.gross_vnd + row.moved_vnd - row.amount_vnd
    said = (row.gross_vnd, -relieved, -row.waived_vnd, row.moved_vnd, row.paid_vnd)
    happened = [case((event.reason == why.value, -event.delta_vnd), else_=0) for why in _REASONS]
    paid = [-match.delta_vnd]
    nothing = [_NONE] * len(_REASONS)
    return [
        _side((row.collecting_unit, row.tax_code, row.period), said),
        _side((event.collecting_unit, event.tax_code, event.period), [*happened, _NONE]),
        _side((match.collecting_unit, match.tax_code, match.period), [*nothing, *paid]),
    ]


def _dues() -> list[_Side]:
    row, event = DuesRow, DuesEventRow
    return [
        _side((row.unit_code, row.member_no, row.period), (row.paid_vnd, row.paid_extra_vnd)),
        _side(
            (event.unit_code, event.member_no, event.period),
            (-event.delta_vnd, -event.extra_delta_vnd),
        ),
    ]


def _side(names: Sequence[Any], figures: Sequence[Any]) -> _Side:
    numbered = [figure.label(f"figure_{place}") for place, figure in enumerate(figures)]
    return select(*names, *numbered)
