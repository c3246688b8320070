"""Take employers into the register: who pays, whose workers they are, and who collects."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.employers import EmployerRow
from finance.records.loading import among, keyed, load
from finance.records.units import FOREVER, units_of
from finance.rules.facts import EmployerFacts
from finance.rules.folding import fold
from finance.rules.sharing import Role
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, twice
from finance.runtime.context import Context
from finance.runtime.database import widen

_KEY = keyed(EmployerRow, "tax_code")


def import_employers(ctx: Context, rows: Sequence[EmployerFacts], keeper: Keeper) -> Judged:
    """Take employers in; a row with the same tax code and first day supersedes the one known.

    Returns  what became of each row. A row that names a unit the register lacks, has nobody to
             take the upper share, or whose days overlap another of its code is quarantined.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "register.import", "")
        widen(session)
        keeper.begin(session)
        judged = Judged()
        codes = [(code,) for code in sorted({row.tax_code for row in rows})]
        held = {
            (known.tax_code, known.valid_from): known
            for those in among(session, _KEY, codes)
            for known in session.scalars(select(EmployerRow).where(those))
        }
        twice(rows, [(row.tax_code, row.valid_from) for row in rows], judged, "tax_code")
        _judge_units(session, rows, judged)
        _judge_days(rows, held, judged)
        _take_all(session, rows, held, judged)
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "import_employers",
            "",
            "employers",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _judge_units(session: Session, rows: Sequence[EmployerFacts], judged: Judged) -> None:
    units = units_of(
        session,
        {
            code
            for row in rows
            for code in (row.grassroots_unit, row.collecting_unit, row.upper_unit)
        },
    )
    for row in rows:
        named = {
            "grassroots_unit": row.grassroots_unit,
            "collecting_unit": row.collecting_unit,
            "upper_unit": row.upper_unit,
        }
        for column, code in named.items():
            if code and code not in units:
                judged.refuse(
                    row.row,
                    "employers.unknown_unit",
                    "Không có đơn vị «{unit}» trong danh mục.",
                    "There is no unit “{unit}” in the register.",
                    column,
                    unit=code,
                )
        union = units.get(row.grassroots_unit)
        if union is not None and union.level != Role.GRASSROOTS:
            # It would get three quarters of what the workers' own union is due.
            judged.refuse(
                row.row,
                "employers.not_a_grassroots_union",
                "Đơn vị «{unit}» không phải công đoàn cơ sở.",
                "Unit “{unit}” is not a grassroots union.",
                "grassroots_unit",
                unit=row.grassroots_unit,
            )
        upper = units.get(row.upper_unit)
        if upper is not None and upper.level == Role.GRASSROOTS:
            judged.refuse(
                row.row,
                "employers.not_an_upper_unit",
                "Đơn vị «{unit}» là công đoàn cơ sở, không hưởng phần cấp trên.",
                "Unit “{unit}” is a grassroots union and takes no upper share.",
                "upper_unit",
                unit=row.upper_unit,
            )
        if not row.grassroots_unit and not row.upper_unit:
            judged.refuse(
                row.row,
                "employers.nobody_above",
                "Nơi chưa có công đoàn cơ sở thì phải ghi đơn vị cấp trên hưởng phần cấp trên.",
                "Where there is no grassroots union, name the unit that takes the upper share.",
                "upper_unit",
            )


def _judge_days(
    rows: Sequence[EmployerFacts],
    held: dict[tuple[str, dt.date], EmployerRow],
    judged: Judged,
) -> None:
    spans = {key: row.valid_to for key, row in held.items()}
    spans.update({(row.tax_code, row.valid_from): row.valid_to or FOREVER for row in rows})
    by_code: dict[str, list[tuple[dt.date, dt.date]]] = {}
    for (code, first), last in spans.items():
        by_code.setdefault(code, []).append((first, last))
    for row in rows:
        last = row.valid_to or FOREVER
        clash = any(
            first != row.valid_from and first <= last and row.valid_from <= other_last
            for first, other_last in by_code[row.tax_code]
        )
        if clash or last < row.valid_from:
            judged.refuse(
                row.row,
                "register.days_overlap",
                "Thời gian hiệu lực không hợp lệ hoặc chồng lên dòng khác của «{key}».",
                "The days of validity are wrong or overlap another row of “{key}”.",
                "valid_from",
                key=row.tax_code,
            )


def _take_all(
    session: Session,
    rows: Sequence[EmployerFacts],
    held: dict[tuple[str, dt.date], EmployerRow],
    judged: Judged,
) -> None:
    new: list[dict[str, object]] = []
    for row in rows:
        if judged.refused(row.row):
            continue
        facts = _facts(row)
        known = held.get((row.tax_code, row.valid_from))
        if known is None:
            new.append({"tax_code": row.tax_code, "valid_from": row.valid_from, **facts})
            judged.take(row.row, RowState.TAKEN)
        elif all(getattr(known, name) == value for name, value in facts.items()):
            judged.take(row.row, RowState.UNCHANGED)
        else:
            for name, value in facts.items():
                setattr(known, name, value)
            judged.take(row.row, RowState.SUPERSEDED)
    load(session, EmployerRow, new)


def _facts(row: EmployerFacts) -> dict[str, object]:
    return {
        "valid_to": row.valid_to or FOREVER,
        "si_unit_code": row.si_unit_code,
        "name": row.name,
        "name_folded": fold(row.name),
        "employer_type": row.employer_type,
        "pay_cycle": row.pay_cycle,
        "province_code": row.province_code,
        "grassroots_unit": row.grassroots_unit,
        "collecting_unit": row.collecting_unit,
        "upper_unit": row.upper_unit,
    }
