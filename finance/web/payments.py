"""Payment lists: what the bank was ordered to pay, and the file that orders it."""

import re

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import NotFound

from finance.rules import vietqr
from finance.shell.frame import frame, scope
from finance.web import payment_reads, pictures
from finance.web.typed import kept, page_asked, pages, unit_name

blueprint = Blueprint("payments", __name__, url_prefix="/office", template_folder="templates")

_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_REF = 80


@blueprint.get("/payments/")
def everywhere() -> str:
    """The payment lists of every unit one sees."""
    return _lists("")


@blueprint.get("/units/<unit_code>/payments/")
def of_unit(unit_code: str) -> str:
    """The payment lists of one unit."""
    return _lists(unit_code)


@blueprint.get("/units/<unit_code>/payments/list")
def one(unit_code: str) -> str:
    """One list with its lines; `ref` in the address names it."""
    ref = _ref()
    with frame().database.reading() as session:
        pay_on, lines = payment_reads.payments(session, unit_code, ref)
        name = unit_name(session, unit_code)
    if pay_on is None:
        raise NotFound
    return render_template(
        "office/payment_list.html",
        unit_code=unit_code,
        unit_name=name,
        ref=ref,
        pay_on=pay_on,
        lines=lines,
        amount_vnd=sum(line.amount_vnd for line in lines),
        open_lines=[line for line in lines if line.open],
        without_account=sum(not line.account_no and line.open for line in lines),
    )


@blueprint.get("/units/<unit_code>/payments/code")
def code(unit_code: str) -> str:
    """The VietQR code of one line that the bank has not paid; `line` in the address counts them."""
    ref = _ref()
    with frame().database.reading() as session:
        _, lines = payment_reads.payments(session, unit_code, ref)
        name = unit_name(session, unit_code)
    wanted = request.args.get("line", "")
    line = next((each for each in lines if str(each.number) == wanted), None)
    if line is None or not line.open or not line.code:
        raise NotFound
    return render_template(
        "office/payment_code.html",
        unit_code=unit_code,
        unit_name=name,
        ref=ref,
        line=line,
        text=vietqr.read(line.code).text,
        picture=pictures.qr(line.code),
    )


@blueprint.get("/units/<unit_code>/payments/list.csv")
def file(unit_code: str) -> Response:
    """The file for the bank: the lines of one list that it has not paid yet."""
    ref = _ref()
    with frame().database.reading() as session:
        pay_on, lines = payment_reads.payments(session, unit_code, ref)
    if pay_on is None:
        raise NotFound
    response = make_response(payment_reads.bank_file(lines))
    response.content_type = "text/csv; charset=utf-8"
    name = _NOT_IN_A_NAME.sub("-", f"{ref}-{pay_on.isoformat()}")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _ref() -> str:
    ref = request.args.get("ref", "")
    if not kept(ref, _LONGEST_REF):
        raise NotFound
    return ref


def _lists(unit_code: str) -> str:
    units = [unit_code] if unit_code else scope().units()
    page = page_asked()
    with frame().database.reading() as session:
        found, count = payment_reads.payment_lists(session, units, page)
        name = unit_name(session, unit_code) if unit_code else ""
    return render_template(
        "office/payments.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        count=count,
        page=page,
        pages=pages(count, payment_reads.PAGE),
    )
