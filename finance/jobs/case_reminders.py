"""The reminder of a case's next step: it stands once on the first page of the unit."""

from typing import Final

from finance.actions.remind import Reminder, remind
from finance.records.cases import CaseRow, due_cases
from finance.rules.casework import STEP_WORDS, Step
from finance.runtime.context import Context

KIND: Final = "case.step_due"


def remind_of_steps(ctx: Context) -> str:
    """Tell each unit of the steps of its open cases that have come due, once for each step."""
    with ctx.database.reading() as session:
        found = due_cases(session, ctx.today)
    made = remind(ctx, [_reminder(row) for row in found])
    return f"{len(found)} due, {made} reminded"


def _reminder(row: CaseRow) -> Reminder:
    vi, en = STEP_WORDS[Step(row.next_step)]
    turn = f" {row.next_turn}" if row.next_step == Step.NOTICE.value else ""
    number = f"{row.public_id} ({row.tax_code})"
    return Reminder(
        unit=row.unit_code,
        kind=KIND,
        slot=f"{row.seq}/{row.next_step[:4]}/{row.next_turn}",
        vi=f"Hồ sơ {number}: đến hạn lập {vi}{turn and f' lần{turn}'}.",
        en=f"Case {number}: the {en}{turn} is due.",
    )
