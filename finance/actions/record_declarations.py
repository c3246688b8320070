"""Keep what employers declared to social insurance; a later declaration supersedes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.declarations import DeclarationRow
from finance.records.employers import EmployerRow
from finance.records.loading import ask_among, keyed, load, tell_among
from finance.records.runs import take_turn
from finance.rules.facts import DeclarationFacts
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, twice
from finance.runtime.context import Context
from finance.runtime.database import widen

_CHUNK = 5_000
_Key = tuple[str, str, str]
_KEY = keyed(DeclarationRow, "tax_code", "period", "si_unit_code")
_OF_EMPLOYERS = keyed(EmployerRow, "tax_code")


@dataclass(slots=True)
class _Known:
    """The declaration in force for one SI unit and month."""

    version: int
    facts: tuple[object, ...]
    submitted_at: str


def record_declarations(ctx: Context, rows: Sequence[DeclarationFacts], keeper: Keeper) -> Judged:
    """Keep declarations; the same facts again change nothing, other facts supersede.

    Returns  what became of each row. A row of an employer the register lacks, or submitted
             before the one in force or another of the same file, is quarantined: nothing is lost
             and nothing guessed.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "intake", "")
        take_turn(session)
        widen(session)
        batch_id = keeper.begin(session)
        judged = Judged()
        _judge_twice(rows, judged)
        _judge_employers(session, rows, judged)
        _take(session, rows, batch_id, judged)
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_declarations",
            "",
            f"batch {batch_id}",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _judge_twice(rows: Sequence[DeclarationFacts], judged: Judged) -> None:
    """Of an employer's month that stands twice in a file, what was submitted last counts.

    Where that does not tell them apart, the first counts.
    """
    keys = [(row.tax_code, row.period, row.si_unit_code) for row in rows]
    if len(set(keys)) == len(keys):
        return
    latest = sorted(
        zip(rows, keys, strict=True),
        key=lambda pair: _submitted(pair[0].submitted_at),
        reverse=True,
    )
    twice([row for row, _ in latest], [key for _, key in latest], judged, "si_unit_code")


def _judge_employers(session: Session, rows: Sequence[DeclarationFacts], judged: Judged) -> None:
    codes = [(code,) for code in sorted({row.tax_code for row in rows})]
    sql = "SELECT tax_code FROM employer WHERE {among}"
    known = {code for (code,) in ask_among(session, sql, _OF_EMPLOYERS, codes)}
    for row in rows:
        if row.tax_code not in known:
            judged.refuse(
                row.row,
                "si.unknown_employer",
                "Mã số thuế «{tax_code}» chưa có trong danh mục đơn vị sử dụng lao động.",
                "Tax code “{tax_code}” is not in the register of employers.",
                "tax_code",
                tax_code=row.tax_code,
            )


def _take(
    session: Session, rows: Sequence[DeclarationFacts], batch_id: int, judged: Judged
) -> None:
    waiting = [row for row in rows if not judged.refused(row.row)]
    for start in range(0, len(waiting), _CHUNK):
        part = waiting[start : start + _CHUNK]
        known = _in_force(session, part)
        new: list[dict[str, object]] = []
        replaced: list[_Key] = []
        for row in part:
            key = (row.tax_code, str(row.period), row.si_unit_code)
            state = _state(row, known.get(key), judged)
            if state in (RowState.TAKEN, RowState.SUPERSEDED):
                version = known[key].version + 1 if key in known else 1
                new.append(_values(row, batch_id, version))
            if state is RowState.SUPERSEDED:
                replaced.append(key)
        tell_among(
            session,
            "UPDATE declaration SET current = FALSE WHERE current AND {among}",
            _KEY,
            replaced,
        )
        load(session, DeclarationRow, new)


def _state(row: DeclarationFacts, known: _Known | None, judged: Judged) -> RowState:
    if known is None:
        state = RowState.TAKEN
    elif known.facts == (row.employees, row.wage_fund_vnd, row.status.value):
        state = RowState.UNCHANGED
    elif known.submitted_at and _submitted(row.submitted_at) < known.submitted_at:
        judged.refuse(
            row.row,
            "si.older_than_known",
            "Tờ khai nộp lúc {submitted_at} cũ hơn tờ khai đang có hiệu lực ({known}).",
            "Submitted {submitted_at}, before the declaration in force ({known}).",
            "submitted_at",
            submitted_at=_submitted(row.submitted_at),
            known=known.submitted_at,
        )
        return RowState.QUARANTINED
    else:
        state = RowState.SUPERSEDED
    judged.take(row.row, state)
    return state


def _in_force(session: Session, part: Sequence[DeclarationFacts]) -> dict[_Key, _Known]:
    keys = [(row.tax_code, str(row.period), row.si_unit_code) for row in part]
    sql = (
        "SELECT tax_code, period, si_unit_code, version, employees, wage_fund_vnd, status, "
        "submitted_at FROM declaration WHERE current AND {among}"
    )
    return {
        row[:3]: _Known(row[3], row[4:7], row[7]) for row in ask_among(session, sql, _KEY, keys)
    }


def _submitted(at: dt.datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _values(row: DeclarationFacts, batch_id: int, version: int) -> dict[str, object]:
    return {
        "tax_code": row.tax_code,
        "period": row.period,
        "si_unit_code": row.si_unit_code,
        "version": version,
        "current": True,
        "name": row.name,
        "employees": row.employees,
        "wage_fund_vnd": row.wage_fund_vnd,
        "status": row.status.value,
        "agency_code": row.agency_code,
        "submitted_at": _submitted(row.submitted_at),
        "batch_id": batch_id,
        "row_no": row.row,
    }
