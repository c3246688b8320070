"""Take what is open of obligations to another collecting unit, or to another employer.

Called by the verbs that move employers and by `call_back`; they own the transaction. What was
paid stays where it was paid, with its shares: only what is open goes.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.records.closings import handed_over_units
from finance.records.employers import EmployerRow
from finance.records.obligations import MOVED_HERE, EventReason, ObligationEventRow, ObligationRow
from finance.records.organisations import organisations
from finance.records.runs import next_numbers
from finance.rules.errors import RuleError
from finance.rules.posting import assessed
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.store import reads

JOURNAL: Final = "AS"
_Change = tuple[ObligationRow, int, EventReason]


class OrganisationsMonth(RuleError):
    """A month that is paid in part is not divided where a workers' organisation has its part."""

    code = "move.organisation_month"
    vi = (
        "Tháng {period} của {tax_code} đã đóng một phần và có phần của tổ chức người lao động: "
        "hãy gỡ ghép khoản thu của tháng đó trước khi chuyển."
    )
    en = (
        "{period} of {tax_code} is paid in part and a workers' organisation has its part of it: "
        "release its receipts before it is moved."
    )


@dataclass(frozen=True, slots=True)
class Heir:
    """Where open obligations go: the unit that collects, and the employer that owes."""

    unit: str
    tax_code: str
    grassroots_unit: str
    upper_unit: str


@dataclass(frozen=True, slots=True)
class MovedMonth:
    """What was moved of one wage month (đồng)."""

    unit: str  # that kept it before
    tax_code: str
    period: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class Going:
    """What leaves an obligation for an heir (đồng), and how much of it an exemption had waived."""

    row: ObligationRow
    heir: Heir
    amount_vnd: int
    waived_vnd: int = 0


def open_obligations(
    session: Session, tax_code: str, periods: Sequence[str] = ()
) -> list[ObligationRow]:
    """What an employer still owes, wherever it is kept; locked until the transaction ends."""
    query = (
        select(ObligationRow)
        .where(ObligationRow.tax_code == tax_code)
        .order_by(ObligationRow.collecting_unit, ObligationRow.period)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return [
        row
        for row in session.scalars(query)
        if row.open_vnd and (not periods or row.period in periods)
    ]


def move_open(
    session: Session, ctx: Context, rows: Iterable[ObligationRow], heir: Heir, on: dt.date
) -> list[MovedMonth]:
    """Move all that is open of these obligations; one entry in each book that changes.

    Those that stand with the heir already stay.
    Raises   OrganisationsMonth.
    """
    going = [row for row in rows if (row.collecting_unit, row.tax_code) != heir_key(heir)]
    divided = organisations(
        session, [(row.tax_code, row.period) for row in going if row.paid_vnd and row.open_vnd]
    )
    for tax_code, period in sorted(divided):
        raise OrganisationsMonth(tax_code=tax_code, period=period)
    moved = [
        MovedMonth(row.collecting_unit, row.tax_code, row.period, row.open_vnd) for row in going
    ]
    write_moves(session, ctx, [Going(row, heir, row.open_vnd) for row in going], on)
    return moved


def heir_key(heir: Heir) -> tuple[str, str]:
    """The unit and the employer an heir stands for."""
    return heir.unit, heir.tax_code


def write_moves(session: Session, ctx: Context, moves: Sequence[Going], on: dt.date) -> None:
    """Change the sub-ledgers and post both sides, on the first day open in all books concerned.

    What was waived goes as what is owed: whether it is waived with the heir is for the decisions.
    """
    changes: list[_Change] = []
    for move in moves:
        row, target = move.row, _target(session, move.row, move.heir)
        if move.waived_vnd:
            row.waived_vnd -= move.waived_vnd
            changes.append((row, move.waived_vnd, EventReason.EXEMPTION))
        _shift(row, -move.amount_vnd)
        _shift(target, move.amount_vnd)
        _link(session, row, target)
        changes += [
            (row, -move.amount_vnd, EventReason.MOVED),
            (target, move.amount_vnd, EventReason.MOVED),
        ]
    session.flush()
    units = sorted({row.collecting_unit for row, *_ in changes})
    if not units:
        return
    gone = handed_over_units(session)  # what is moved there was assessed in the same act
    books = [unit for unit in units if unit not in gone]
    day = reads.first_open_day(session, books, on, ctx.clock.now_us()) if books else on
    drafts: list[Draft] = []
    for unit in units:
        own = [change for change in changes if change[0].collecting_unit == unit]
        key = f"{unit}/MV/{next_numbers(session, unit, 'move', 1)}"
        _keep(session, unit, own, day, key)
        lines = gathered(assessed(sum(change for _, change, _ in own)))
        if lines and unit not in gone:
            drafts.append(_draft(ctx, unit, key, lines, (day, on)))
    book.post(session, ctx.clock.now_us(), drafts)


def sharers(session: Session, row: ObligationRow) -> Iterator[ObligationRow]:
    """The other rows among which what was moved of a month stands, its latest heir first.

    Each names the next; the last names the first again.
    """
    seen = {(row.collecting_unit, row.tax_code)}
    name = (row.moved_to_unit, row.moved_to_tax_code)
    while name not in seen:
        seen.add(name)
        found = session.get(
            ObligationRow, (*name, row.period), with_for_update=True, populate_existing=True
        )
        if found is None:
            return
        yield found
        name = (found.moved_to_unit, found.moved_to_tax_code)


def _link(session: Session, row: ObligationRow, target: ObligationRow) -> None:
    """Let two rows be found from each other, and from all that shared with either before."""
    session.flush()
    if any(each is target for each in sharers(session, row)):
        return
    ends = [
        (each.moved_to_unit, each.moved_to_tax_code)
        if each.moved_to_unit
        else (each.collecting_unit, each.tax_code)
        for each in (row, target)
    ]
    row.moved_to_unit, row.moved_to_tax_code = ends[1]
    target.moved_to_unit, target.moved_to_tax_code = ends[0]


def _target(session: Session, row: ObligationRow, heir: Heir) -> ObligationRow:
    """The heir's obligation of the same month; made when it has none."""
    key = (*heir_key(heir), row.period)
    held = session.get(ObligationRow, key, with_for_update=True)
    if held is None:
        held = ObligationRow(
            collecting_unit=heir.unit,
            tax_code=heir.tax_code,
            period=row.period,
            grassroots_unit=heir.grassroots_unit,
            upper_unit=heir.upper_unit,
            employees=0,
            wage_fund_vnd=0,
            rate_key=MOVED_HERE,
            rate_from=row.rate_from,
            rate=row.rate,
            gross_vnd=0,
            amount_vnd=0,
            waived_vnd=0,
            paid_vnd=0,
            due_on=row.due_on,
            suspended_to=row.suspended_to,
            moved_vnd=0,
            moved_to_unit="",
            moved_to_tax_code="",
        )
        session.add(held)
    return held


def _shift(row: ObligationRow, change_vnd: int) -> None:
    row.amount_vnd += change_vnd
    row.moved_vnd += change_vnd


def _keep(session: Session, unit: str, own: Sequence[_Change], day: dt.date, key: str) -> None:
    first = next_numbers(session, unit, "obligation_event", len(own))
    session.execute(
        insert(ObligationEventRow),
        [
            {
                "collecting_unit": unit,
                "seq": first + offset,
                "tax_code": row.tax_code,
                "period": row.period,
                "delta_vnd": change,
                "accounting_on": day,
                "reason": reason.value,
                "entry_key": key,
            }
            for offset, (row, change, reason) in enumerate(own)
        ],
    )


def _draft(
    ctx: Context, unit: str, key: str, lines: tuple[Line, ...], days: tuple[dt.date, dt.date]
) -> Draft:
    return Draft(
        book=unit,
        journal=JOURNAL,
        accounting_on=days[0],
        document_on=days[1],
        text="Chuyển kinh phí công đoàn phải thu còn nợ giữa các đơn vị thu",
        source="levy.move",
        key=key,
        lines=lines,
        actor=ctx.actor.name,
    )


def registered_heir(session: Session, tax_code: str, on: dt.date) -> Heir | None:
    """Where an employer belongs on a day, or as last known before it; None when it is unknown."""
    row = session.scalars(
        select(EmployerRow)
        .where(EmployerRow.tax_code == tax_code, EmployerRow.valid_from <= on)
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Heir(row.collecting_unit, tax_code, row.grassroots_unit, row.upper_unit)
