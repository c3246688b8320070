"""Reminders to units, as jobs leave them."""

from flask import Blueprint, render_template

from finance.shell.frame import frame, scope
from finance.web import waits
from finance.web.typed import page_asked, pages

blueprint = Blueprint("notices", __name__, url_prefix="/office", template_folder="templates")


@blueprint.get("/notices/")
def everywhere() -> str:
    """The reminders to every unit one sees, the newest first."""
    page = page_asked()
    with frame().database.reading() as session:
        found = waits.notices(session, scope().units(), page)
        count = waits.notice_count(session, scope().units())
    return render_template(
        "office/notices.html", found=found, page=page, pages=pages(count, waits.PAGE)
    )
