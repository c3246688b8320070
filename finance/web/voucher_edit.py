"""The form of a voucher: a table to type or paste into; what is wrong is told at its cell."""

from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.records.templates import template_lines, template_of
from finance.records.vouchers import VoucherKind, VoucherState
from finance.rules.vouchers import MirrorIsFixed, UnknownVoucher, VoucherNotThere
from finance.shell.frame import context, frame
from finance.shell.language import chosen
from finance.shell.refusals import status_of
from finance.web.choices import FUNDS, choices_of
from finance.web.typed import number_asked, unit_name
from finance.web.voucher_form import Surroundings, judge
from finance.web.voucher_problems import place_of
from finance.web.voucher_typed import (
    COLUMNS,
    MORE_ROWS,
    MOST_ROWS,
    Typed,
    typed,
    typed_again,
    typed_from,
)
from finance.web.vouchers import ONE, seen, voucher_in
from ledger.errors import Problem, Refusal
from ledger.periods import PeriodState, period_of
from ledger.store import reads

_NEW: Final = "/units/<unit_code>/vouchers/new"
_CHANGEABLE = frozenset({VoucherState.DRAFT.value, VoucherState.REJECTED.value})


@dataclass(frozen=True, slots=True)
class _Form:
    """Which voucher the form is for, and how it stands; `seq` is None for a new one."""

    unit_code: str
    seq: int | None
    given: Typed
    seen: str = ""  # when the voucher was last changed, as the form has seen it
    problems: tuple[Problem, ...] = ()
    refusal: Refusal | None = None


def join(blueprint: Blueprint) -> None:
    """Hang the form's pages beside those of the vouchers."""
    for rule, show, take in ((_NEW, new, keep_new), (f"{ONE}edit", edit, keep)):
        blueprint.add_url_rule(rule, view_func=show, methods=["GET"])
        blueprint.add_url_rule(rule, view_func=take, methods=["POST"])


def new(unit_code: str) -> str:
    """A new voucher, dated today: empty, or with the lines of a template.

    Raises   UnknownTemplate.
    """
    day, asked = frame().clock.today(), number_asked("template")
    if asked is None:
        given = Typed(f"{day.day:02d}/{day.month:02d}/{day.year}")
    else:
        with frame().database.reading() as session:
            row = template_of(session, unit_code, asked)
            given = typed_from(row, template_lines(session, row), day)
    return _shown(_Form(unit_code, None, given))


def keep_new(unit_code: str) -> Response:
    """Keep a new draft, or show the form again with all that is wrong."""
    return _keep(unit_code, None)


def edit(unit_code: str, seq: int) -> str:
    """A draft, or a voucher sent back, to be changed."""
    with frame().database.reading() as session:
        found = voucher_in(session, unit_code, seq)
    if found.row.state not in _CHANGEABLE:
        raise VoucherNotThere(voucher=f"{unit_code}/V/{seq}", state=found.row.state)
    if found.row.kind == VoucherKind.REVERSAL:
        raise MirrorIsFixed(voucher=f"{unit_code}/V/{seq}", entry=found.row.reverses)
    given = typed_again(found.row, found.lines)
    return _shown(_Form(unit_code, seq, given, str(found.row.changed_at_us)))


def keep(unit_code: str, seq: int) -> Response:
    """Keep the changed draft, or show the form again with all that is wrong."""
    return _keep(unit_code, seq)


def _keep(unit_code: str, seq: int | None) -> Response:
    given, told = typed(request.form), request.form.get("seen", "")
    if "more" in request.form:
        return make_response(_shown(_Form(unit_code, seq, given.with_room(MORE_ROWS), told)))
    form = _Form(unit_code, seq, given.trimmed(), told)
    judged = judge(form.given, _surroundings(unit_code))
    if judged.problems:
        again = replace(form, problems=tuple(judged.problems))
        return make_response(_shown(again), HTTPStatus.UNPROCESSABLE_ENTITY)
    assert judged.accounting_on is not None, "a day that cannot be read is a problem"
    assert judged.document_on is not None, "as above"
    wish = DraftVoucher(
        unit=unit_code,
        accounting_on=judged.accounting_on,
        document_on=judged.document_on,
        text=form.given.text.strip(),
        lines=judged.lines,
        seq=seq,
        seen=None if seq is None else seen(),
    )
    try:
        number = draft_voucher(context(), wish)
    except UnknownVoucher:
        raise
    except Refusal as refusal:
        return make_response(_shown(replace(form, refusal=refusal)), status_of(refusal))
    return redirect(url_for(".one", unit_code=unit_code, seq=number), HTTPStatus.SEE_OTHER)


def _surroundings(unit_code: str) -> Surroundings:
    """What the form is judged by; the month worked in is this one, or else the oldest open one.

    Raises   UnknownBook.
    """
    today = period_of(frame().clock.today())
    with frame().database.reading() as session:
        choices = choices_of(session, unit_code)
        held = reads.books_by_code(session, {unit_code})[unit_code]
        states = reads.period_states(session, held.book_id)
    opened = frozenset(month for month, state in states.items() if state is PeriodState.OPEN)
    return Surroundings(choices, opened, today if today in opened else min(opened, default=today))


def _shown(form: _Form) -> str:
    """The form.

    Raises   PermissionRefused for who may not draft here; UnknownBook.
    """
    with frame().database.reading() as session:
        context().require(session, "voucher.draft", form.unit_code)
        choices = choices_of(session, form.unit_code)
        name = unit_name(session, form.unit_code)
    at: dict[str, list[str]] = {}
    for problem in form.problems:
        at.setdefault(place_of(problem), []).append(problem.sentence(chosen()))
    return render_template(
        "office/voucher_form.html",
        unit_code=form.unit_code,
        unit_name=name,
        seq=form.seq,
        seen=form.seen,
        given=form.given.with_room(),
        sums=form.given.sums,
        columns=COLUMNS,
        choices=choices,
        funds=FUNDS,
        problems=form.problems,
        place_of=place_of,
        at=at,
        refusal=None if form.refusal is None else form.refusal.sentence(chosen()),
        most_rows=MOST_ROWS,
    )
