"""Shares that were not passed on in time, and what is in custody; its release by a person."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.records.custody import custody
from finance.records.overdue_shares import overdue_shares
from finance.runtime.parameters import law
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.typed import kept, page_asked, pages
from ledger.errors import Refusal

blueprint = Blueprint("shares", __name__, url_prefix="/office", template_folder="templates")

PAGE: Final = 50
_LONGEST_CODE: Final = 14


@blueprint.get("/shares/overdue/")
def overdue() -> str:
    """What the units one sees should have paid by now."""
    ctx = context()
    with frame().database.reading() as session:
        rows = overdue_shares(session, ctx.today, law(), scope().units())
    page = page_asked()
    return render_template(
        "office/shares_overdue.html",
        rows=rows[(page - 1) * PAGE : page * PAGE],
        amount_vnd=sum(row.amount_vnd for row in rows),
        page=page,
        pages=pages(len(rows), PAGE),
    )


@blueprint.get("/shares/custody/")
def in_custody() -> str:
    """What the units one sees hold for workers, by employer."""
    return _custody(None)


@blueprint.post("/units/<unit_code>/shares/custody/release")
def release(unit_code: str) -> Response:
    """Give one employer's custody to the union the register names, or say why not."""
    assert unit_code  # the guard has asked for it; the verb asks for each unit that holds some
    tax_code = request.form.get("tax_code", "")
    if not kept(tax_code, _LONGEST_CODE):
        tax_code = ""
    ctx = context()
    try:
        release_custody(ctx, ReleaseCustody(tax_code, ctx.today))
    except Refusal as refusal:
        return make_response(_custody(refusal), status_of(refusal))
    return redirect(url_for(".in_custody"), HTTPStatus.SEE_OTHER)


def _custody(refusal: Refusal | None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        rows = custody(session, ctx.today, scope().units())
        may = {
            unit: ctx.may(session, "custody.release", unit)
            for unit in {row.collecting_unit for row in rows}
        }
    page = page_asked()
    return render_template(
        "office/shares_custody.html",
        rows=rows[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages(len(rows), PAGE),
        amount_vnd=sum(row.amount_vnd for row in rows),
        may=may,
        wrong=[] if refusal is None else [("", refusal.sentence(chosen()))],
    )
