"""Holds a federation's books against the model's: every entry, every sum, every invariant."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from ledger.balances import Tagged
from ledger.store.verification import verify
from reports.queries.known import tagged_known
from tests.assurance.model import RANKS, MEntry, Model, MVoucher
from tests.builders import BOOKS
from tests.federation import Federation

_ALWAYS: Final = (dt.date(2025, 1, 1), dt.date(2027, 12, 31))
_ENTRIES: Final = (
    "SELECT b.code, e.seq, e.journal, e.number, CAST(e.accounting_on AS text), e.reverses_seq, "
    "e.recorded_at_us FROM entry e JOIN book b ON b.book_id = e.book_id ORDER BY b.code, e.seq"
)
_LINES: Final = (
    "SELECT b.code, l.seq, l.account, l.side, l.amount_vnd, l.fund, l.item, l.counter_book "
    "FROM line l JOIN book b ON b.book_id = l.book_id ORDER BY b.code, l.seq, l.line_no"
)
_TURNOVERS: Final = (
    "SELECT b.code, t.period, t.account, t.fund, t.item, t.counter_book, t.debit_vnd, "
    "t.credit_vnd, t.lines FROM turnover t JOIN book b ON b.book_id = t.book_id"
)
_MONTHS: Final = (
    "SELECT b.code, p.period, p.state FROM period p JOIN book b ON b.book_id = p.book_id"
)
_VOUCHERS: Final = "SELECT unit_code, seq, state, maker, checker FROM voucher"


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was known at a moment; it never changes afterwards (I12)."""

    at_us: int
    rows: tuple[Tagged, ...]


def remember(fed: Federation, at_us: int) -> Remembered:
    """What all books say now, at this moment of the clock."""
    with fed.database.reading() as session:
        return Remembered(at_us, _known(session, at_us))


def agree(fed: Federation, model: Model, remembered: list[Remembered]) -> None:
    """Every invariant after every step; the first that does not hold fails the run."""
    with fed.database.reading() as session:
        rows = session.execute(text(_ENTRIES)).all()
        _entries(session, rows, model)
        _turnovers(session, model)
        _months(session, model)
        _vouchers(session, model)
        found = verify(session)
        assert found.rows == (), found.rows[:3]  # I1, I3, I6 to I10, I13 by recomputation
        for each in remembered:
            assert _known(session, each.at_us) == each.rows, "what was known has changed"
    fed.assert_sound(*BOOKS)  # I11 and I14: pairs tie, sub-ledgers equal control accounts


def _entries(session: Session, rows: Any, model: Model) -> None:  # noqa: ANN401 - rows of a query
    lines: dict[tuple[str, int], list[tuple[Any, ...]]] = defaultdict(list)
    for code, seq, *line in session.execute(text(_LINES)):
        assert type(line[2]) is int  # I16
        lines[code, seq].append(tuple(line))
    kept: dict[str, list[tuple[Any, ...]]] = {code: [] for code in model.books}
    recorded: dict[str, int] = {}
    for code, seq, journal, number, day, reverses, at_us in rows:
        assert seq == len(kept[code]) + 1  # I9: places without a gap
        assert at_us > recorded.get(code, -1)
        recorded[code] = at_us
        kept[code].append((journal, number, day, sorted(lines[code, seq]), reverses))
    for code, book in model.books.items():
        wanted = [_as_kept(entry) for entry in book.entries]
        assert kept[code] == wanted, f"the entries of {code}"
        debit = sum(line[2] for entry in kept[code] for line in entry[3] if line[1] == "D")
        credit = sum(line[2] for entry in kept[code] for line in entry[3] if line[1] == "C")
        assert debit == credit  # I2


def _as_kept(entry: MEntry) -> tuple[Any, ...]:
    reverses = None if entry.reverses is None else entry.reverses + 1
    return (entry.journal, entry.number, entry.day.isoformat(), sorted(entry.lines), reverses)


def _turnovers(session: Session, model: Model) -> None:
    kept: dict[str, dict[Any, Any]] = {code: {} for code in model.books}
    for code, period, account, fund, item, counter, *sums in session.execute(text(_TURNOVERS)):
        kept[code][period, (account, fund, item, counter)] = tuple(int(each) for each in sums)
    assert kept == {code: book.turnovers() for code, book in model.books.items()}  # I3


def _months(session: Session, model: Model) -> None:
    kept: dict[str, dict[str, str]] = {code: {} for code in model.books}
    for code, period, state in session.execute(text(_MONTHS)):
        kept[code][period] = state
    for code, book in model.books.items():
        assert kept[code] == book.months, f"the months of {code}"
        ranks = [RANKS[state] for _, state in sorted(kept[code].items())]
        assert ranks == sorted(ranks, reverse=True)  # I13


def _vouchers(session: Session, model: Model) -> None:
    kept = {}
    for unit, seq, state, maker, checker in session.execute(text(_VOUCHERS)):
        kept[unit, seq] = state
        assert state != "posted" or maker.casefold() != checker.casefold()  # I15
    assert kept == {place: _state(voucher) for place, voucher in model.vouchers.items()}


def _state(voucher: MVoucher) -> str:
    return voucher.state


def _known(session: Session, at_us: int) -> tuple[Tagged, ...]:
    return tuple(tagged_known(session, BOOKS, _ALWAYS, at_us))
