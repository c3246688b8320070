"""Dues in the office of a grassroots union: who owes, who paid, cash, QR codes, members' links."""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from finance.actions.collect_dues import CASH, CollectDues, SlipWanted, collect_dues
from finance.actions.hand_out_statement import HandOutStatement, hand_out_statement
from finance.actions.pay_dues import NotAssessed, NotThatMuchOwed
from finance.actions.revoke_statement import RevokeStatement, revoke_statement
from finance.records.dues import Asked, Owed, owed
from finance.records.member_links import links_of
from finance.records.members import latest_member
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web import dues_reads
from finance.web.month_pages import NoSuchDay
from finance.web.pictures import qr
from finance.web.typed import kept, page_asked, pages, period_in, read_day, unit_name
from ledger.errors import Refusal
from ledger.money import parse_vnd
from ledger.periods import Period, period_of

_LONGEST: Final = 40  # of a member's number and of a slip's
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (NotAssessed, "member"),
    (NotThatMuchOwed, "amount"),
    (SlipWanted, "slip"),
    (NoSuchDay, "on"),
)
blueprint = Blueprint("dues", __name__, url_prefix="/office", template_folder="templates")


@blueprint.get("/units/<unit_code>/dues/")
def of_unit(unit_code: str) -> str:
    """The months of a unit's dues."""
    with frame().database.reading() as session:
        found = dues_reads.months_of_dues(session, unit_code)
        name = unit_name(session, unit_code)
    return render_template(
        "office/dues_months.html", unit_code=unit_code, unit_name=name, found=found
    )


@blueprint.get("/units/<unit_code>/dues/<period>/")
def one(unit_code: str, period: str) -> str:
    """One month, member by member, with the form to take cash."""
    return _month_page(unit_code, period_in(period), None)


@blueprint.post("/units/<unit_code>/dues/<period>/cash")
def cash(unit_code: str, period: str) -> Response:
    """Take cash of one member, and show the month again; refused, its page says why."""
    month = period_in(period)
    try:
        collect_dues(context(), _typed(unit_code, month))
    except Refusal as refusal:
        return make_response(_month_page(unit_code, month, refusal), status_of(refusal))
    return redirect(url_for(".one", unit_code=unit_code, period=month), HTTPStatus.SEE_OTHER)


@blueprint.get("/units/<unit_code>/dues/<period>/qr")
def slip(unit_code: str, period: str) -> str:
    """The QR code by which a member pays the month; `member` in the address names whom."""
    month, number = period_in(period), _number(request.args.get("member", ""))
    with frame().database.reading() as session:
        rows = owed(session, Asked([unit_code], month, number))
        found = dues_reads.transfer(session, unit_code, rows[0]) if rows else None
        names = dues_reads.names(session, unit_code)
        name = unit_name(session, unit_code)
    if not rows:
        raise NotFound
    return render_template(
        "office/dues_slip.html",
        unit_code=unit_code,
        unit_name=name,
        month=rows[0],
        member_name=names.get(number, ""),
        transfer=found,
        picture=qr(found.payload if found else ""),
    )


@blueprint.get("/units/<unit_code>/members/")
def members(unit_code: str) -> str:
    """The register of a unit's members."""
    page = page_asked()
    with frame().database.reading() as session:
        found, count = dues_reads.members(session, unit_code, page)
        name = unit_name(session, unit_code)
    return render_template(
        "office/members.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        count=count,
        page=page,
        pages=pages(count, dues_reads.PAGE),
    )


@blueprint.get("/units/<unit_code>/members/<member_no>/")
def member(unit_code: str, member_no: str) -> str:
    """One member: months, payments, and the link to their own rows."""
    return _member_page(unit_code, _number(member_no), "")


@blueprint.post("/units/<unit_code>/members/<member_no>/link")
def hand_out(unit_code: str, member_no: str) -> Response:
    """Make the member's link; it is shown this once."""
    number = _number(member_no)
    made = hand_out_statement(context(), HandOutStatement(unit_code, number))
    address = url_for("statement.mine", unit_code=unit_code, code=made.token, _external=True)
    return make_response(_member_page(unit_code, number, address))


@blueprint.post("/units/<unit_code>/members/<member_no>/revoke")
def revoke(unit_code: str, member_no: str) -> Response:
    """Let the member's links open nothing more."""
    number = _number(member_no)
    revoke_statement(context(), RevokeStatement(unit_code, number))
    address = url_for(".member", unit_code=unit_code, member_no=number)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _typed(unit_code: str, month: Period) -> CollectDues:
    """What the form of cash says.

    Raises   NoSuchDay, and what `parse_vnd` refuses.
    """
    on = read_day(request.form.get("on", ""), period_of(context().today))
    if on is None:
        raise NoSuchDay
    number = _number(request.form.get("member", ""))
    slip_no = request.form.get("slip", "").strip()
    return CollectDues(
        unit=unit_code,
        period=month,
        on=on,
        cash_account=CASH,
        amounts={number: parse_vnd(request.form.get("amount", ""))},
        slip=slip_no if kept(slip_no, _LONGEST) else "",
    )


def _number(text: str) -> str:
    if not text or not kept(text, _LONGEST):
        raise NotFound
    return text


def _month_page(unit_code: str, month: Period, refusal: Refusal | None) -> str:
    ctx = context()
    with frame().database.reading() as session:
        rows = owed(session, Asked([unit_code], month))
        names = dues_reads.names(session, unit_code)
        name = unit_name(session, unit_code)
        may = ctx.may(session, "dues.collect", unit_code)
    return render_template(
        "office/dues_month.html",
        unit_code=unit_code,
        unit_name=name,
        period=month,
        rows=rows,
        names=names,
        sums={key: _sum(rows, key) for key in ("amount_vnd", "paid_vnd", "open_vnd")},
        may=may,
        today=ctx.today,
        typed=request.form,
        wrong=_wrong(refusal),
    )


def _sum(rows: list[Owed], key: str) -> int:
    return sum(int(getattr(row, key)) for row in rows)


def _wrong(refusal: Refusal | None) -> list[tuple[str, str]]:
    if refusal is None:
        return []
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "amount")
    return [(place, refusal.sentence(chosen()))]


def _member_page(unit_code: str, number: str, address: str) -> str:
    ctx = context()
    with frame().database.reading() as session:
        row = latest_member(session, unit_code, number)
        if row is None:
            raise NotFound
        found = dues_reads.statement(session, unit_code, number)
        links = links_of(session, unit_code, number, ctx.today)
        name = unit_name(session, unit_code)
        may = ctx.may(session, "dues.hand_out", unit_code)
    return render_template(
        "office/member.html",
        unit_code=unit_code,
        unit_name=name,
        row=row,
        statement=found,
        links=links,
        may=may,
        address=address,
        picture=qr(address),
    )
