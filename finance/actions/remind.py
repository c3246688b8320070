"""Leave a reminder on a unit's first page; one of a kind and slot."""

from collections.abc import Sequence
from dataclasses import dataclass

from finance.records.runs import NoticeRow
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen


@dataclass(frozen=True, slots=True)
class Reminder:
    """What to say to which unit; `kind` and `slot` name it once."""

    unit: str
    kind: str
    slot: str
    vi: str
    en: str


def remind(ctx: Context, reminders: Sequence[Reminder]) -> int:
    """Write the reminders that are not there yet.

    Returns  how many were new.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "batch.run", "")
        widen(session)
        new = 0
        for reminder in reminders:
            key = (reminder.unit, reminder.kind, reminder.slot)
            if session.get(NoticeRow, key) is None:
                session.add(
                    NoticeRow(
                        unit_code=reminder.unit,
                        kind=reminder.kind,
                        slot=reminder.slot,
                        vi=reminder.vi,
                        en=reminder.en,
                        made_at_us=ctx.clock.now_us(),
                    )
                )
                new += 1
        if new:
            audit.write(session, ctx.clock, ctx.actor, "remind", "", "notices", {"new": new})
        session.commit()
    return new
