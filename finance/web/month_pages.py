"""The month: what is to be done before it can be closed, and closing it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from finance.actions.ask_reopening import AskReopening, EndNotAhead, ask_reopening
from finance.actions.ask_reversal import ReasonWanted
from finance.actions.close_period import ClosePeriod, close_period
from finance.actions.grant_reopening import GrantReopening, grant_reopening
from finance.actions.lift_period import LiftPeriod, lift_period
from finance.actions.refuse_reopening import RefuseReopening, refuse_reopening
from finance.actions.soften_period import SoftenPeriod, soften_period
from finance.records.month_end import tasks
from finance.records.reopened import reopened
from finance.records.reopenings import requests, standing
from finance.runtime.clock import day_end_us
from finance.runtime.context import Context
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web import month_reads
from finance.web.typed import kept, page_asked, pages, period_in, read_day, unit_name
from ledger.errors import Refusal
from ledger.periods import period_of


class NoSuchDay(Refusal):
    """A day that cannot be read."""

    code = "form.no_such_day"
    vi = "Ngày chưa đúng: hãy ghi như 15/6/2026."
    en = "That is not a day: write it like 15/6/2026."


_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (ReasonWanted, "reason"),
    (NoSuchDay, "until"),
    (EndNotAhead, "until"),
)
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
        "office/unit_months.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        years=sorted({each.period[:4] for each in found if each.begun}, reverse=True),
    )


@blueprint.get("/units/<unit_code>/months/<period>/")
def one(unit_code: str, period: str) -> str:
    """One month with its task list."""
    return _page(unit_code, period, None)


@blueprint.post("/units/<unit_code>/months/<period>/close")
def close(unit_code: str, period: str) -> Response:
    """Close the month, or say on its page why not."""
    asked = ClosePeriod(unit_code, period_in(period))
    return _done(unit_code, period, lambda: close_period(context(), asked))


@blueprint.post("/units/<unit_code>/months/<period>/lock")
def lock(unit_code: str, period: str) -> Response:
    """Lock the month softly, with those of the units below when that is ticked."""
    asked = SoftenPeriod(unit_code, period_in(period), below=request.form.get("below") == "yes")
    return _done(unit_code, period, lambda: soften_period(context(), asked))


@blueprint.post("/units/<unit_code>/months/<period>/lift")
def lift(unit_code: str, period: str) -> Response:
    """Lift the soft lock of the month."""
    asked = LiftPeriod(unit_code, period_in(period))
    return _done(unit_code, period, lambda: lift_period(context(), asked))


@blueprint.post("/units/<unit_code>/months/<period>/ask")
def ask(unit_code: str, period: str) -> Response:
    """Ask for the closed month to be opened again, until the end of a day."""
    month = period_in(period)
    until = read_day(request.form.get("until", ""), period_of(context().today))
    if until is None:
        return make_response(_page(unit_code, period, NoSuchDay()), HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = AskReopening(unit_code, month, _reason(), day_end_us(until))
    return _done(unit_code, period, lambda: ask_reopening(context(), asked))


@blueprint.post("/units/<unit_code>/months/<period>/grant")
def grant(unit_code: str, period: str) -> Response:
    """Grant what another person asked for."""
    asked = GrantReopening(unit_code, period_in(period))
    return _done(unit_code, period, lambda: grant_reopening(context(), asked))


@blueprint.post("/units/<unit_code>/months/<period>/refuse")
def refuse(unit_code: str, period: str) -> Response:
    """Refuse the request, or withdraw one's own."""
    asked = RefuseReopening(unit_code, period_in(period), _reason())
    return _done(unit_code, period, lambda: refuse_reopening(context(), asked))


def _reason() -> str:
    text = request.form.get("reason", "")
    return text if kept(text) else ""


def _done(unit_code: str, period: str, act: Callable[[], object]) -> Response:
    """Do it and show the month again; refused, its page says why."""
    try:
        act()
    except Refusal as refusal:
        return make_response(_page(unit_code, period, refusal), status_of(refusal))
    address = url_for(".one", unit_code=unit_code, period=period)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _wrong(refusal: Refusal | None) -> list[tuple[str, str]]:
    """What was refused, at its field where it has one."""
    if refusal is None:
        return []
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
    return [(place, refusal.sentence(chosen()))]


def _page(unit_code: str, period: str, refusal: Refusal | None) -> str:
    wanted, ctx = period_in(period), context()
    with frame().database.reading() as session:
        found = month_reads.months(session, unit_code, ctx.today)
        month = next((each for each in found if each.period == wanted), None)
        if month is None:
            raise NotFound
        shown = _shown(session, ctx, unit_code, month)
    return render_template(
        "office/month.html",
        unit_code=unit_code,
        month=month,
        oldest=next((each.period for each in found if each.next), None),
        wrong=_wrong(refusal),
        typed=request.form,
        **shown,
    )


def _shown(
    session: Session, ctx: Context, unit_code: str, month: month_reads.MonthKept
) -> dict[str, Any]:
    """What a month's page tells beside the month: tasks, rights, requests, history."""
    due = [] if month.state.shut else tasks(session, unit_code, month.period)
    acts = ("close", "soften", "reopen.ask", "reopen.grant")
    return {
        "unit_name": unit_name(session, unit_code),
        "tasks": due,
        "blocked": any(task.blocks for task in due),
        "may": {act: ctx.may(session, f"period.{act}", unit_code) for act in acts},
        "stands": month_reads.stands(session, unit_code, month.period),
        "asked": standing(session, unit_code, month.period),
        "requests": requests(session, unit_code, month.period),
        "history": month_reads.history(session, unit_code, month.period),
        "reopened": reopened(session, unit_code, month.period),
        "me": ctx.actor.name,
    }
