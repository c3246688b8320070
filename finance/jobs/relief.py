"""Reminders of applications for relief: the day of the answer is near, or has passed."""

from typing import Final

from finance.actions.remind import Reminder, remind
from finance.records.relief_applications import (
    ApplicationState,
    Dossier,
    ReliefApplicationRow,
    applications,
    dossiers,
)
from finance.rules.workdays import add_working_days, holidays_in
from finance.runtime.context import Context
from finance.runtime.parameters import law

NEAR: Final = "relief.near"
OVERDUE: Final = "relief.overdue"
AHEAD: Final = "levy.relief_reminder_working_days"


def remind_of_relief(ctx: Context) -> int:
    """Tell each deciding unit once that the day is near, and once that it has passed.

    Returns  how many reminders were new.
    Source   (sources: nd_105_2026) arts 12(4)(c), 13(4)(b)
    """
    waiting = ReliefApplicationRow.state == ApplicationState.WAITING.value
    with ctx.database.reading() as session:
        found = dossiers(session, applications(session, waiting), law())
    ahead = law().value(AHEAD, ctx.today).whole
    near = add_working_days(ctx.today, ahead, holidays_in(law(), ctx.today))
    made = []
    for row, dossier in found:
        due = dossier.answer_due_on
        if due is not None and due <= near:
            made.append(_overdue(row, dossier) if due < ctx.today else _near(row, dossier))
    return remind(ctx, made)


def _near(row: ReliefApplicationRow, dossier: Dossier) -> Reminder:
    assert dossier.answer_due_on is not None, "asked before"
    on = f"{dossier.answer_due_on:%d/%m/%Y}"
    return Reminder(
        unit=row.unit_code,
        kind=NEAR,
        slot=str(row.seq),
        vi=f"Hồ sơ {row.public_id} của {row.tax_code} phải được trả lời trước hết ngày {on}.",
        en=f"Application {row.public_id} of {row.tax_code} is to be answered by {on}.",
    )


def _overdue(row: ReliefApplicationRow, dossier: Dossier) -> Reminder:
    assert dossier.answer_due_on is not None, "asked before"
    on = f"{dossier.answer_due_on:%d/%m/%Y}"
    return Reminder(
        unit=row.unit_code,
        kind=OVERDUE,
        slot=str(row.seq),
        vi=f"Hồ sơ {row.public_id} của {row.tax_code} đã quá hạn trả lời ({on}).",
        en=f"Application {row.public_id} of {row.tax_code} was to be answered by {on}.",
    )
