"""Tell the units of the steps of their cases that have come due."""

from dataclasses import dataclass
from typing import Final

from finance.actions.remind import Reminder, remind
from finance.records.cases import CaseRow, due_cases
from finance.rules.casework import STEP_WORDS, Step
from finance.runtime.context import Context
from finance.runtime.database import widen

KIND: Final = "case.step_due"


@dataclass(frozen=True, slots=True)
class StepsTold:
    """How many steps are due, and of how many a unit was told now."""

    due: int
    reminded: int


def remind_of_steps(ctx: Context) -> StepsTold:
    """Leave a reminder of each step that is due on its unit's first page, once for each step.

    Raises   PermissionRefused.
    """
    with ctx.database.reading() as session:
        ctx.require(session, "batch.run", "")
        widen(session)
        found = due_cases(session, ctx.today)
    return StepsTold(len(found), remind(ctx, [_reminder(row) for row in found]))


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
