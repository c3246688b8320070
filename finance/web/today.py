"""The office's first page: what waits for this person, in every room, and their months."""

from itertools import chain

from flask import Blueprint, render_template

from finance.shell.frame import frame, scope
from finance.shell.room import Month, Severity, Waiting

blueprint = Blueprint("office", __name__, url_prefix="/office", template_folder="templates")

_ORDER = {severity: place for place, severity in enumerate(Severity)}


@blueprint.get("/")
def today() -> str:
    """Ask every room what waits; the most urgent first, and nothing of which there is none."""
    waiting, months = _asked()
    return render_template(
        "office/today.html", today=frame().clock.today(), waiting=waiting, months=months
    )


def _asked() -> tuple[list[Waiting], list[Month]]:
    seen = scope()
    rooms = frame().rooms
    with frame().database.reading() as session:
        waiting = list(chain.from_iterable(room.waiting(session, seen) for room in rooms))
        months = list(chain.from_iterable(room.months(session, seen) for room in rooms))
    standing = [each for each in waiting if each.count > 0]
    return sorted(standing, key=lambda each: (_ORDER[each.severity], each.kind)), months
