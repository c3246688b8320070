"""Losses and the cases they are worked in: findings, steps, letters as sent, the outcome."""

import io
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.assign_case import AssignCase, NotAnOwner, assign_case
from finance.actions.close_case import CaseReasonWanted, CloseCase, close_case
from finance.actions.open_case import OpenCase, open_case
from finance.actions.take_case_step import PDF, TakeStep, take_case_step
from finance.records.cases import (
    CLOSED,
    OPEN,
    PAGE,
    CaseWish,
    UnknownCase,
    case_of,
    cases,
    paper_bytes,
)
from finance.records.losses import LossWish
from finance.records.scope import standing
from finance.rules.casework import STEP_WORDS, CaseOutcome, Step
from finance.rules.loss import Gap
from finance.rules.loss_words import (
    CERTAINTY_WORDS,
    GAP_WORDS,
    MEASURE_WORDS,
    TAX_STATUS_WORDS,
    VIOLATION_WORDS,
    Words,
)
from finance.rules.sanctions import MULTIPLIER, Violation, likely_violation
from finance.runtime.parameters import law
from finance.shell.frame import context, frame, press, scope
from finance.shell.language import chosen, said_of
from finance.shell.refusals import status_of
from finance.web import case_reads
from finance.web.typed import LONGEST_TEXT, choice_asked, kept, page_asked, pages, unit_name
from ledger.errors import Refusal, UnfitText

blueprint = Blueprint("cases", __name__, url_prefix="/office", template_folder="templates")

ONE: Final = "/units/<unit_code>/cases/<int(max=999999999):seq>/"
OUTCOME_WORDS: Final[Mapping[str, Words]] = {
    CaseOutcome.PAID: ("Đã nộp", "Paid"),
    CaseOutcome.DECLARED: ("Đã kê khai", "Declared"),
    CaseOutcome.SANCTION: ("Đã kiến nghị xử phạt", "Proposed for sanction"),
    CaseOutcome.CLOSED: ("Kết thúc vì lý do khác", "Closed for another reason"),
}
_YEARS: Final = range(2013, 2100)
_MOST_CODE: Final = 14
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (CaseReasonWanted, "reason"),
    (NotAnOwner, "owner"),
)


_ALL_WORDS: Final[Mapping[str, Words]] = {
    **GAP_WORDS,
    **CERTAINTY_WORDS,
    **MEASURE_WORDS,
    **OUTCOME_WORDS,
    **{step.value: words for step, words in STEP_WORDS.items()},
    **TAX_STATUS_WORDS,
}


@blueprint.get("/cases/")
def everywhere() -> str:
    """The cases of every unit one sees."""
    return _list("")


@blueprint.get("/units/<unit_code>/cases/")
def of_unit(unit_code: str) -> str:
    """The cases of one unit."""
    return _list(unit_code)


@blueprint.get("/units/<unit_code>/losses/")
def losses(unit_code: str) -> str:
    """What the branches disagree on about those from whom a unit and those below collect."""
    today = frame().clock.today()
    year, kind, page = _year(), choice_asked("kind", tuple(Gap)), page_asked()
    ctx = context()
    with frame().database.reading() as session:
        wish = LossWish(year, today, standing([unit_code], today))
        found = case_reads.loss_list(session, wish, kind, page)
        name = unit_name(session, unit_code)
        may = ctx.may(session, "case.work", unit_code)
    return render_template(
        "office/losses.html",
        unit_code=unit_code,
        unit_name=name,
        year=year,
        kind=kind,
        found=found,
        may=may,
        words=_words,
        gaps=tuple(Gap),
        assumed=_assumed({key for each in found.rows for key in each.finding.assumed}),
        page=page,
        pages=pages(found.count, case_reads.PAGE),
    )


@blueprint.post("/units/<unit_code>/losses/open")
def begin(unit_code: str) -> Response:
    """Open a case from a finding."""
    tax_code, year = request.form.get("tax_code", ""), request.form.get("year", "")
    kind = request.form.get("kind", "")
    if not kept(tax_code, _MOST_CODE) or kind not in set(Gap) or not _is_year(year):
        raise BadRequest
    seq = open_case(context(), OpenCase(unit_code, tax_code, int(year), Gap(kind)))
    return _to(unit_code, seq)


@blueprint.get(ONE)
def one(unit_code: str, seq: int) -> str:
    """A case: the finding then and now, its steps, its papers, its end."""
    return _page(unit_code, seq)


@blueprint.post(f"{ONE}step")
def take_step(unit_code: str, seq: int) -> Response:
    """Make the paper of a step."""
    step, act = request.form.get("step", ""), request.form.get("violation", "")
    if step not in set(Step) or (act and act not in set(Violation)):
        raise BadRequest

    def acted() -> object:
        wish = TakeStep(
            unit_code,
            seq,
            Step(step),
            press(),
            note=_text("note", "Nội dung làm việc", "What was said"),
            violation=Violation(act) if act else None,
            organisation=request.form.get("person") != "1",
        )
        return take_case_step(context(), wish)

    return _step(unit_code, seq, acted)


@blueprint.post(f"{ONE}assign")
def assign(unit_code: str, seq: int) -> Response:
    """Give it to somebody."""
    owner = request.form.get("owner", "").strip()
    return _step(unit_code, seq, lambda: assign_case(context(), AssignCase(unit_code, seq, owner)))


@blueprint.post(f"{ONE}close")
def close(unit_code: str, seq: int) -> Response:
    """Close it with its outcome."""
    outcome = request.form.get("outcome", "")
    if outcome not in set(CaseOutcome):
        raise BadRequest

    def acted() -> None:
        reason = _text("reason", "Lý do", "Reason")
        close_case(context(), CloseCase(unit_code, seq, CaseOutcome(outcome), reason))

    return _step(unit_code, seq, acted)


@blueprint.get(f"{ONE}papers/<int(max=9999):number>")
def paper(unit_code: str, seq: int, number: int) -> Response:
    """One paper, byte for byte as it was made; always saved, never shown in the page."""
    with frame().database.reading() as session:
        row = case_of(session, unit_code, seq)
        found, content = paper_bytes(session, row, number)
    name = f"{found.step}-{found.letter_no.replace('/', '-')}-{unit_code}.pdf"
    response = send_file(
        io.BytesIO(content), mimetype=PDF, as_attachment=True, download_name=name, etag=False
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _list(unit_code: str) -> str:
    units = [unit_code] if unit_code else scope().units()
    state, due = choice_asked("state", (OPEN, CLOSED)), choice_asked("due", ("1",))
    page, today = page_asked(), frame().clock.today()
    with frame().database.reading() as session:
        wish = CaseWish(units, state, today if due else None, page)
        found, count = cases(session, wish)
        name = unit_name(session, unit_code) if unit_code else ""
    return render_template(
        "office/cases.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        count=count,
        state=state,
        due=due,
        today=today,
        words=_words,
        page=page,
        pages=pages(count, PAGE),
    )


def _page(unit_code: str, seq: int, wrong: list[tuple[str, str]] | None = None) -> str:
    ctx, today = context(), frame().clock.today()
    with frame().database.reading() as session:
        row = case_of(session, unit_code, seq)
        wish = LossWish(row.year, today, tax_code=row.tax_code)
        worked = case_reads.worked_case(session, row, wish)
        name = unit_name(session, unit_code)
        may = ctx.may(session, "case.work", unit_code)
    return render_template(
        "office/case.html",
        unit_code=unit_code,
        unit_name=name,
        row=row,
        worked=worked,
        may=may and row.state == OPEN,
        today=today,
        words=_words,
        outcomes=tuple(CaseOutcome),
        violations=[(each, said_of(*VIOLATION_WORDS[each])) for each in Violation],
        likely=likely_violation(worked.now or worked.then),
        assumed=_assumed(set((worked.now or worked.then).assumed)),
        multiplier=law().find(MULTIPLIER, today),
        wrong=wrong or [],
        typed=request.form,
    )


def _step(unit_code: str, seq: int, act: Callable[[], object]) -> Response:
    """Take a step; lead back to the case, or show it with what was refused."""
    try:
        act()
    except UnknownCase:
        raise
    except Refusal as refusal:
        place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
        if isinstance(refusal, UnfitText):
            place = str(refusal.facts.get("place", ""))
        wrong = [(place, refusal.sentence(chosen()))]
        return make_response(_page(unit_code, seq, wrong), status_of(refusal))
    return _to(unit_code, seq)


def _to(unit_code: str, seq: int) -> Response:
    return redirect(url_for("cases.one", unit_code=unit_code, seq=seq), HTTPStatus.SEE_OTHER)


def _text(name: str, vi: str, en: str) -> str:
    text = " ".join(request.form.get(name, "").split())
    if not kept(text):
        raise UnfitText(place=name, field_vi=vi, field_en=en, most=LONGEST_TEXT)
    return text


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == len("2026") and int(text) in _YEARS


def _year() -> int:
    text = request.args.get("year", "") or str(frame().clock.today().year)
    if not _is_year(text):
        raise BadRequest
    return int(text)


def _words(key: str) -> str:
    """What a kind, a measure, a step or an outcome is called for who reads."""
    return said_of(*_ALL_WORDS[key]) if key in _ALL_WORDS else key


def _assumed(keys: set[str]) -> list[str]:
    """The assumptions behind estimates, in words."""
    held = [law().history(key)[-1] for key in sorted(keys)]
    return [f"{said_of(each.vi, each.en)}: {each.written}" for each in held]
