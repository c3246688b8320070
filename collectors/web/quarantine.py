"""Rows that wait to be mended, as they came, each with what is wrong and where."""

from flask import Blueprint, render_template, request

from collectors.intake.batches import seen_from
from collectors.intake.quarantine import Asked, waiting_count, waiting_rows
from collectors.web.asked import Paging, number_asked
from finance.shell.frame import frame, scope

_PAGE = 20

blueprint = Blueprint(
    "quarantine", __name__, url_prefix="/office/quarantine", template_folder="templates"
)


@blueprint.get("/")
def quarantine_page() -> str:
    """What waits, of all batches or one, the newest first."""
    batch = number_asked("batch", 0) if request.args.get("batch") else None
    page = number_asked("page", 1)
    seen_by = scope()
    with frame().database.reading() as session:
        seen = seen_from(session, seen_by.own, seen_by.units())
        count = waiting_count(session, seen, batch)
        rows = waiting_rows(session, seen, Asked(batch, (page - 1) * _PAGE, _PAGE))
    return render_template(
        "collectors/quarantine.html", rows=rows, batch=batch, paging=Paging(page, _PAGE, count)
    )
