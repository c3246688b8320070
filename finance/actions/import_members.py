"""Take members into the register: who belongs to which union from when, and how they pay dues."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.records.members import MemberRow
from finance.records.runs import next_numbers
from finance.records.units import FOREVER, latest_units
from finance.rules.dues import DuesGroup
from finance.rules.facts import MemberFacts
from finance.rules.folding import fold
from finance.rules.sharing import Role
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, not_theirs, twice
from finance.runtime.context import Context
from finance.runtime.database import widen

_CHUNK: Final = 400
_Key = tuple[str, str, dt.date]
_Held = dict[_Key, MemberRow]


def import_members(ctx: Context, rows: Sequence[MemberFacts], keeper: Keeper) -> Judged:
    """Take members in; a row with the same unit, number and first day supersedes the one known.

    Returns  what became of each row. A row is quarantined when its unit is unknown or no
             grassroots union, when the actor may not import there, when its days overlap another
             of the same member, when the member (same number, same name) is still in another
             unit on these days, and when a fixed amount and the group do not go together.
    Posts    nothing. The log names counts, never a person.
    """
    with ctx.database.writing() as session:
        widen(session)
        keeper.begin(session)
        judged = Judged()
        keys = [(row.unit_code, row.member_no, row.joined_on) for row in rows]
        twice(rows, keys, judged, "member_no")
        not_theirs(ctx, session, "register.import", rows, judged)
        _judge_units(session, rows, judged)
        _judge_amounts(rows, judged)
        held = _held(session, rows)
        _judge_days(rows, held, judged)
        _take_all(session, rows, held, judged)
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "import_members",
            _only({row.unit_code for row in rows}),
            "members",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _only(units: set[str]) -> str:
    return next(iter(units)) if len(units) == 1 else ""


def _judge_units(session: Session, rows: Sequence[MemberFacts], judged: Judged) -> None:
    units = latest_units(session)
    for row in rows:
        unit = units.get(row.unit_code)
        if unit is None:
            judged.refuse(
                row.row,
                "members.unknown_unit",
                "Không có đơn vị «{unit}» trong danh mục.",
                "There is no unit “{unit}” in the register.",
                "unit_code",
                unit=row.unit_code,
            )
        elif unit.level != Role.GRASSROOTS:
            judged.refuse(
                row.row,
                "members.not_a_grassroots_union",
                "Đơn vị «{unit}» không phải công đoàn cơ sở.",
                "Unit “{unit}” is not a grassroots union.",
                "unit_code",
                unit=row.unit_code,
            )


def _judge_amounts(rows: Sequence[MemberFacts], judged: Judged) -> None:
    for row in rows:
        if row.fixed_vnd is not None and row.dues_group is not DuesGroup.FIXED:
            judged.refuse(
                row.row,
                "members.fixed_amount",
                "Nhóm «{group}» đóng theo tỷ lệ: không ghi mức cố định.",
                "Group “{group}” pays by rate: no fixed amount belongs here.",
                "fixed_amount",
                group=row.dues_group,
            )


def _held(session: Session, rows: Sequence[MemberFacts]) -> _Held:
    """Every row of the register about these numbers, in whichever unit."""
    numbers = sorted({row.member_no for row in rows})
    found: _Held = {}
    for start in range(0, len(numbers), _CHUNK):
        part = numbers[start : start + _CHUNK]
        for row in session.scalars(select(MemberRow).where(MemberRow.member_no.in_(part))):
            found[(row.unit_code, row.member_no, row.joined_on)] = row
    return found


def _judge_days(rows: Sequence[MemberFacts], held: _Held, judged: Judged) -> None:
    """Nobody is a member twice on one day: in one unit by number, elsewhere by number and name."""
    spans = {key: (row.left_on, fold(row.name)) for key, row in held.items()}
    spans.update(
        {
            (row.unit_code, row.member_no, row.joined_on): (row.left_on or FOREVER, fold(row.name))
            for row in rows
        }
    )
    by_number: dict[str, list[_Key]] = {}
    for key in spans:
        by_number.setdefault(key[1], []).append(key)
    for row in rows:
        own = (row.unit_code, row.member_no, row.joined_on)
        last, name = spans[own]
        others = (key for key in by_number[row.member_no] if key != own)
        clashing = {key for key in others if key[2] <= last and row.joined_on <= spans[key][0]}
        if last < row.joined_on or any(key[0] == row.unit_code for key in clashing):
            judged.refuse(
                row.row,
                "register.days_overlap",
                "Thời gian hiệu lực không hợp lệ hoặc chồng lên dòng khác của «{key}».",
                "The days of validity are wrong or overlap another row of “{key}”.",
                "joined_on",
                key=row.member_no,
            )
        _judge_elsewhere(row, judged, (key for key in clashing if name and spans[key][1] == name))


def _judge_elsewhere(row: MemberFacts, judged: Judged, same: Iterable[_Key]) -> None:
    for unit in sorted({key[0] for key in same} - {row.unit_code}):
        judged.refuse(
            row.row,
            "members.elsewhere",
            "Đoàn viên số «{member_no}» còn sinh hoạt tại «{unit}»: hãy ghi ngày rời đơn vị đó.",
            "Member “{member_no}” still belongs to “{unit}”: give the day they left it.",
            "joined_on",
            member_no=row.member_no,
            unit=unit,
        )


def _take_all(session: Session, rows: Sequence[MemberFacts], held: _Held, judged: Judged) -> None:
    numbers = {(unit, number): row.code_no for (unit, number, _), row in held.items()}
    new: list[dict[str, object]] = []
    for row in rows:
        if judged.refused(row.row):
            continue
        facts = _facts(row)
        known = held.get((row.unit_code, row.member_no, row.joined_on))
        if known is None:
            key = (row.unit_code, row.member_no)
            if key not in numbers:
                numbers[key] = next_numbers(session, row.unit_code, "member_code", 1)
            new.append(
                {
                    "unit_code": row.unit_code,
                    "member_no": row.member_no,
                    "joined_on": row.joined_on,
                    "code_no": numbers[key],
                    **facts,
                }
            )
            judged.take(row.row, RowState.TAKEN)
        elif all(getattr(known, name) == value for name, value in facts.items()):
            judged.take(row.row, RowState.UNCHANGED)
        else:
            for name, value in facts.items():
                setattr(known, name, value)
            judged.take(row.row, RowState.SUPERSEDED)
    if new:
        session.execute(insert(MemberRow), new)


def _facts(row: MemberFacts) -> dict[str, object]:
    return {
        "left_on": row.left_on or FOREVER,
        "name": row.name,
        "citizen_last4": row.citizen_last4,
        "dues_group": row.dues_group.value,
        "fixed_vnd": row.fixed_vnd,
    }
