"""Vouchers taken back, used again or thrown away: withdrawals, copies, templates, discards."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from finance.actions.copy_voucher import CopyVoucher, copy_voucher
from finance.actions.discard_voucher import DiscardVoucher, discard_voucher
from finance.actions.make_template import MakeTemplate, make_template
from finance.actions.rename_template import RenameTemplate, rename_template
from finance.actions.retire_template import RetireTemplate, retire_template
from finance.actions.withdraw_voucher import WithdrawVoucher, withdraw_voucher
from finance.records.templates import template_lines, templates_of
from finance.rules.vouchers import UnknownTemplate, UnknownVoucher
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.choices import fund_word
from finance.web.typed import unit_name
from finance.web.vouchers import ONE, refused, seen, step
from ledger.errors import Refusal

_TEMPLATES: Final = "/units/<unit_code>/voucher-templates/"
_TEMPLATE: Final = f"{_TEMPLATES}<int(max=999999999):seq>/"


def join(blueprint: Blueprint) -> None:
    """Hang these pages beside those of the vouchers."""
    for rule, take in (
        (f"{ONE}copy", copy),
        (f"{ONE}discard", discard),
        (f"{ONE}withdraw", withdraw),
        (f"{ONE}template", keep_template),
        (f"{_TEMPLATE}rename", rename),
        (f"{_TEMPLATE}retire", retire),
    ):
        blueprint.add_url_rule(rule, view_func=take, methods=["POST"])
    blueprint.add_url_rule(_TEMPLATES, view_func=templates, methods=["GET"])


def copy(unit_code: str, seq: int) -> Response:
    """Copy it into a new draft, dated today."""
    try:
        made = copy_voucher(context(), CopyVoucher(unit_code, seq))
    except UnknownVoucher:
        raise
    except Refusal as refusal:
        return refused(unit_code, seq, refusal)
    return redirect(url_for(".one", unit_code=unit_code, seq=made), HTTPStatus.SEE_OTHER)


def discard(unit_code: str, seq: int) -> Response:
    """Throw a draft away."""
    wish = DiscardVoucher(unit_code, seq, seen())
    return step(unit_code, seq, lambda: discard_voucher(context(), wish))


def withdraw(unit_code: str, seq: int) -> Response:
    """Make a draft of what one handed in oneself."""
    wish = WithdrawVoucher(unit_code, seq, seen())
    return step(unit_code, seq, lambda: withdraw_voucher(context(), wish))


def keep_template(unit_code: str, seq: int) -> Response:
    """Make a template of it, and show the unit's templates."""
    amounts = request.form.get("amounts", "") == "1"
    wish = MakeTemplate(unit_code, seq, request.form.get("name", ""), amounts)
    try:
        make_template(context(), wish)
    except UnknownVoucher:
        raise
    except Refusal as refusal:
        return refused(unit_code, seq, refusal)
    return _to_templates(unit_code)


def templates(unit_code: str) -> str:
    """The templates a unit uses."""
    return _list(unit_code)


def rename(unit_code: str, seq: int) -> Response:
    """Give one another name."""
    wish = RenameTemplate(unit_code, seq, request.form.get("name", ""))
    try:
        rename_template(context(), wish)
    except UnknownTemplate:
        raise
    except Refusal as refusal:
        wrong = [(f"name-{seq}", refusal.sentence(chosen()))]
        return make_response(_list(unit_code, wrong), status_of(refusal))
    return _to_templates(unit_code)


def retire(unit_code: str, seq: int) -> Response:
    """Take one out of use."""
    retire_template(context(), RetireTemplate(unit_code, seq))
    return _to_templates(unit_code)


def _to_templates(unit_code: str) -> Response:
    return redirect(url_for(".templates", unit_code=unit_code), HTTPStatus.SEE_OTHER)


def _list(unit_code: str, wrong: list[tuple[str, str]] | None = None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        name = unit_name(session, unit_code)
        found = [(row, template_lines(session, row)) for row in templates_of(session, unit_code)]
        may = ctx.may(session, "voucher.draft", unit_code)
    return render_template(
        "office/voucher_templates.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        fund_word=fund_word,
        may=may,
        wrong=wrong or [],
        typed=request.form,
    )
