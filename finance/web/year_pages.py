"""A unit's year: what each source brought and cost, and carrying it forward."""

import datetime as dt
from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.carry_forward import CarryForward, carry_forward
from finance.records.year_end import left_to_carry, times_carried
from finance.rules.year_end import STATE, StateMoney
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.choices import fund_word
from finance.web.typed import kept, unit_name
from ledger.errors import Refusal, UnfitText, UnknownBook
from ledger.store import reads

_LONGEST = 200
blueprint = Blueprint("years", __name__, url_prefix="/office", template_folder="templates")


@blueprint.get("/units/<unit_code>/years/<int(min=2000, max=9999):year>/")
def one(unit_code: str, year: int) -> str:
    """The sources of the year that are not carried forward yet."""
    return _page(unit_code, year, None)


@blueprint.post("/units/<unit_code>/years/<int(min=2000, max=9999):year>/carry")
def carry(unit_code: str, year: int) -> Response:
    """Carry the year forward, or say on its page why not."""
    try:
        wish = CarryForward(unit_code, year, _state_money(), _decision())
        carry_forward(context(), wish)
    except UnknownBook:
        raise
    except Refusal as refusal:
        return make_response(_page(unit_code, year, refusal), status_of(refusal))
    return redirect(url_for(".one", unit_code=unit_code, year=year), HTTPStatus.SEE_OTHER)


def _state_money() -> StateMoney | None:
    given = request.form.get("state", "")
    try:
        return StateMoney(given) if given else None
    except ValueError as error:
        raise BadRequest from error


def _decision() -> str:
    text = request.form.get("decision", "").strip()
    if not kept(text, _LONGEST):
        raise UnfitText(field="decision", most=_LONGEST)
    return text


def _page(unit_code: str, year: int, refusal: Refusal | None) -> str:
    """The year.

    Raises   UnknownBook.
    """
    ctx = context()
    with frame().database.reading() as session:
        if unit_code not in reads.books_by_code(session, {unit_code}):
            raise UnknownBook(book=unit_code)
        sources = left_to_carry(session, unit_code, year)
        carried = times_carried(session, unit_code, year)
        name = unit_name(session, unit_code)
        may_carry = ctx.may(session, "year.carry", unit_code)
    return render_template(
        "office/year.html",
        unit_code=unit_code,
        unit_name=name,
        year=year,
        sources=sources,
        carried=carried,
        fund_word=fund_word,
        state_left=any(each.fund == STATE and each.left_vnd for each in sources),
        over=ctx.today >= dt.date(year, 12, 31),
        may_carry=may_carry,
        typed=request.form,
        refusal=None if refusal is None else refusal.sentence(chosen()),
    )
