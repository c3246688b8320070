"""Losses and cases as they are read, at the office and by inspectors, who act on nothing."""

import io
from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template, request, send_file
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.take_case_step import PDF
from finance.records.cases import CLOSED, OPEN, PAGE, CaseWish, case_of, cases, paper_bytes
from finance.records.losses import LossWish
from finance.records.scope import standing
from finance.records.worked_cases import worked_case
from finance.rules.casework import STEP_WORDS, CaseOutcome
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
from finance.shell.frame import context, frame, scope
from finance.shell.guards import door_of
from finance.shell.language import said_of
from finance.shell.room import Door
from finance.web import case_reads
from finance.web.typed import choice_asked, page_asked, pages, unit_name

ONE: Final = "/units/<unit_code>/cases/<int(max=999999999):seq>/"
OUTCOME_WORDS: Final[Mapping[str, Words]] = {
    CaseOutcome.PAID: ("Đã nộp", "Paid"),
    CaseOutcome.DECLARED: ("Đã kê khai", "Declared"),
    CaseOutcome.SANCTION: ("Đã kiến nghị xử phạt", "Proposed for sanction"),
    CaseOutcome.CLOSED: ("Kết thúc vì lý do khác", "Closed for another reason"),
}
_YEARS: Final = range(2013, 2100)
_ALL_WORDS: Final[Mapping[str, Words]] = {
    **GAP_WORDS,
    **CERTAINTY_WORDS,
    **MEASURE_WORDS,
    **OUTCOME_WORDS,
    **{step.value: words for step, words in STEP_WORDS.items()},
    **TAX_STATUS_WORDS,
}


def join(blueprint: Blueprint) -> None:
    """Hang the pages that are read; a form stands in them at the office alone."""
    for rule, view in (
        ("/cases/", everywhere),
        ("/units/<unit_code>/cases/", of_unit),
        ("/units/<unit_code>/losses/", losses),
        (ONE, one),
        (f"{ONE}papers/<int(max=9999):number>", paper),
    ):
        blueprint.add_url_rule(rule, view_func=view, methods=["GET"])


def inspection_blueprint() -> Blueprint:
    """Losses and cases as inspectors read them."""
    made = Blueprint("inspect_cases", __name__, url_prefix="/inspect", template_folder="templates")
    join(made)
    return made


def everywhere() -> str:
    """The cases of every unit one sees."""
    return _list("")


def of_unit(unit_code: str) -> str:
    """The cases of one unit."""
    return _list(unit_code)


def losses(unit_code: str) -> str:
    """What the branches disagree on about those from whom a unit and those below collect."""
    today = frame().clock.today()
    year, kind, page = _year(), choice_asked("kind", tuple(Gap)), page_asked()
    ctx = context()
    with frame().database.reading() as session:
        wish = LossWish(year, today, standing([unit_code], today))
        found = case_reads.loss_list(session, wish, kind, page)
        name = unit_name(session, unit_code)
        may = _to_act() and ctx.may(session, "case.work", unit_code)
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


def one(unit_code: str, seq: int) -> str:
    """A case: the finding then and now, its steps, its papers, its end."""
    return case_page(unit_code, seq)


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


def case_page(unit_code: str, seq: int, wrong: list[tuple[str, str]] | None = None) -> str:
    """The page of a case; `wrong` are the places and sentences of what was refused."""
    ctx, today = context(), frame().clock.today()
    with frame().database.reading() as session:
        row = case_of(session, unit_code, seq)
        worked = worked_case(session, row, today, law())
        name = unit_name(session, unit_code)
        may = _to_act() and ctx.may(session, "case.work", unit_code)
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


def is_year(text: str) -> bool:
    """Whether a text is a year there are findings of."""
    return text.isascii() and text.isdigit() and len(text) == len("2026") and int(text) in _YEARS


def _to_act() -> bool:
    """Whether this door is one to act behind: behind that of inspection everything is only read."""
    return door_of(request.path) is Door.OFFICE


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


def _year() -> int:
    text = request.args.get("year", "") or str(frame().clock.today().year)
    if not is_year(text):
        raise BadRequest
    return int(text)


def _words(key: str) -> str:
    """What a kind, a measure, a step or an outcome is called for who reads."""
    return said_of(*_ALL_WORDS[key]) if key in _ALL_WORDS else key


def _assumed(keys: set[str]) -> list[str]:
    """The assumptions behind estimates, in words."""
    held = [law().history(key)[-1] for key in sorted(keys)]
    return [f"{said_of(each.vi, each.en)}: {each.written}" for each in held]
