"""Refunds of a unit: who asked for one, who decides, and what was paid."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from finance.actions.approve_refund import ApproveRefund, approve_refund
from finance.actions.ask_refund import (
    AskRefund,
    NotAnAccount,
    NothingAsked,
    NotThatMuchCredit,
    RequestWanted,
    ask_refund,
)
from finance.actions.ask_reversal import ReasonWanted
from finance.actions.identify_receipt import UnknownEmployer
from finance.actions.refuse_refund import RefuseRefund, refuse_refund
from finance.records.refunds import RefundKind, RefundState, UnknownRefund, refunds_of
from finance.rules.permissions import SamePerson
from finance.rules.tax_codes import normalise
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.typed import kept, unit_name
from ledger.errors import NotMoney, Refusal, UnfitText
from ledger.money import Vnd, parse_vnd

blueprint = Blueprint("refunds", __name__, url_prefix="/office", template_folder="templates")
_LIST: Final = "/units/<unit_code>/refunds/"
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (UnknownEmployer, "tax_code"),
    (RequestWanted, "request"),
    (NotThatMuchCredit, "amount"),
    (NotMoney, "amount"),
    (NothingAsked, "amount"),
    (NotAnAccount, "account_no"),
    (ReasonWanted, "reason"),
    (UnfitText, "request"),
)


@blueprint.get(_LIST)
def of_unit(unit_code: str) -> str:
    """The refunds of one unit, and a form to ask for one."""
    return _page(unit_code, None)


@blueprint.post(_LIST)
def ask(unit_code: str) -> Response:
    """Ask for a refund, or say on the page why not."""

    def act() -> None:
        amount = request.form.get("amount", "").strip()
        wish = AskRefund(
            unit=unit_code,
            kind=_kind(),
            tax_code=normalise(_text("tax_code")),
            request=_text("request"),
            account_no=_text("account_no"),
            asked_on=frame().clock.today(),
            amount_vnd=_amount(amount) if amount else None,
            bank_bin=_text("bank_bin"),
        )
        ask_refund(context(), wish)

    return _done(unit_code, act)


@blueprint.post(f"{_LIST}<int:seq>/approve")
def approve(unit_code: str, seq: int) -> Response:
    """Approve a refund as the second person."""
    wish = ApproveRefund(unit_code, seq, frame().clock.today())
    return _done(unit_code, lambda: approve_refund(context(), wish))


@blueprint.post(f"{_LIST}<int:seq>/refuse")
def refuse(unit_code: str, seq: int) -> Response:
    """Refuse a refund, with the reason."""
    wish = RefuseRefund(unit_code, seq, _text("reason"))
    return _done(unit_code, lambda: refuse_refund(context(), wish))


def _kind() -> RefundKind:
    try:
        return RefundKind(request.form.get("kind", RefundKind.CREDIT.value))
    except ValueError as error:
        raise BadRequest from error


def _text(name: str) -> str:
    text = request.form.get(name, "").strip()
    if not kept(text):
        raise BadRequest
    return text


def _amount(text: str) -> Vnd:
    return parse_vnd(text)


def _done(unit_code: str, act: Callable[[], object]) -> Response:
    try:
        act()
    except UnknownRefund:
        raise
    except Refusal as refusal:
        return make_response(_page(unit_code, refusal), status_of(refusal))
    return redirect(url_for(".of_unit", unit_code=unit_code), HTTPStatus.SEE_OTHER)


def _page(unit_code: str, refusal: Refusal | None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        found = refunds_of(session, unit_code)
        name = unit_name(session, unit_code)
        may = {act: ctx.may(session, f"refund.{act}", unit_code) for act in ("ask", "approve")}
    return render_template(
        "office/refunds.html",
        unit_code=unit_code,
        unit_name=name,
        waiting=[row for row in found if row.state == RefundState.ASKED],
        decided=[row for row in found if row.state != RefundState.ASKED],
        may=may,
        me=ctx.actor.name,
        typed=request.form,
        wrong=_wrong(refusal),
    )


def _wrong(refusal: Refusal | None) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
    if isinstance(refusal, SamePerson):
        place = ""
    return [(place, refusal.sentence(chosen()))]
