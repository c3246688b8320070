"""Vouchers: a person drafts and submits, a second person approves, and the entry is posted."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from finance.actions.approve_voucher import DECIDING, ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import AskReversal, ReasonWanted, ask_reversal
from finance.actions.reject_voucher import RejectVoucher, reject_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.scope import standing
from finance.records.vouchers import VoucherKind, VoucherState
from finance.rules.papers import (
    MIB,
    MOST_BYTES,
    MOST_PAPERS,
    HasDoctype,
    PaperTooLarge,
    PaperWanted,
    RunsCode,
    TooManyPapers,
    WrongKind,
)
from finance.rules.permissions import SamePerson
from finance.rules.vouchers import TemplateNameTaken, UnknownVoucher
from finance.runtime.parameters import permissions
from finance.shell.frame import context, frame, scope, visitor
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.shell.room import Door
from finance.web import voucher_reads
from finance.web.choices import choices_of, fund_word
from finance.web.typed import (
    LONGEST_TEXT,
    choice_asked,
    kept,
    page_asked,
    pages,
    read_day,
    unit_name,
)
from finance.web.voucher_problems import problem
from finance.web.voucher_reads import Kept, Wanted
from ledger.entries import Side
from ledger.errors import Refusal, UnfitText
from ledger.periods import period_of

blueprint = Blueprint("vouchers", __name__, url_prefix="/office", template_folder="templates")

ONE: Final = "/units/<unit_code>/vouchers/<int(max=999999999):seq>/"
_LONGEST_SEEN: Final = 18
_STATES: Final = tuple(state.value for state in VoucherState)
_ACTS: Final = ("voucher.draft", "voucher.submit", "entry.reverse", *DECIDING.values())
_PLACES: Final[tuple[tuple[type[Refusal], str], ...]] = (
    (ReasonWanted, "reason"),
    (TemplateNameTaken, "name"),
    *(
        (refusal, "papers")
        for refusal in (
            HasDoctype,
            PaperTooLarge,
            PaperWanted,
            RunsCode,
            TooManyPapers,
            WrongKind,
        )
    ),
)


@blueprint.get("/vouchers/")
def everywhere() -> str:
    """The vouchers of every unit one sees."""
    return _list("")


@blueprint.get("/units/<unit_code>/vouchers/")
def of_unit(unit_code: str) -> str:
    """The vouchers of one unit."""
    return _list(unit_code)


@blueprint.get(ONE)
def one(unit_code: str, seq: int) -> str:
    """A voucher, what was done to it, and the next step for whoever looks."""
    return page(unit_code, seq)


@blueprint.post(f"{ONE}submit")
def submit(unit_code: str, seq: int) -> Response:
    """Hand it to the second person."""
    wish = SubmitVoucher(unit_code, seq, seen())
    return step(unit_code, seq, lambda: submit_voucher(context(), wish))


@blueprint.post(f"{ONE}approve")
def approve(unit_code: str, seq: int) -> Response:
    """Post it, as the second person."""
    wish = ApproveVoucher(unit_code, seq, seen())
    return step(unit_code, seq, lambda: approve_voucher(context(), wish))


@blueprint.post(f"{ONE}reject")
def reject(unit_code: str, seq: int) -> Response:
    """Send it back with the reason, as the second person."""
    return step(
        unit_code,
        seq,
        lambda: reject_voucher(context(), RejectVoucher(unit_code, seq, _reason(), seen())),
    )


@blueprint.post(f"{ONE}reverse")
def reverse(unit_code: str, seq: int) -> Response:
    """Ask for the reversal of the posted entry, with the reason, on a day of an open month."""
    on = read_day(request.form.get("on", ""), period_of(frame().clock.today()))
    if on is None:
        wrong = [("on", problem("no_day", "on").sentence(chosen()))]
        return make_response(page(unit_code, seq, wrong), HTTPStatus.UNPROCESSABLE_ENTITY)
    with frame().database.reading() as session:
        row = voucher_in(session, unit_code, seq).row
    return step(
        unit_code,
        seq,
        lambda: ask_reversal(context(), AskReversal(unit_code, row.entry, _reason(), on)),
    )


def voucher_in(session: Session, unit_code: str, seq: int) -> Kept:
    """The voucher an address names.

    Raises   UnknownVoucher.
    """
    found = voucher_reads.voucher(session, unit_code, seq)
    if found is None:
        raise UnknownVoucher(voucher=f"{unit_code}/V/{seq}")
    return found


def seen() -> int:
    """When the voucher was last changed, as the form has seen it; -1 when it does not say."""
    text = request.form.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_SEEN else -1


def to_approve() -> Wanted:
    """The submitted vouchers of other people in the units where the visitor may approve."""
    held, found = permissions(), visitor()
    roles = [role for role in held.roles if held.may([role], "voucher.approve")]
    own = found.actor.units_of(roles)
    near = held.only_in_unit("voucher.approve")
    where = own if near else standing(own, scope().on)
    return Wanted(where, VoucherState.SUBMITTED.value, untouched_by=found.actor.name)


def _list(unit_code: str) -> str:
    mine, deciding = choice_asked("mine", ("1",)), choice_asked("to_approve", ("1",))
    every = Wanted(
        [unit_code] if unit_code else scope().units(), maker=visitor().actor.name if mine else ""
    )
    wanted = replace(every, state=choice_asked("state", _STATES))
    wanted = replace(to_approve() if deciding else wanted, page=page_asked())
    with frame().database.reading() as session:
        found, count = voucher_reads.vouchers(session, wanted)
        held = voucher_reads.counts(session, every)
        name = unit_name(session, unit_code) if unit_code else ""
        ctx, own = context(), [unit_code] if unit_code else scope().own
        drafting = [unit for unit in own if ctx.may(session, "voucher.draft", unit)]
    return render_template(
        "office/vouchers.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        count=count,
        counts=held,
        wanted=wanted,
        mine=mine,
        deciding=deciding,
        states=_STATES,
        drafting=drafting,
        pages=pages(count, voucher_reads.PAGE),
    )


def step(unit_code: str, seq: int, act: Callable[[], object]) -> Response:
    """Take a step; lead back to the voucher, or show it with what was refused."""
    try:
        act()
    except UnknownVoucher:
        raise
    except Refusal as refusal:
        return refused(unit_code, seq, refusal)
    return redirect(url_for("vouchers.one", unit_code=unit_code, seq=seq), HTTPStatus.SEE_OTHER)


def refused(unit_code: str, seq: int, refusal: Refusal) -> Response:
    """The voucher with what was refused, at its field where it has one."""
    place = next((place for kind, place in _PLACES if isinstance(refusal, kind)), "")
    if isinstance(refusal, UnfitText):
        place = str(refusal.facts.get("place", ""))
    wrong = [(place, refusal.sentence(chosen()))]
    return make_response(page(unit_code, seq, wrong), status_of(refusal))


def _reason() -> str:
    """The reason as typed.

    Raises   UnfitText for one that cannot be kept.
    """
    text = request.form.get("reason", "").strip()
    if not kept(text):
        raise UnfitText(place="reason", field_vi="Lý do", field_en="Reason", most=LONGEST_TEXT)
    return text


def page(
    unit_code: str, seq: int, wrong: list[tuple[str, str]] | None = None, door: Door = Door.OFFICE
) -> str:
    """The page of a voucher; `wrong` are the places and sentences of what was refused.

    Behind the door of inspection it is only read.
    """
    ctx = context()
    with frame().database.reading() as session:
        found = voucher_in(session, unit_code, seq)
        name = unit_name(session, unit_code)
        choices = choices_of(session, unit_code)
        acts = _ACTS if door is Door.OFFICE else ()
        may = {act for act in acts if ctx.may(session, act, unit_code)}
    return render_template(
        "office/voucher.html",
        unit_code=unit_code,
        unit_name=name,
        found=found,
        row=found.row,
        state=VoucherState(found.row.state),
        mirror=found.row.kind == VoucherKind.REVERSAL,
        deciding=DECIDING[VoucherKind(found.row.kind)],
        door=door.value,
        choices=choices,
        fund_word=fund_word,
        debit=Side.DEBIT,
        may=may,
        same_person=_same_person(found),
        own=ctx.actor.name.casefold() in {maker.casefold() for maker in found.makers},
        wrong=wrong or [],
        typed=request.form,
        today=ctx.today,
        most_papers=MOST_PAPERS,
        most_mib=MOST_BYTES // MIB,
    )


def _same_person(found: Kept) -> str:
    """Why this visitor may not decide on what they had a hand in; "" when they may."""
    act = DECIDING[VoucherKind(found.row.kind)]
    try:
        permissions().check_second(act, found.makers, visitor().actor.name, found.debit_vnd)
    except SamePerson as refusal:
        return refusal.sentence(chosen())
    return ""
