"""Take what is open of obligations to another collecting unit, or to another employer.

Called by the verbs that move employers and by the assessment; they own the transaction. What was
paid stays where it was paid, with its shares: only what is open goes.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.actions.rematch import Move, Rematch, rematch
from finance.records.closings import handed_over_units
from finance.records.employers import EmployerRow
from finance.records.obligations import MOVED_HERE, EventReason, ObligationEventRow, ObligationRow
from finance.records.organisations import organisations
from finance.records.parts import part_amounts
from finance.records.runs import next_numbers
from finance.rules.errors import RuleError
from finance.rules.posting import assessed
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.store import reads

JOURNAL: Final = "AS"


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
    _write(session, ctx, [(row, heir, row.open_vnd) for row in going], on)
    return moved


def heir_key(heir: Heir) -> tuple[str, str]:
    """The unit and the employer an heir stands for."""
    return heir.unit, heir.tax_code


def call_back(
    session: Session, ctx: Context, row: ObligationRow, gross_vnd: int, on: dt.date
) -> None:
    """Bring back what was moved from an obligation, when less is owed than stands with the heirs.

    What is open there comes back first, as far as anything is missing for what was paid here. Where
    the heirs were paid more than is owed at all, that becomes the payer's credit there.
    Takes    what is owed for the month by now, after a reduction (đồng).
    """
    seen = {(row.collecting_unit, row.tax_code)}
    _pull(session, ctx, row, row.paid_vnd - gross_vnd - row.moved_vnd, on, seen)
    beyond = -(gross_vnd + row.moved_vnd)
    seen = {(row.collecting_unit, row.tax_code)}
    there = row
    while beyond > 0 and (heir := _heir_of(session, there)) is not None:
        there = heir
        key = (there.collecting_unit, there.tax_code)
        if key in seen:
            return
        seen.add(key)
        freed = min(beyond, there.paid_vnd)
        _free(session, ctx, there, freed, on)
        back = Heir(row.collecting_unit, row.tax_code, row.grassroots_unit, row.upper_unit)
        if freed:
            _write(session, ctx, [(there, back, freed)], on)
        beyond -= freed


def _heir_of(session: Session, row: ObligationRow) -> ObligationRow | None:
    """The row to which something of this one was moved last."""
    key = (row.moved_to_unit, row.moved_to_tax_code, row.period)
    return session.get(ObligationRow, key, with_for_update=True, populate_existing=True)


def _pull(  # noqa: PLR0913, PLR0917 - between whom, how much, when, and who was asked already
    session: Session,
    ctx: Context,
    row: ObligationRow,
    needed_vnd: int,
    on: dt.date,
    seen: set[tuple[str, str]],
) -> None:
    """Bring back what is open with the heirs, one after the other, as far as it is needed."""
    there = row
    while needed_vnd > 0 and (heir := _heir_of(session, there)) is not None:
        there = heir
        key = (there.collecting_unit, there.tax_code)
        if key in seen:
            return
        seen.add(key)
        own = there.gross_vnd if there.tax_code != row.tax_code else 0  # its own months stay its
        taken = min(needed_vnd, there.open_vnd, max(0, there.amount_vnd - own))
        if taken:
            back = Heir(row.collecting_unit, row.tax_code, row.grassroots_unit, row.upper_unit)
            _write(session, ctx, [(there, back, taken)], on)
        needed_vnd -= taken


def callable_vnd(session: Session, row: ObligationRow) -> int:
    """How much of what was moved from an obligation is open with its heirs, to be called back."""
    seen = {(row.collecting_unit, row.tax_code)}
    found = 0
    there = row
    while (heir := _heir_of(session, there)) is not None:
        there = heir
        key = (there.collecting_unit, there.tax_code)
        if key in seen:
            return found
        seen.add(key)
        own = there.gross_vnd if there.tax_code != row.tax_code else 0
        found += min(there.open_vnd, max(0, there.amount_vnd - own))
    return found


def _free(session: Session, ctx: Context, row: ObligationRow, amount_vnd: int, on: dt.date) -> None:
    """Take what was paid off an obligation; it becomes the payer's credit, the latest first."""
    left = amount_vnd
    moves: list[Move] = []
    place = (row.tax_code, row.period)
    parts = part_amounts(session, row.collecting_unit, [place])
    for key in sorted(parts, reverse=True):
        freed = min(left, parts[key])
        if freed:
            head = (key.holder_unit, key.receipt_seq)
            moves.append(Move(*head, *place, -freed, freed, confidence=100))
            left -= freed
    if moves:
        text = f"Điều chỉnh kinh phí công đoàn tháng {row.period}"
        order = Rematch(row.collecting_unit, on, tuple(moves), text, ctx.actor.name)
        rematch(session, ctx, order)


def _write(
    session: Session,
    ctx: Context,
    moves: Sequence[tuple[ObligationRow, Heir, int]],
    on: dt.date,
) -> None:
    """Change the sub-ledgers and post both sides, on the first day open in all books concerned."""
    changes: list[tuple[ObligationRow, int]] = []
    for row, heir, amount in moves:
        target = _target(session, row, heir)
        _shift(row, -amount)
        _shift(target, amount)
        if (target.moved_to_unit, target.moved_to_tax_code) != (row.collecting_unit, row.tax_code):
            row.moved_to_unit, row.moved_to_tax_code = heir_key(heir)
        changes += [(row, -amount), (target, amount)]
    session.flush()
    units = sorted({row.collecting_unit for row, _ in changes})
    if not units:
        return
    gone = handed_over_units(session)  # what is moved there was assessed in the same act
    books = [unit for unit in units if unit not in gone]
    day = reads.first_open_day(session, books, on, ctx.clock.now_us()) if books else on
    drafts: list[Draft] = []
    for unit in units:
        own = [(row, change) for row, change in changes if row.collecting_unit == unit]
        key = f"{unit}/MV/{next_numbers(session, unit, 'move', 1)}"
        _keep(session, unit, own, day, key)
        lines = gathered(assessed(sum(change for _, change in own)))
        if lines and unit not in gone:
            drafts.append(_draft(ctx, unit, key, lines, (day, on)))
    book.post(session, ctx.clock.now_us(), drafts)


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


def _keep(
    session: Session, unit: str, own: Sequence[tuple[ObligationRow, int]], day: dt.date, key: str
) -> None:
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
                "reason": EventReason.MOVED.value,
                "entry_key": key,
            }
            for offset, (row, change) in enumerate(own)
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
