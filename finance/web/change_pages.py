"""Employers that move, and the hand-over of a unit that has gone."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.follow_register import FollowRegister, follow_register
from finance.actions.hand_over_unit import (
    HandOverDecision,
    HandOverUnit,
    UnitStands,
    hand_over_unit,
)
from finance.actions.identify_receipt import UnknownEmployer
from finance.actions.move_employer import (
    DecisionMissing,
    IntoItself,
    MoveEmployer,
    NoSuchPlace,
    NothingNamed,
    move_employer,
)
from finance.records.closings import UnitClosingRow
from finance.records.units import latest_unit
from finance.rules.tax_codes import normalise
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.typed import kept, read_day, unit_name
from ledger.errors import Refusal
from ledger.periods import period_of

blueprint = Blueprint("changes", __name__, url_prefix="/office", template_folder="templates")
_MOVES: Final = "/units/<unit_code>/moves/"
_CLOSING: Final = "/units/<unit_code>/closing/"
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (UnknownEmployer, "tax_code"),
    (IntoItself, "into"),
    (NothingNamed, "to_unit"),
    (NoSuchPlace, "to_unit"),
    (DecisionMissing, "decision"),
    (HandOverDecision, "decision"),
)


@blueprint.get(_MOVES)
def moves(unit_code: str) -> str:
    """A form by which an employer of the unit moves."""
    return _moves(unit_code, None)


@blueprint.post(_MOVES)
def move(unit_code: str) -> Response:
    """Move an employer, or say on the page why not."""

    def act() -> str:
        into = _text("into")
        wish = MoveEmployer(
            normalise(_text("tax_code")),
            _day(),
            _text("decision"),
            to_unit=_text("to_unit"),
            into=normalise(into) if into else "",
            grassroots_unit=_text("grassroots_unit") or None,
            upper_unit=_text("upper_unit") or None,
        )
        return "moved" if move_employer(context(), wish).changed else "unchanged"

    return _done(act, lambda refusal: _moves(unit_code, refusal), "changes.moves", unit_code)


@blueprint.post(f"{_MOVES}follow")
def follow(unit_code: str) -> Response:
    """Bring the unit's book after the register."""

    def act() -> str:
        done = follow_register(context(), FollowRegister(unit_code, frame().clock.today()))
        return "moved" if done.employers else "unchanged"

    return _done(act, lambda refusal: _moves(unit_code, refusal), "changes.moves", unit_code)


@blueprint.get(_CLOSING)
def closing(unit_code: str) -> str:
    """Whether the unit has handed its book over, and a button to do it."""
    return _closing(unit_code, None)


@blueprint.post(_CLOSING)
def hand_over(unit_code: str) -> Response:
    """Hand the unit over, or say on the page what is still open."""

    def act() -> str:
        wish = HandOverUnit(unit_code, frame().clock.today(), _text("decision"), _text("taker"))
        hand_over_unit(context(), wish)
        return "done"

    return _done(act, lambda refusal: _closing(unit_code, refusal), "changes.closing", unit_code)


def _done(
    act: Callable[[], str], page: Callable[[Refusal], str], back: str, unit_code: str
) -> Response:
    try:
        word = act()
    except Refusal as refusal:
        return make_response(page(refusal), status_of(refusal))
    return redirect(url_for(back, unit_code=unit_code, done=word), HTTPStatus.SEE_OTHER)


def _text(name: str) -> str:
    text = request.form.get(name, "").strip()
    if not kept(text, 200):
        raise BadRequest
    return text


def _day() -> dt.date:
    today = frame().clock.today()
    text = _text("on")
    day = read_day(text, period_of(today)) if text else today
    if day is None:
        raise BadRequest
    return day


def _moves(unit_code: str, refusal: Refusal | None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        name = unit_name(session, unit_code)
        may = ctx.may(session, "employer.move", unit_code)
    return render_template(
        "office/moves.html",
        unit_code=unit_code,
        unit_name=name,
        may=may,
        done=request.args.get("done", ""),
        typed=request.form,
        wrong=_wrong(refusal),
    )


def _closing(unit_code: str, refusal: Refusal | None) -> str:
    ctx = context()
    today = frame().clock.today()
    with frame().database.reading() as session:
        unit = latest_unit(session, unit_code)
        closed = session.get(UnitClosingRow, unit_code)
        may = ctx.may(session, "unit.hand_over", unit_code)
    assert unit is not None, "the guard of the door has seen it in the tree"
    return render_template(
        "office/closing.html",
        unit_code=unit_code,
        unit_name=unit.name,
        last_day=unit.valid_to,
        stands=unit.valid_to > today,
        successor=unit.successor_code,
        closed=closed,
        may=may,
        typed=request.form,
        wrong=[] if isinstance(refusal, UnitStands) else _wrong(refusal),
    )


def _wrong(refusal: Refusal | None) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
    return [(place, refusal.sentence(chosen()))]
