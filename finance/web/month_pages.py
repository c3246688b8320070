"""The month: what is to be done before it can be closed, and closing it."""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from finance.actions.close_period import ClosePeriod, close_period
from finance.records.month_end import tasks
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web import month_reads
from finance.web.typed import page_asked, pages, period_in, unit_name
from ledger.errors import Refusal

blueprint = Blueprint("months", __name__, url_prefix="/office", template_folder="templates")


@blueprint.get("/months/")
def everywhere() -> str:
    """Each unit one sees, with its oldest open month."""
    page = page_asked()
    with frame().database.reading() as session:
        found, count = month_reads.oldest_open(session, scope().units(), page)
    return render_template(
        "office/months.html",
        found=found,
        count=count,
        page=page,
        pages=pages(count, month_reads.PAGE),
        today=frame().clock.today().isoformat(),
    )


@blueprint.get("/units/<unit_code>/months/")
def of_unit(unit_code: str) -> str:
    """The months of one unit's book."""
    with frame().database.reading() as session:
        found = month_reads.months(session, unit_code, frame().clock.today())
        name = unit_name(session, unit_code)
    return render_template(
        "office/unit_months.html", unit_code=unit_code, unit_name=name, found=found
    )


@blueprint.get("/units/<unit_code>/months/<period>/")
def one(unit_code: str, period: str) -> str:
    """One month with its task list."""
    return _page(unit_code, period, None)


@blueprint.post("/units/<unit_code>/months/<period>/close")
def close(unit_code: str, period: str) -> Response:
    """Close the month, or say on its page why not."""
    try:
        close_period(context(), ClosePeriod(unit_code, period_in(period)))
    except Refusal as refusal:
        return make_response(_page(unit_code, period, refusal), status_of(refusal))
    address = url_for(".one", unit_code=unit_code, period=period)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(unit_code: str, period: str, refusal: Refusal | None) -> str:
    wanted, ctx = period_in(period), context()
    with frame().database.reading() as session:
        found = month_reads.months(session, unit_code, ctx.today)
        month = next((each for each in found if each.period == wanted), None)
        if month is None:
            raise NotFound
        name = unit_name(session, unit_code)
        due = tasks(session, unit_code, wanted) if month.state == "open" else []
        may_close = ctx.may(session, "period.close", unit_code)
    return render_template(
        "office/month.html",
        unit_code=unit_code,
        unit_name=name,
        month=month,
        oldest=next((each.period for each in found if each.next), None),
        tasks=due,
        blocked=any(task.blocks for task in due),
        may_close=may_close,
        refusal=None if refusal is None else refusal.sentence(chosen()),
    )
