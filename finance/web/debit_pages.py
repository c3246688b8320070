"""Debit rows of the banks that nobody recognised: what they were, said here and decided here."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response

from finance.actions.approve_spending import approve_spending
from finance.actions.ask_reversal import ReasonWanted
from finance.actions.ask_spending import AskSpending, ask_spending
from finance.actions.refuse_spending import refuse_spending
from finance.actions.release_receipt import UnknownReceipt
from finance.actions.settle_by_debit import SettleByDebit, settle_by_debit
from finance.actions.take_receipt_back import TakeReceiptBack, take_receipt_back
from finance.actions.undo_clearing import UndoClearing, undo_clearing
from finance.records.debits import Waits, debits_seen, said_of
from finance.records.receipts import BankDebitRow
from finance.rules.bank_debits import (
    AnotherUnitsReceipt,
    NoSuchOrder,
    NotThatMuchThere,
    NotThatMuchWaits,
    OtherwiseDecided,
    WhatForWanted,
)
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.choices import choices_of, fund_of
from finance.web.typed import kept, unit_name
from ledger.errors import Refusal, UnknownAccount
from ledger.money import parse_vnd

blueprint = Blueprint("debits", __name__, url_prefix="/office", template_folder="templates")
_ONE: Final = "/units/<unit_code>/debits/<int(max=999999999):seq>"
_SAID: Final = f"{_ONE}/<int(max=999999999):clearing>"
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (UnknownReceipt, "receipt"),
    (AnotherUnitsReceipt, "receipt"),
    (NotThatMuchThere, "receipt"),
    (OtherwiseDecided, "receipt"),
    (NoSuchOrder, "payment"),
    (UnknownAccount, "account"),
    (NotThatMuchWaits, "amount"),
    (WhatForWanted, "what_for"),
)


@blueprint.get("/debits/")
def everywhere() -> str:
    """The debit rows that wait, of every unit one sees; with `all`, also those that are cleared."""
    return _list("")


@blueprint.get("/units/<unit_code>/debits/")
def of_unit(unit_code: str) -> str:
    """Those of one unit."""
    return _list(unit_code)


@blueprint.get(_ONE)
def one(unit_code: str, seq: int) -> str:
    """One row: what the bank says, what was said of it, and the forms to say more."""
    return _page(unit_code, seq, None)


@blueprint.post(f"{_ONE}/return")
def take_back(unit_code: str, seq: int) -> Response:
    """Say that it took a receipt back."""

    def act() -> None:
        wish = TakeReceiptBack(_name(unit_code, seq), _text("receipt"), _today(), _amount())
        take_receipt_back(context(), wish)

    return _done(unit_code, seq, act)


@blueprint.post(f"{_ONE}/settle")
def settle(unit_code: str, seq: int) -> Response:
    """Say that it carried out payments of a list."""

    def act() -> None:
        wish = SettleByDebit(_name(unit_code, seq), _text("payment"), _today(), _text("payee"))
        settle_by_debit(context(), wish)

    return _done(unit_code, seq, act)


@blueprint.post(f"{_ONE}/spend")
def spend(unit_code: str, seq: int) -> Response:
    """Say what else it was; a second person decides."""

    def act() -> None:
        with frame().database.reading() as session:
            choices = choices_of(session, unit_code)
        fund = _text("fund")
        wish = AskSpending(
            debit=_name(unit_code, seq),
            account=choices.account(_text("account")) or _text("account"),
            what_for=_text("what_for"),
            on=_today(),
            fund=fund_of(fund) or fund,
            item=choices.item(_text("item")) or _text("item"),
            amount_vnd=_amount(),
        )
        ask_spending(context(), wish)

    return _done(unit_code, seq, act)


@blueprint.post(f"{_SAID}/approve")
def approve(unit_code: str, seq: int, clearing: int) -> Response:
    """Approve as the second person."""
    name = f"{unit_code}/XC/{clearing}"
    return _done(unit_code, seq, lambda: approve_spending(context(), name))


@blueprint.post(f"{_SAID}/refuse")
def refuse(unit_code: str, seq: int, clearing: int) -> Response:
    """Refuse as the second person, with the reason."""
    name, reason = f"{unit_code}/XC/{clearing}", _text("reason")
    return _done(unit_code, seq, lambda: refuse_spending(context(), name, reason))


@blueprint.post(f"{_SAID}/undo")
def undo(unit_code: str, seq: int, clearing: int) -> Response:
    """Take back what was said, with the reason."""
    wish = UndoClearing(f"{unit_code}/XC/{clearing}", _text("reason"), _today())
    return _done(unit_code, seq, lambda: undo_clearing(context(), wish))


def _today() -> dt.date:
    return frame().clock.today()


def _name(unit_code: str, seq: int) -> str:
    return f"{unit_code}/D/{seq}"


def _text(name: str) -> str:
    text = request.form.get(name, "").strip()
    if not kept(text):
        raise BadRequest
    return text


def _amount() -> int | None:
    text = _text("amount")
    return parse_vnd(text) if text else None


def _list(unit_code: str) -> str:
    units = [unit_code] if unit_code else scope().units()
    everything = request.args.get("all") == "1"
    with frame().database.reading() as session:
        rows = session.scalars(debits_seen(units, waiting=not everything)).all()
        name = unit_name(session, unit_code) if unit_code else ""
    return render_template(
        "office/debits.html",
        unit_code=unit_code,
        unit_name=name,
        rows=rows,
        everything=everything,
        waiting_vnd=sum(row.open_vnd for row in rows),
    )


def _done(unit_code: str, seq: int, act: Callable[[], object]) -> Response:
    with frame().database.reading() as session:
        _found(session, unit_code, seq)
    try:
        act()
    except Refusal as refusal:
        return make_response(_page(unit_code, seq, refusal), status_of(refusal))
    return redirect(url_for(".one", unit_code=unit_code, seq=seq), HTTPStatus.SEE_OTHER)


def _found(session: Session, unit_code: str, seq: int) -> Waits:
    row = session.get(BankDebitRow, (unit_code, seq))
    if row is None:
        raise NotFound
    return said_of(session, row)


def _page(unit_code: str, seq: int, refusal: Refusal | None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        said = _found(session, unit_code, seq)
        name = unit_name(session, unit_code)
        may = {act: ctx.may(session, f"debit.{act}", unit_code) for act in ("decide", "approve")}
    return render_template(
        "office/debit.html",
        unit_code=unit_code,
        unit_name=name,
        row=said.debit,
        said=said,
        standing={each.seq for each in said.clearings if said.stands(each)},
        may=may,
        me=ctx.actor.name,
        typed=request.form,
        wrong=_wrong(refusal),
    )


def _wrong(refusal: Refusal | None) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
    if isinstance(refusal, ReasonWanted):
        place = f"reason-{(request.view_args or {})['clearing']}"  # each clearing has its own field
    return [(place, refusal.sentence(chosen()))]
