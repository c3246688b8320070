"""Draw up the list by which the holder of a collecting unit's money pays the units itself."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from finance.actions.due_shares import Due, due_shares, follow_heirs
from finance.records.direct_lists import DirectListRow, list_lines
from finance.records.payables import owed_by_counterpart
from finance.records.runs import next_numbers, take_turn
from finance.records.share_days import put_on
from finance.rules.errors import RuleError
from finance.rules.posting import COLLECTED_FOR
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.store import reads


class NotEnoughHeld(RuleError):
    """The holder is not asked to pay more than lies there for the collecting unit."""

    code = "direct_list.not_enough_held"
    vi = "{holder} chỉ giữ {held} đồng của {unit}, danh sách cần {wanted} đồng."
    en = "{holder} holds {held} đồng of {unit}, and the list wants {wanted} đồng."


class NothingHeld(RuleError):
    """Nothing of the collecting unit lies with that holder."""

    code = "direct_list.nothing_held"
    vi = "{holder} không giữ khoản nào thu hộ {unit} chưa chuyển."
    en = "{holder} holds nothing that was collected for {unit} and not handed over."


class BeforeItWasHeld(RuleError):
    """A list of a day is of money that lay there on that day."""

    code = "direct_list.before_it_was_held"
    vi = "{holder} còn nhận tiền của {unit} đến ngày {put_on}: không thể lập danh sách ngày {on}."
    en = "{holder} got money of {unit} up to {put_on}: no list of it is drawn up on {on}."


@dataclass(frozen=True, slots=True)
class DrawUpList:
    """Whose money, where it lies, and the day of the list."""

    unit: str
    holder: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class ListLine:
    """Who gets how much (đồng); `tax_code` names the employer of a workers' organisation.

    The line of the collecting unit itself is what is left to it; the holder's own share is kept.
    """

    payee: str
    tax_code: str
    amount_vnd: int


@dataclass(frozen=True, slots=True)
class DrawnUp:
    """A list: its name (UNIT/L/SEQ), whether it is new, and its lines."""

    name: str
    fresh: bool
    lines: tuple[ListLine, ...]


def draw_up_list(ctx: Context, request: DrawUpList) -> DrawnUp:
    """Keep what the holder shall pay to whom; it pays by `pay_list`.

    Returns  the list; the same as before while nothing has changed and it is not paid.
    Raises   NothingHeld, NotEnoughHeld, BeforeItWasHeld, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.distribute", request.unit)
        take_turn(session)
        widen(session)
        follow_heirs(session, ctx, request.unit, request.on)
        dues = due_shares(session, ctx, request.unit, request.on, request.holder)
        lines = lines_now(session, request.unit, request.holder, dues)
        last_on = put_on(session, request.unit, request.holder)
        if last_on is not None and last_on > _open_on(session, ctx, request):
            raise BeforeItWasHeld(
                holder=request.holder,
                unit=request.unit,
                put_on=last_on.isoformat(),
                on=request.on.isoformat(),
            )
        seq = _last(session, request)
        fresh = lines != _lines(session, request.unit, seq)
        if fresh:
            seq = next_numbers(session, request.unit, "direct_list", 1)
            session.add_all(_row(ctx, request, seq, line) for line in lines)
            audit.write(
                session,
                ctx.clock,
                ctx.actor,
                "draw_up_list",
                request.unit,
                f"{request.unit}/L/{seq}",
                {"holder": request.holder, "amount_vnd": sum(line.amount_vnd for line in lines)},
            )
        session.commit()
        return DrawnUp(f"{request.unit}/L/{seq}", fresh, lines)


def lines_now(session: Session, unit: str, holder: str, dues: list[Due]) -> tuple[ListLine, ...]:
    """The lines as they would be drawn up now, in order of the payees.

    Raises   NothingHeld, NotEnoughHeld.
    """
    held = owed_by_counterpart(session, holder, (COLLECTED_FOR,)).get(unit, 0)
    if held <= 0:
        raise NothingHeld(holder=holder, unit=unit)
    wanted = sum(due.cash_vnd for due in dues)
    if wanted > held:
        raise NotEnoughHeld(holder=holder, held=held, unit=unit, wanted=wanted)
    lines = [ListLine(due.beneficiary, due.tax_code, due.cash_vnd) for due in dues if due.cash_vnd]
    rest = [ListLine(unit, "", held - wanted)] if held > wanted else []
    return tuple(sorted([*lines, *rest], key=lambda line: (line.payee, line.tax_code)))


def _open_on(session: Session, ctx: Context, request: DrawUpList) -> dt.date:
    """The day, or the first open one after it in both books."""
    books = {request.unit, request.holder}
    return reads.first_open_day(session, books, request.on, ctx.clock.now_us())


def _last(session: Session, request: DrawUpList) -> int:
    """The last list for this holder that is not paid; 0 when there is none."""
    found = session.scalars(
        select(func.max(DirectListRow.seq)).where(
            DirectListRow.unit_code == request.unit,
            DirectListRow.holder_unit == request.holder,
            DirectListRow.ref == "",
        )
    ).one()
    return 0 if found is None else found


def _lines(session: Session, unit: str, seq: int) -> tuple[ListLine, ...]:
    rows = list_lines(session, unit, seq)
    return tuple(ListLine(row.payee, row.tax_code, row.amount_vnd) for row in rows)


def _row(ctx: Context, request: DrawUpList, seq: int, line: ListLine) -> DirectListRow:
    return DirectListRow(
        unit_code=request.unit,
        seq=seq,
        payee=line.payee,
        tax_code=line.tax_code,
        holder_unit=request.holder,
        made_on=request.on,
        maker=ctx.actor.name,
        amount_vnd=line.amount_vnd,
    )
