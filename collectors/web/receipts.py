"""The receipts queue: whose money is it? What the evidence says, and a person's decision."""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse

from collectors.intake.explained import confidence_of, explained
from collectors.intake.lookups import look_up
from collectors.intake.payers import Payer, find_payers, open_months, payers
from collectors.intake.receipts import (
    Filter,
    Queue,
    one_receipt,
    parts_of,
    queue,
    queue_size,
    seen_in,
)
from collectors.matching.names import Names
from collectors.matching.transfer_text import read_text
from collectors.web.asked import Paging, number_asked
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.release_receipt import ReleaseReceipt, release_receipt
from finance.records.receipts import ReceiptRow
from finance.rules.tax_codes import normalise
from finance.runtime.context import Context
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from ledger.errors import Refusal
from ledger.money import parse_vnd
from ledger.periods import parse_period

_PAGE = 50
_MOST_CANDIDATES = 5

blueprint = Blueprint(
    "receipts", __name__, url_prefix="/office/receipts", template_folder="templates"
)


@blueprint.get("/")
def queue_page() -> str:
    """The queue, filtered and paged; without a filter, what waits."""
    try:
        state = Filter(request.args.get("state", Filter.WAITING))
    except ValueError as error:
        raise BadRequest from error
    words = request.args.get("q", "")[:100]
    page = number_asked("page", 1)
    asked = Queue(state, words, (page - 1) * _PAGE, _PAGE)
    within = seen_in(scope().units())
    with frame().database.reading() as session:
        count, amount_vnd = queue_size(session, within, asked)
        rows = queue(session, within, asked)
        named = [row.tax_code or row.suggested_tax_code for row in rows]
        known = payers(session, named, context().today)
    return render_template(
        "collectors/queue.html",
        filters=list(Filter),
        state=state,
        words=words,
        rows=rows,
        known=known,
        confidence_of=confidence_of,
        paging=Paging(page, _PAGE, count),
        amount_vnd=amount_vnd,
    )


@blueprint.get("/<holder>/<int(max=999999999):seq>")
def receipt_page(holder: str, seq: int) -> str:
    """One receipt: what it says, what it pays, and the decision."""
    return _receipt_page(holder, seq, None)


@blueprint.post("/<holder>/<int(max=999999999):seq>/identify")
def identify(holder: str, seq: int) -> AnyResponse:
    """Decide whose it is; say no on the same page."""
    ctx = context()
    row = _visible(holder, seq)
    try:
        wish = IdentifyReceipt(
            receipt=row.public_id,
            tax_code=normalise(request.form.get("employer", "")),
            on=ctx.today,
            periods=tuple(parse_period(text) for text in request.form.getlist("period")),
            amount_vnd=_amount(request.form.get("amount", "").strip()),
        )
        done = identify_receipt(ctx, wish)
    except Refusal as refusal:
        return make_response(_receipt_page(holder, seq, refusal), status_of(refusal))
    return _back(holder, int(done.rpartition("/")[2]))


@blueprint.post("/<holder>/<int(max=999999999):seq>/release")
def release(holder: str, seq: int) -> AnyResponse:
    """Take it off what it pays; say no on the same page."""
    ctx = context()
    row = _visible(holder, seq)
    reason = request.form.get("reason", "").strip()
    try:
        release_receipt(ctx, ReleaseReceipt(row.public_id, ctx.today, reason))
    except Refusal as refusal:
        return make_response(_receipt_page(holder, seq, refusal), status_of(refusal))
    return _back(holder, seq)


def _amount(text: str) -> int | None:
    return parse_vnd(text) if text else None


def _back(holder: str, seq: int) -> AnyResponse:
    where = url_for(".receipt_page", holder=holder, seq=seq, done="1")
    return redirect(where, HTTPStatus.SEE_OTHER)


def _visible(holder: str, seq: int) -> ReceiptRow:
    with frame().database.reading() as session:
        return _found(session, holder, seq)


def _found(session: Session, holder: str, seq: int) -> ReceiptRow:
    """The receipt, when it lies on an account of the scope or is collected there."""
    row = one_receipt(session, seen_in(scope().units()), holder, seq)
    if row is None:
        raise NotFound
    return row


def _receipt_page(holder: str, seq: int, refusal: Refusal | None) -> str:
    ctx = context()
    words = request.values.get("q", "")[:100]
    with frame().database.reading() as session:
        row = _found(session, holder, seq)
        parts = parts_of(session, [(holder, seq)])[(holder, seq)]
        candidates = _candidates(session, ctx, row)
        payer = _chosen(session, ctx, row, candidates)
        months = open_months(session, payer.tax_code) if payer and row.open_vnd else ()
        found = find_payers(session, words, ctx.today)
        known = payers(session, [row.tax_code], ctx.today)
        own_account = scope().holds(session, row.unit_code)
        may_identify = ctx.may(session, "receipt.identify", row.unit_code)
        may_release = ctx.may(session, "receipt.release", row.collecting_unit or row.unit_code)
    return render_template(
        "collectors/receipt.html",
        row=row,
        parts=parts,
        known=known,
        reasons=[each.sentence(chosen()) for each in explained(row)],
        confidence=confidence_of(row),
        candidates=candidates,
        payer=payer,
        months=months,
        own_account=own_account,
        named=read_text(row.content).periods.periods,
        words=words,
        found=found,
        may_identify=may_identify and row.open_vnd > 0,
        may_release=may_release and bool(row.matched_vnd or row.credit_vnd),
        refusal=None if refusal is None else refusal.sentence(chosen()),
        done=request.method == "GET" and bool(request.args.get("done")),
    )


def _candidates(session: Session, ctx: Context, row: ReceiptRow) -> list[Payer]:
    """Whom the evidence points to, the suggestion first, then codes in the text, then accounts."""
    if not row.open_vnd:
        return []
    looked = look_up(session, [row], Names({}), ctx.today)
    codes = [row.suggested_tax_code, *read_text(row.content).tax_codes]
    codes += [code for paid in looked.by_account.values() for code in paid]
    known = payers(session, codes, ctx.today)
    return [known[code] for code in dict.fromkeys(codes) if code in known][:_MOST_CANDIDATES]


def _chosen(
    session: Session, ctx: Context, row: ReceiptRow, candidates: list[Payer]
) -> Payer | None:
    """The employer the person has picked; before that, the one that is suggested."""
    code = normalise(request.values.get("employer", ""))
    if code:
        return payers(session, [code], ctx.today).get(code)
    return next((each for each in candidates if each.tax_code == row.suggested_tax_code), None)
