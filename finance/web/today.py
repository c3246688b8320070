"""The office's first page: what waits for this person, their months and reminders."""

from itertools import chain

from flask import Blueprint, render_template

from finance.records.runs import NoticeRow
from finance.shell.frame import frame, scope
from finance.shell.room import Month, Severity, Waiting
from finance.web import waits

blueprint = Blueprint("office", __name__, url_prefix="/office", template_folder="templates")

_NOTICES = 5
_ORDER = {severity: place for place, severity in enumerate(Severity)}


@blueprint.get("/")
def today() -> str:
    """Ask every room what waits; the most urgent first, and nothing of which there is none."""
    waiting, months, notices = _asked()
    return render_template(
        "office/today.html",
        today=frame().clock.today(),
        waiting=waiting,
        months=months,
        notices=notices[:_NOTICES],
        more_notices=len(notices) > _NOTICES,
    )


def _asked() -> tuple[list[Waiting], list[Month], list[NoticeRow]]:
    seen = scope()
    rooms = frame().rooms
    with frame().database.reading() as session:
        waiting = list(chain.from_iterable(room.waiting(session, seen) for room in rooms))
        months = list(chain.from_iterable(room.months(session, seen) for room in rooms))
        notices = waits.notices(session, seen.own)
    standing = [each for each in waiting if each.count > 0]
    return sorted(standing, key=lambda each: (_ORDER[each.severity], each.kind)), months, notices
