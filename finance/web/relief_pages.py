"""Relief at the office: applications with the days they wait for, their dossiers, the decision."""

import datetime as dt
import io
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from finance.actions.add_relief_papers import AddReliefPapers, add_relief_papers
from finance.actions.apply_relief import apply_relief
from finance.actions.attach_papers import GivenPaper
from finance.actions.grant_relief import GrantRelief, grant_relief
from finance.actions.refuse_relief import RefuseRelief, refuse_relief
from finance.records.employers import employer_in
from finance.records.papers import content_of
from finance.records.relief_applications import (
    ApplicationState,
    ReliefApplicationRow,
    application_named,
    applications,
    dossier_of,
    dossiers,
    makers_of,
)
from finance.rules.papers import MOST_BYTES
from finance.rules.relief import GROUNDS, NO_RATE, ReliefKind
from finance.rules.relief_dossier import NAMES, ReliefPaper
from finance.rules.relief_fields import FIGURES, FORM, REQUEST
from finance.rules.relief_grounds import check_conditions
from finance.rules.relief_limits import parse_percent
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.month_pages import NoSuchDay
from finance.web.relief_form import GROUND_NAMES, KIND_NAMES, month_typed, typed_relief
from finance.web.typed import choice_asked, read_day, unit_name
from ledger.errors import Refusal
from ledger.periods import Period, period_of

ONE: Final = "/units/<unit_code>/relief/<int(max=999999999):seq>/"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_HARMLESS: Final = "sandbox; default-src 'none'"
_WORDS: Final = {
    "kinds": {kind.value: said for kind, said in KIND_NAMES.items()},
    "grounds": {ground.value: said for ground, said in GROUND_NAMES.items()},
    "papers": {paper.value: said for paper, said in NAMES.items()},
}
blueprint = Blueprint("relief", __name__, url_prefix="/office", template_folder="templates")


@blueprint.get("/relief/")
def everywhere() -> str:
    """The applications one sees: those that wait, or those of a state."""
    state = choice_asked("state", [each.value for each in ApplicationState])
    wanted = ReliefApplicationRow.state == (state or ApplicationState.WAITING.value)
    today = frame().clock.today()
    with frame().database.reading() as session:
        mine = ReliefApplicationRow.unit_code.in_(scope().units())
        found = [
            (row, dossier, dossier.overdue(row, today))
            for row, dossier in dossiers(session, applications(session, wanted, mine), law())
        ]
    return render_template("office/relief_list.html", found=found, state=state, **_WORDS)


@blueprint.get("/relief/new")
def form() -> str:
    """The form of an application."""
    return _form([])


@blueprint.post("/relief/new")
def register() -> Response:
    """Register it, or say in the form what is wrong."""
    ctx = context()
    read = typed_relief(request.form, ctx.today)
    if read.asked is None:
        wrong = [(place, refusal.sentence(chosen())) for place, refusal in read.wrong]
        return make_response(_form(wrong), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        done = apply_relief(ctx, read.asked)
    except Refusal as refusal:
        return make_response(_form([("", refusal.sentence(chosen()))]), status_of(refusal))
    unit, _, seq = done.application.split("/")
    if not _seen(unit, int(seq)):
        return redirect(url_for(".everywhere"), HTTPStatus.SEE_OTHER)
    return redirect(url_for(".one", unit_code=unit, seq=seq), HTTPStatus.SEE_OTHER)


@blueprint.get(ONE)
def one(unit_code: str, seq: int) -> str:
    """One application with its dossier."""
    return _page(unit_code, seq, None)


@blueprint.post(f"{ONE}papers")
def attach(unit_code: str, seq: int) -> Response:
    """Add the files that were sent."""
    given = [
        GivenPaper(file.filename or "", file.stream.read(MOST_BYTES + 1))
        for file in request.files.getlist("papers")
        if file.filename
    ]

    def act() -> object:
        told = request.form.get("paper", "")
        paper = ReliefPaper(told) if told in _WORDS["papers"] else ReliefPaper.OTHER
        wish = AddReliefPapers(unit_code, seq, paper, given, _day("received_on"))
        return add_relief_papers(context(), wish)

    return _step(unit_code, seq, act)


@blueprint.get(f"{ONE}papers/<digest>")
def paper(unit_code: str, seq: int, digest: str) -> Response:
    """One paper, to be saved; it is never shown in the page and may run nothing."""
    if not _DIGEST.fullmatch(digest):
        raise NotFound
    with frame().database.reading() as session:
        row = _row(session, unit_code, seq)
        papers = dossier_of(session, row, law()).papers
        named = next((each for each in papers if each.digest == digest), None)
        content = None if named is None else content_of(session, unit_code, digest)
    if named is None or content is None:
        raise NotFound
    response = send_file(
        io.BytesIO(content),
        mimetype=named.media_type,
        as_attachment=True,
        download_name=named.file_name,
        etag=False,
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = _HARMLESS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@blueprint.post(f"{ONE}grant")
def grant(unit_code: str, seq: int) -> Response:
    """Grant it, as far as the decision says."""
    with frame().database.reading() as session:
        row = _row(session, unit_code, seq)
        kind, tax_code, asked = ReliefKind(row.kind), row.tax_code, row.months

    def act() -> object:
        rate = request.form.get("rate", "")
        return grant_relief(
            context(),
            GrantRelief(
                tax_code=tax_code,
                kind=kind,
                first=_month("first") or asked[0],
                last=_month("last") or asked[1],
                decision=request.form.get("decision", ""),
                decided_on=_day("decided_on"),
                rate=parse_percent(rate) if rate.strip() else NO_RATE,
                unit=unit_code,
            ),
        )

    return _step(unit_code, seq, act)


@blueprint.post(f"{ONE}refuse")
def refuse(unit_code: str, seq: int) -> Response:
    """Refuse it, with the reason."""

    def act() -> object:
        told = request.form
        answer = RefuseRelief(
            unit_code, seq, told.get("decision", ""), _day("decided_on"), told.get("reason", "")
        )
        return refuse_relief(context(), answer)

    return _step(unit_code, seq, act)


def _day(name: str) -> dt.date:
    """A day of the form; today when it was left empty.

    Raises   NoSuchDay.
    """
    today = context().today
    text = request.form.get(name, "")
    found = read_day(text, period_of(today)) if text.strip() else today
    if found is None:
        raise NoSuchDay
    return found


def _month(name: str) -> Period | None:
    return month_typed(request.form.get(name, ""))


def _step(unit_code: str, seq: int, act: Callable[[], object]) -> Response:
    """Do it and show the application again; refused, its page says why."""
    try:
        act()
    except Refusal as refusal:
        return make_response(_page(unit_code, seq, refusal), status_of(refusal))
    address = url_for(".one", unit_code=unit_code, seq=seq)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _seen(unit_code: str, seq: int) -> bool:
    with frame().database.reading() as session:
        inside = scope().holds(session, unit_code)
        return inside and application_named(session, unit_code, seq) is not None


def _row(session: Session, unit_code: str, seq: int) -> ReliefApplicationRow:
    row = application_named(session, unit_code, seq)
    if row is None:
        raise NotFound
    return row


def _form(wrong: list[tuple[str, str]]) -> str:
    own = {kind.value: [ground.value for ground in grounds] for kind, grounds in GROUNDS.items()}
    return render_template(
        "office/relief_form.html",
        wrong=wrong,
        typed=request.form,
        own=own,
        fields=(REQUEST, FORM, FIGURES),
        **_WORDS,
    )


def _page(unit_code: str, seq: int, refusal: Refusal | None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        row = _row(session, unit_code, seq)
        dossier = dossier_of(session, row, law())
        shown = {
            "row": row,
            "dossier": dossier,
            "overdue": dossier.overdue(row, ctx.today),
            "hindrance": _hindrance(session, row, ctx),
            "makers": makers_of(session, row),
            "may_apply": ctx.may(session, "relief.apply", unit_code),
            "may_decide": ctx.may(session, "relief.decide", unit_code),
            "unit_name": unit_name(session, unit_code),
        }
    return render_template(
        "office/relief_one.html",
        unit_code=unit_code,
        wrong=[] if refusal is None else [("", refusal.sentence(chosen()))],
        typed=request.form,
        me=ctx.actor.name,
        form=FORM,
        figures=FIGURES,
        **shown,
        **_WORDS,
    )


def _hindrance(session: Session, row: ReliefApplicationRow, ctx: Context) -> str:
    """What the decree has against it by the figures of the dossier; empty when nothing."""
    employer = employer_in(session, row.tax_code, period_of(ctx.today))
    kind = "" if employer is None else employer.employer_type
    try:
        check_conditions(ReliefKind(row.kind), row.facts, kind, ctx.today, law())
    except Refusal as refusal:
        return refusal.sentence(chosen())
    return ""
