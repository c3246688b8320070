"""Take union units into the register, open their books, make the tree anew."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from finance.records.closings import handed_over_units
from finance.records.loading import load
from finance.records.units import FOREVER, UnitRow, rebuild_closure
from finance.rules.charts import REGIME
from finance.rules.facts import UnitFacts
from finance.rules.folding import fold
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, twice
from finance.runtime.charts import chart_accounts
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book

LEVELS: Final = ("national", "province", "upper", "grassroots")
_YEARS_BEFORE: Final = 1  # a new book takes entries of last year too: openings and late months


def import_units(ctx: Context, rows: Sequence[UnitFacts], keeper: Keeper) -> Judged:
    """Take units in; a row with the same code and first day supersedes the one known.

    Returns  what became of each row. A row whose parent is unknown, stands no higher, or whose
             days overlap another row of its code is quarantined.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "register.import", "")
        widen(session)
        keeper.begin(session)
        judged = Judged()
        held = {(row.code, row.valid_from): row for row in session.query(UnitRow)}
        _judge(rows, held, judged)
        _judge_orphans(rows, held, judged)
        new: list[dict[str, object]] = []
        for row in rows:
            if not judged.refused(row.row):
                judged.take(row.row, _take(held, row, new))
        load(session, UnitRow, new)
        rebuild_closure(session)
        _open_books(session, ctx, rows, judged)
        keeper.finish(session, judged)
        _write_audit(session, ctx, judged)
        session.commit()
    return judged


def _judge(
    rows: Sequence[UnitFacts], held: dict[tuple[str, dt.date], UnitRow], judged: Judged
) -> None:
    twice(rows, [(row.code, row.valid_from) for row in rows], judged, "code")
    levels = {row.code: row.level for row in held.values()}
    levels.update({row.code: row.level for row in rows})
    spans = {key: (row.valid_from, row.valid_to) for key, row in held.items()} | {
        (row.code, row.valid_from): (row.valid_from, row.valid_to or FOREVER) for row in rows
    }
    by_code: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for (code, _), span in spans.items():
        by_code.setdefault(code, []).append(span)
    for row in rows:
        _judge_parent(row, levels, judged)
        _judge_days(row, by_code[row.code], judged)


def _judge_orphans(
    rows: Sequence[UnitFacts], held: dict[tuple[str, dt.date], UnitRow], judged: Judged
) -> None:
    """Refuse rows that name a unit which is in the file, but was refused itself."""
    while True:
        known = {code for code, _ in held}
        known.update(row.code for row in rows if not judged.refused(row.row))
        orphans = [
            row
            for row in rows
            if not judged.refused(row.row)
            and not {row.parent_code, row.successor_code} - {""} <= known
        ]
        if not orphans:
            return
        for row in orphans:
            judged.refuse(
                row.row,
                "units.unknown_neighbour",
                "Đơn vị cấp trên hoặc đơn vị kế thừa của «{unit}» không có trong danh mục.",
                "The unit above “{unit}” or its successor is not in the register.",
                "parent_code",
                unit=row.code,
            )


def _judge_parent(row: UnitFacts, levels: dict[str, str], judged: Judged) -> None:
    if row.level == "national":
        if row.parent_code:
            judged.refuse(
                row.row,
                "units.national_has_parent",
                "Cấp Tổng Liên đoàn không có đơn vị cấp trên.",
                "The national unit has no unit above it.",
                "parent_code",
            )
        elif others := _others(levels, row.code):
            judged.refuse(
                row.row,
                "units.second_national",
                "Chỉ có một đơn vị cấp toàn quốc; đã có «{other}».",
                "There is one national unit only; “{other}” is known.",
                "level",
                other=others[0],
            )
        return
    above = levels.get(row.parent_code)
    if above is None:
        judged.refuse(
            row.row,
            "units.unknown_parent",
            "Không có đơn vị cấp trên «{parent}».",
            "There is no unit “{parent}” above it.",
            "parent_code",
            parent=row.parent_code,
        )
    elif LEVELS.index(above) >= LEVELS.index(row.level):
        judged.refuse(
            row.row,
            "units.parent_not_above",
            "Đơn vị «{parent}» (cấp {above}) không đứng trên cấp {level}.",
            "Unit “{parent}” (level {above}) does not stand above level {level}.",
            "parent_code",
            parent=row.parent_code,
            above=above,
            level=row.level,
        )


def _judge_days(row: UnitFacts, spans: Sequence[tuple[dt.date, dt.date]], judged: Judged) -> None:
    last = row.valid_to or FOREVER
    overlapping = [
        span
        for span in spans
        if span[0] != row.valid_from and span[0] <= last and row.valid_from <= span[1]
    ]
    if last < row.valid_from or overlapping:
        judged.refuse(
            row.row,
            "register.days_overlap",
            "Thời gian hiệu lực không hợp lệ hoặc chồng lên dòng khác của «{key}».",
            "The days of validity are wrong or overlap another row of “{key}”.",
            "valid_from",
            key=row.code,
        )


def _take(
    held: dict[tuple[str, dt.date], UnitRow], row: UnitFacts, new: list[dict[str, object]]
) -> RowState:
    facts = {
        "valid_to": row.valid_to or FOREVER,
        "name": row.name,
        "name_folded": fold(f"{row.code} {row.name}"),
        "level": row.level,
        "kind": row.kind,
        "parent_code": row.parent_code,
        "successor_code": row.successor_code,
    }
    known = held.get((row.code, row.valid_from))
    if known is None:
        new.append({"code": row.code, "valid_from": row.valid_from, **facts})
        return RowState.TAKEN
    if all(getattr(known, name) == value for name, value in facts.items()):
        return RowState.UNCHANGED
    for name, value in facts.items():
        setattr(known, name, value)
    return RowState.SUPERSEDED


def _open_books(session: Session, ctx: Context, rows: Sequence[UnitFacts], judged: Judged) -> None:
    book.load_chart(session, [_chart_row(account) for account in chart_accounts()])
    done_with = handed_over_units(session)
    names = {
        row.code: row.name
        for row in rows
        if not judged.refused(row.row) and row.code not in done_with
    }
    year = ctx.today.year
    book.open_books(session, sorted(names.items()), REGIME, range(year - _YEARS_BEFORE, year + 1))


def _chart_row(account: object) -> dict[str, object]:
    names = (
        "regime",
        "code",
        "name_vi",
        "name_en",
        "nature",
        "fund",
        "item",
        "counter_book",
        "control",
        "postable",
        "family",
        "parent",
        "status",
    )
    values = {name: getattr(account, name) for name in names}
    return {name: getattr(value, "value", value) for name, value in values.items()}


def _write_audit(session: Session, ctx: Context, judged: Judged) -> None:
    audit.write(
        session,
        ctx.clock,
        ctx.actor,
        "import_units",
        "",
        "units",
        {state.value: judged.count(state) for state in RowState},
    )


def _others(levels: dict[str, str], code: str) -> list[str]:
    """The national units besides this one."""
    return sorted(each for each, level in levels.items() if level == "national" and each != code)
