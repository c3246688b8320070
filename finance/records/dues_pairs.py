"""What has passed between units and their superiors in dues, read from the books of both."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import ColumnElement, case, or_, select
from sqlalchemy.orm import Session

from finance.rules.dues_posting import DUES, DUES_DUE_TO, REMITTED_UP, Pair
from finance.rules.posting import SHARED_NOT_RECEIVED
from ledger.errors import Problem
from ledger.store.sums import exact, whole
from ledger.store.tables import BookRow, TurnoverRow

WAITING: Final = "verify.dues_waiting"
_VI: Final = (
    "Đoàn phí được phân chia, chưa nhận của {superior} từ {unit} là {waiting} đồng, "
    "{unit} còn phải nộp {owed} đồng."
)
_EN: Final = (
    "Dues shared with {superior} by {unit} and not yet received are {waiting} đồng; "
    "{unit} owes {owed} đồng."
)
_SHARED, _PAID, _WAITING = "shared", "paid", "waiting"
_KIND: Final = case(
    (TurnoverRow.account == SHARED_NOT_RECEIVED, _WAITING),
    (TurnoverRow.item == REMITTED_UP, _PAID),
    else_=_SHARED,
)
_OF_UNIT: Final = TurnoverRow.account == DUES_DUE_TO
_OF_SUPERIOR: Final = (TurnoverRow.account == SHARED_NOT_RECEIVED) & (TurnoverRow.fund == DUES)


def dues_pair(session: Session, unit: str, superior: str) -> Pair:
    """What has passed between a unit and a superior since the first day (đồng)."""
    lower = (BookRow.code == unit) & (TurnoverRow.counter_book == superior) & _OF_UNIT
    upper = (BookRow.code == superior) & (TurnoverRow.counter_book == unit) & _OF_SUPERIOR
    of_both = BookRow.code.in_((unit, superior))  # two books are read, not all
    found = _pairs(session, of_both & or_(lower, upper))
    return found.get((unit, superior), Pair(unit, superior, 0, 0, 0))


def pairs_to_settle(session: Session, unit: str) -> list[Pair]:
    """A unit beside each superior it owes dues, or with whom other than that waits."""
    held = [dues_pair(session, unit, superior) for superior in superiors_shared(session, unit)]
    return [pair for pair in held if pair.owed_vnd > 0 or pair.after() != pair]


def superiors_shared(session: Session, unit: str) -> list[str]:
    """Every superior a unit has ever shared dues with, by code."""
    found = _pairs(session, (BookRow.code == unit) & _OF_UNIT)
    return sorted(superior for _, superior in found)


def check_dues_waiting(session: Session, unit: str) -> Iterator[Problem]:
    """Pairs of a unit, or (empty) of all, where what waits is not what is still owed.

    A unit is told of beside its superior, and of those below it.
    """
    asked: ColumnElement[bool] = or_(_OF_UNIT, _OF_SUPERIOR)
    if unit:
        asked &= or_(BookRow.code == unit, TurnoverRow.counter_book == unit)
    for pair in _pairs(session, asked).values():
        if pair.waiting_vnd != pair.after().waiting_vnd:
            yield Problem(
                WAITING,
                _VI,
                _EN,
                where=f"{pair.superior}/{pair.unit}",
                facts={
                    "superior": pair.superior,
                    "unit": pair.unit,
                    "waiting": pair.waiting_vnd,
                    "owed": pair.owed_vnd,
                },
            )


def _pairs(session: Session, asked: ColumnElement[bool]) -> dict[tuple[str, str], Pair]:
    """The pairs that stand in what is asked for, by unit and superior."""
    query = (
        select(
            BookRow.code,
            TurnoverRow.counter_book,
            _KIND.label("kind"),
            *exact(TurnoverRow.credit_vnd),
            *exact(TurnoverRow.debit_vnd),
        )
        .join(BookRow, BookRow.book_id == TurnoverRow.book_id)
        .where(asked)
        .group_by(BookRow.code, TurnoverRow.counter_book, "kind")
        .order_by(BookRow.code, TurnoverRow.counter_book)
    )
    sums: dict[tuple[str, str], dict[str, int]] = {}
    for row in session.execute(query):
        kind = row[2]
        place = (row[1], row[0]) if kind == _WAITING else (row[0], row[1])
        held = sums.setdefault(place, {_SHARED: 0, _PAID: 0, _WAITING: 0})
        held[kind] += whole(row, 3) - whole(row, 5)
    return {
        place: Pair(*place, held[_SHARED], -held[_PAID], held[_WAITING])
        for place, held in sums.items()
    }
