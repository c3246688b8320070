"""A file is brought in by hand, and what became of its rows is shown at once."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, make_response, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest
from werkzeug.utils import secure_filename
from werkzeug.wrappers import Response as AnyResponse

from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival, IntakeReport
from collectors.intake.batches import batch, keeping, latest_batches, seen_from
from collectors.intake.quarantine import waiting_count
from collectors.intake.take_in import take_in
from collectors.sources.text_encoding import AUTO, ENCODINGS
from finance.records.bank_accounts import BankAccountRow
from finance.runtime.context import Context
from finance.runtime.parameters import permissions
from finance.shell.frame import context, frame, scope
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from ledger.errors import Refusal

_MOST_BATCHES = 20
_MOST_ACCOUNTS = 200
_LONGEST_NAME = 100
_OF_A_UNIT = {
    "intake": (Feed.BANK, Feed.PAYROLL),
    "register.import": (Feed.MEMBERS,),
}
_OF_THE_TOP = {
    "intake": (Feed.SI, Feed.TAX),
    "register.import": (
        Feed.UNITS,
        Feed.EMPLOYERS,
        Feed.ACCOUNTS,
        Feed.SPLIT_RULES,
        Feed.OPENINGS,
    ),
}

blueprint = Blueprint("intake", __name__, url_prefix="/office/intake", template_folder="templates")


class NoFile(Refusal):
    """The form came without a file."""

    code = "intake.wrong_form"
    vi = "Hãy chọn một tệp."
    en = "Choose a file."


@dataclass(frozen=True, slots=True)
class _Wish:
    """What was sent."""

    feed: Feed
    account_no: str
    encoding: str = AUTO
    profile: str = ""


@blueprint.get("/")
def intake_page() -> str:
    """The form, and the files that came last."""
    return _form_page(_Wish(Feed.BANK, ""), None)


@blueprint.post("/")
def upload() -> AnyResponse:
    """Take the file in and show the report; a file that is refused is told on the same page.

    Its size is capped by the frame before it is read, an XLSX is measured before it is parsed.
    """
    wish = _wished()
    try:
        report = _take(context(), wish, request.files.get("file"))
    except Refusal as refusal:
        return make_response(_form_page(wish, refusal), status_of(refusal))
    return make_response(render_template("collectors/report.html", report=report, feed=wish.feed))


@blueprint.get("/batches/<int(max=999999999):number>")
def batch_page(number: int) -> str:
    """One batch: what it was, and how many of its rows still wait."""
    seen_by = scope()
    with frame().database.reading() as session:
        seen = seen_from(session, seen_by.own, seen_by.units())
        row = batch(session, seen, number)
        kept = keeping(session, seen, number)
        waits = waiting_count(session, seen, number)
    return render_template("collectors/batch.html", row=row, kept=kept, waits=waits)


def _wished() -> _Wish:
    try:
        feed = Feed(request.form.get("feed", ""))
    except ValueError as error:
        raise BadRequest from error
    encoding = request.form.get("encoding", AUTO)
    if encoding not in {AUTO, *ENCODINGS}:
        raise BadRequest
    asked = request.form.get
    return _Wish(feed, asked("account_no", ""), encoding, asked("profile", "").strip())


def _take(ctx: Context, wish: _Wish, sent: FileStorage | None) -> IntakeReport:
    if sent is None or not sent.filename:
        raise NoFile
    name = secure_filename(sent.filename)[-_LONGEST_NAME:]
    with TemporaryDirectory() as folder:
        path = Path(folder) / (name or wish.feed.value)
        sent.save(path)
        bank = wish.feed is Feed.BANK
        return take_in(
            ctx,
            Arrival(
                wish.feed,
                path,
                account_no=wish.account_no,
                encoding=wish.encoding,
                profile=wish.profile if bank else "",
            ),
        )


def _form_page(wish: _Wish, refusal: Refusal | None) -> str:
    ctx = context()
    seen_by = scope()
    with frame().database.reading() as session:
        seen = seen_from(session, seen_by.own, seen_by.units())
        batches = latest_batches(session, seen, _MOST_BATCHES)
        accounts = session.scalars(
            select(BankAccountRow)
            .where(BankAccountRow.unit_code.in_(seen_by.units()))
            .order_by(BankAccountRow.purpose, BankAccountRow.unit_code, BankAccountRow.account_no)
            .limit(_MOST_ACCOUNTS)
        ).all()
        feeds = _feeds(session, ctx)
    return render_template(
        "collectors/intake.html",
        feeds=feeds,
        wish=wish,
        encodings=(AUTO, *ENCODINGS),
        accounts=accounts,
        batches=batches,
        refusal=None if refusal is None else refusal.sentence(chosen()),
    )


def _feeds(session: Session, ctx: Context) -> list[Feed]:
    """The feeds this person may bring in; the registers and the agencies' feeds from the top.

    Of members and their wages each unit brings its own: row by row it is judged whose they are.
    """
    feeds: list[Feed] = []
    for act, own in _OF_A_UNIT.items():
        feeds += own if permissions().may(ctx.actor.roles, act) else ()
    for act, own in _OF_THE_TOP.items():
        feeds += own if ctx.may(session, act, "") else ()
    return feeds
