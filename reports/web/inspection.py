"""The inspector's first page: which units, and what has been recorded in their books lately."""

from flask import Blueprint, render_template

from finance.runtime.clock import HOUR_US
from finance.shell.frame import frame, scope
from reports.queries import months
from reports.web.reading import session

_DAYS = 30

inspection = Blueprint("inspection", __name__, url_prefix="/inspect", template_folder="templates")


@inspection.get("/")
def first() -> str:
    """The books in which most was recorded in the last days, and where to look up any other."""
    since_us = frame().clock.now_us() - _DAYS * 24 * HOUR_US
    with session() as opened:
        recent = months.recent_books(opened, scope().units(), since_us)
        behind = months.behind(opened, scope().units())
    return render_template("inspect/first.html", recent=recent, behind=behind, days=_DAYS)
