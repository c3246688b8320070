"""Keep what employers' payrolls say of members: wages, what was withheld, who was on leave."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.records.dues import PayrollRow
from finance.records.members import members_in
from finance.records.units import latest_units
from finance.rules.dues import MemberStatus
from finance.rules.facts import PayrollFacts
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, not_theirs, twice
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.periods import Period, period_of

_Key = tuple[str, str, Period]


def record_payroll(ctx: Context, rows: Sequence[PayrollFacts], keeper: Keeper) -> Judged:
    """Keep each member's month; a later file supersedes what an earlier one said of it.

    Posts    nothing: what a payroll withheld is collected when the money comes in.
    Returns  what became of each row. A row is quarantined when its unit is unknown or none the
             actor may bring data of, when the number is no member's of that unit in that month,
             and when the month is not over yet to be paid for or lies before the law on record.
    """
    with ctx.database.writing() as session:
        widen(session)
        batch_id = keeper.begin(session)
        judged = Judged()
        twice(rows, [_key(row) for row in rows], judged, "member_no")
        not_theirs(ctx, session, "intake", rows, judged)
        _judge(session, ctx, rows, judged)
        _take_all(session, rows, judged, batch_id)
        keeper.finish(session, judged)
        units = {row.unit_code for row in rows}
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_payroll",
            next(iter(units)) if len(units) == 1 else "",
            f"batch {batch_id}",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _key(row: PayrollFacts) -> _Key:
    return row.unit_code, row.member_no, row.period


def _judge(session: Session, ctx: Context, rows: Sequence[PayrollFacts], judged: Judged) -> None:
    units = latest_units(session)
    members = members_in(session, {r.unit_code for r in rows}, {r.period for r in rows})
    latest = period_of(ctx.today)
    for row in rows:
        if row.unit_code not in units:
            judged.refuse(
                row.row,
                "payroll.unknown_unit",
                "Không có đơn vị «{unit}» trong danh mục.",
                "There is no unit “{unit}” in the register.",
                "unit_code",
                unit=row.unit_code,
            )
        elif _key(row) not in members:
            judged.refuse(
                row.row,
                "payroll.unknown_member",
                "«{member_no}» không phải đoàn viên của {unit} trong tháng {period}.",
                "“{member_no}” is no member of {unit} in {period}.",
                "member_no",
                member_no=row.member_no,
                unit=row.unit_code,
                period=row.period,
            )
        if row.period > latest or not _known(row.period):
            judged.refuse(
                row.row,
                "payroll.unknown_period",
                "Tháng {period} chưa đến, hoặc chưa có quy định đoàn phí trong dữ liệu.",
                "{period} has not come yet, or no rule on dues is on record for it.",
                "period",
                period=row.period,
            )


def _known(period: Period) -> bool:
    """Whether the law on record reaches a month."""
    return law().find_month(f"dues.exempt.{MemberStatus.SI_LEAVE}", period) is not None


def _take_all(
    session: Session, rows: Sequence[PayrollFacts], judged: Judged, batch_id: int
) -> None:
    held = _held(session, rows)
    new: list[dict[str, object]] = []
    for row in rows:
        if judged.refused(row.row):
            continue
        known = held.get(_key(row))
        facts = {
            "wage_base_vnd": row.wage_base_vnd,
            "withheld_vnd": row.withheld_vnd,
            "status": row.status.value,
        }
        place = {"batch_id": batch_id, "row_no": row.row}
        if known is None:
            unit, number, period = _key(row)
            key = {"unit_code": unit, "member_no": number, "period": period}
            new.append({**key, **facts, **place})
            judged.take(row.row, RowState.TAKEN)
        elif all(getattr(known, name) == value for name, value in facts.items()):
            judged.take(row.row, RowState.UNCHANGED)
        else:
            for name, value in {**facts, **place}.items():
                setattr(known, name, value)
            judged.take(row.row, RowState.SUPERSEDED)
    if new:
        session.execute(insert(PayrollRow), new)


def _held(session: Session, rows: Sequence[PayrollFacts]) -> dict[_Key, PayrollRow]:
    found: dict[_Key, PayrollRow] = {}
    for unit, period in sorted({(row.unit_code, row.period) for row in rows}):
        query = select(PayrollRow).where(PayrollRow.unit_code == unit, PayrollRow.period == period)
        found.update(
            {(row.unit_code, row.member_no, period): row for row in session.scalars(query)}
        )
    return found
