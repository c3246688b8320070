"""Cases of loss are worked at the office: opened, given on, taken a step further, ended."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.assign_case import AssignCase, NotAnOwner, assign_case
from finance.actions.close_case import CaseReasonWanted, CloseCase, close_case
from finance.actions.open_case import OpenCase, open_case
from finance.actions.take_case_step import TakeStep, take_case_step
from finance.records.cases import UnknownCase
from finance.rules.casework import CaseOutcome, Step
from finance.rules.loss import Gap
from finance.rules.sanctions import Violation
from finance.shell.frame import context, press
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.case_pages import ONE, case_page, is_year, join
from finance.web.typed import kept
from ledger.errors import Refusal, UnfitText

blueprint = Blueprint("cases", __name__, url_prefix="/office", template_folder="templates")
join(blueprint)

_MOST_CODE: Final = 14
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (CaseReasonWanted, "reason"),
    (NotAnOwner, "owner"),
)


@blueprint.post("/units/<unit_code>/losses/open")
def begin(unit_code: str) -> Response:
    """Open a case from a finding."""
    tax_code, year = request.form.get("tax_code", ""), request.form.get("year", "")
    kind = request.form.get("kind", "")
    if not kept(tax_code, _MOST_CODE) or kind not in set(Gap) or not is_year(year):
        raise BadRequest
    opened = open_case(context(), OpenCase(unit_code, tax_code, int(year), Gap(kind)))
    return _to(unit_code, opened.seq)


@blueprint.post(f"{ONE}step")
def take_step(unit_code: str, seq: int) -> Response:
    """Make the paper of a step."""
    step, act = request.form.get("step", ""), request.form.get("violation", "")
    if step not in set(Step) or (act and act not in set(Violation)):
        raise BadRequest
    wish = TakeStep(
        unit_code,
        seq,
        Step(step),
        press(),
        note=request.form.get("note", ""),
        violation=Violation(act) if act else None,
        organisation=request.form.get("person") != "1",
    )
    return _step(unit_code, seq, lambda: take_case_step(context(), wish))


@blueprint.post(f"{ONE}assign")
def assign(unit_code: str, seq: int) -> Response:
    """Give it to somebody."""
    owner = request.form.get("owner", "")
    return _step(unit_code, seq, lambda: assign_case(context(), AssignCase(unit_code, seq, owner)))


@blueprint.post(f"{ONE}close")
def close(unit_code: str, seq: int) -> Response:
    """Close it with its outcome."""
    outcome = request.form.get("outcome", "")
    if outcome not in set(CaseOutcome):
        raise BadRequest
    wish = CloseCase(unit_code, seq, CaseOutcome(outcome), request.form.get("reason", ""))
    return _step(unit_code, seq, lambda: close_case(context(), wish))


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
        return make_response(case_page(unit_code, seq, wrong), status_of(refusal))
    return _to(unit_code, seq)


def _to(unit_code: str, seq: int) -> Response:
    return redirect(url_for("cases.one", unit_code=unit_code, seq=seq), HTTPStatus.SEE_OTHER)
