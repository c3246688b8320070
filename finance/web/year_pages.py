"""A unit's year: what each source brought and cost, carrying it forward, and making it final."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.carry_forward import CarryForward, DecisionWanted, carry_forward
from finance.actions.make_year_final import MakeYearFinal, check_right, make_year_final
from finance.records.year_end import is_final, left_to_carry, times_carried, years_hindrance
from finance.rules.year_end import (
    STATE,
    StateMoney,
    StateMoneyUndecided,
    YearBeforeNotFinal,
)
from finance.runtime.context import Context
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.choices import fund_word
from finance.web.typed import kept, unit_name
from ledger.errors import Refusal, UnfitText, UnknownBook
from ledger.store import reads
from ledger.store.reads import Book

_LONGEST = 200
_YEAR: Final = "/units/<unit_code>/years/<int(min=2000, max=9999):year>/"
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (StateMoneyUndecided, "state"),
    (DecisionWanted, "decision"),
    (UnfitText, "decision"),
)


def join(blueprint: Blueprint) -> None:
    """Hang the year beside the pages of the months."""
    blueprint.add_url_rule(_YEAR, view_func=year, methods=["GET"])
    blueprint.add_url_rule(f"{_YEAR}carry", view_func=carry, methods=["POST"])
    blueprint.add_url_rule(f"{_YEAR}final", view_func=final, methods=["POST"])


def year(unit_code: str, year: int) -> str:
    """The sources of the year that are not carried forward yet, and whether it is final."""
    return _page(unit_code, year, None)


def carry(unit_code: str, year: int) -> Response:
    """Carry the year forward, or say on its page why not."""

    def act() -> None:
        wish = CarryForward(unit_code, year, _state_money(), _decision())
        carry_forward(context(), wish)

    return _done(unit_code, year, act)


def final(unit_code: str, year: int) -> Response:
    """Make the year final, or say on its page why not."""
    wish = MakeYearFinal(unit_code, year)
    return _done(unit_code, year, lambda: make_year_final(context(), wish))


def _done(unit_code: str, year: int, act: Callable[[], object]) -> Response:
    try:
        act()
    except UnknownBook:
        raise
    except Refusal as refusal:
        return make_response(_page(unit_code, year, refusal), status_of(refusal))
    return redirect(url_for(".year", unit_code=unit_code, year=year), HTTPStatus.SEE_OTHER)


def _state_money() -> StateMoney | None:
    given = request.form.get("state", "")
    try:
        return StateMoney(given) if given else None
    except ValueError as error:
        raise BadRequest from error


def _decision() -> str:
    text = request.form.get("decision", "").strip()
    if not kept(text, _LONGEST):
        raise UnfitText(field_vi="Theo quyết định", field_en="Decision", most=_LONGEST)
    return text


def _page(unit_code: str, year: int, refusal: Refusal | None) -> str:
    """The year.

    Raises   UnknownBook.
    """
    ctx = context()
    with frame().database.reading() as session:
        held = reads.books_by_code(session, {unit_code}).get(unit_code)
        if held is None:
            raise UnknownBook(book=unit_code)
        sources = left_to_carry(session, unit_code, year)
        carried = times_carried(session, unit_code, year)
        name = unit_name(session, unit_code)
        may_carry = ctx.may(session, "year.carry", unit_code)
        done = is_final(session, held, year)
        hindrance = None if done else _why_not(ctx, session, held, year)
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
        final=done,
        hindrance=None if hindrance is None else hindrance.sentence(chosen()),
        before_first=isinstance(hindrance, YearBeforeNotFinal),
        typed=request.form,
        wrong=_wrong(refusal),
    )


def _why_not(ctx: Context, session: Session, held: Book, year: int) -> Refusal | None:
    """What keeps this visitor from making the year final, as it stands; None when nothing does."""
    hindrance = years_hindrance(session, held, year)
    if hindrance is not None:
        return hindrance
    try:
        check_right(ctx, session, held, MakeYearFinal(held.code, year))
    except Refusal as refusal:
        return refusal
    return None


def _wrong(refusal: Refusal | None) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
    return [(place, refusal.sentence(chosen()))]
