"""The books as their own people and their inspectors read them: mounted at both guarded doors.

Every figure leads to the lines behind it, and every line to its entry.
"""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from finance.records.reopened import reopened
from finance.shell.frame import scope
from finance.shell.guards import door_of
from finance.shell.pages import address_of
from finance.shell.room import Door
from ledger.entries import Draft, Side
from reports.figures import Drill, terms
from reports.library import FORMATS, Wanted, account_page, month_of, report
from reports.queries import books, lines, months, units
from reports.queries.checks import check_books
from reports.queries.comparison import NeverClosed
from reports.queries.lines import Span, Tags
from reports.queries.receipts import receipt_counts
from reports.queries.units import Search
from reports.statements.account import tags
from reports.web.levy_pages import arrears_page, collection_page
from reports.web.reading import (
    as_file,
    known_asked,
    known_shown,
    page_asked,
    pages,
    period_in,
    session,
    session_below,
    span_asked,
)

_BY: Final = ("account", "fund", "item")


def books_blueprint(door: Door) -> Blueprint:
    """The pages of the books behind one door."""
    made = Blueprint(
        f"{door.value}_books",
        __name__,
        url_prefix=f"/{door.value}/books",
        template_folder="templates",
    )
    made.add_url_rule("/", "units", units_page, methods=["GET"])
    for rule, name, view in (
        ("", "unit", unit_page),
        ("journal", "journal", journal_page),
        ("entries/<int(max=999999999):seq>", "entry", entry_page),
        ("trial-balance", "trial_balance", trial_balance_page),
        ("accounts/<account>", "account", account_lines_page),
        ("settlement", "settlement", settlement_page),
        ("compare", "compare", compare_page),
        ("collection", "collection", collection_page),
        ("arrears", "arrears", arrears_page),
        ("check", "check", check_page),
        ("months/<period>/disclosure", "preview", preview_page),
    ):
        made.add_url_rule(f"/<unit_code>/{rule}", name, view, methods=["GET"])
    return made


def units_page() -> str:
    """The units in the visitor's scope, with search."""
    search = Search(
        text=request.args.get("q", "")[:200],
        level=request.args.get("level", "")[:20],
        page=page_asked(),
    )
    with session() as opened:
        found, count = units.search_units(opened, search, scope().units())
    return render_template(
        "inspect/units.html",
        search=search,
        found=found,
        count=count,
        pages=pages(count, units.PAGE),
        levels=terms.LEVELS,
        level=terms.level,
    )


def unit_page(unit_code: str) -> str:
    """A unit's months: their state, how much was posted, what was disclosed."""
    with session() as opened:
        name = books.name_of(opened, unit_code)
        found = months.months(opened, unit_code)
        since = months.last_recorded(opened, unit_code)
        counts = receipt_counts(opened, unit_code)
        again = reopened(opened, unit_code)
    return render_template(
        "inspect/unit.html",
        reopened=again,
        unit_code=unit_code,
        name=name,
        months=found,
        since=since,
        counts=counts,
        receipt_state=terms.receipt_state,
    )


def journal_page(unit_code: str) -> str:
    """The entries of a span, a page at a time."""
    first, last = span_asked()
    page = page_asked()
    with session() as opened:
        name = books.name_of(opened, unit_code)
        chart = books.chart_of(opened, unit_code)
        entries, count = lines.journal(opened, unit_code, Span(first, last, page))
    return render_template(
        "inspect/journal.html",
        unit_code=unit_code,
        name=name,
        chart=chart,
        entries=entries,
        count=count,
        page=page,
        pages=pages(count, lines.PAGE),
        first=first,
        last=last,
        debit=Side.DEBIT,
        tags=tags,
    )


def entry_page(unit_code: str, seq: int) -> str:
    """One entry with everything that is recorded of it."""
    with session() as opened:
        name = books.name_of(opened, unit_code)
        chart = books.chart_of(opened, unit_code)
        found = lines.entry_page(opened, unit_code, seq)
    return render_template(
        "inspect/entry.html",
        unit_code=unit_code,
        name=name,
        chart=chart,
        found=found,
        debit=Side.DEBIT,
        fund=terms.fund,
        voucher=_voucher_address(unit_code, found.posted.draft),
    )


def trial_balance_page(unit_code: str) -> str | Response:
    """The trial balance of a unit, or of the unit and all below it."""
    first, last = span_asked()
    by = request.args.get("by", "account")
    if by not in _BY:
        raise BadRequest
    below = request.args.get("below", "") == "1"
    known = known_asked()
    wanted = Wanted(unit_code, first, last, by=by, below=below, known_at_us=known)
    with session_below(unit_code, last) if below else session() as opened:
        statement = report("trial-balance").build(opened, wanted)
        untied = books.untied(opened, unit_code, first, last, known) if below else {}
    made = as_file(statement)
    if made is not None:
        return made
    return render_template(
        "inspect/trial_balance.html",
        wanted=wanted,
        statement=statement,
        untied=untied,
        formats=tuple(FORMATS),
        href=_drill_known(known),
        known=known_shown(known),
    )


def account_lines_page(unit_code: str, account: str) -> str | Response:
    """The lines of an account, a page at a time; as a file, all of them."""
    first, last = span_asked()
    asked = Tags(account, *(request.args.get(name, "")[:40] for name in ("fund", "item", "other")))
    known = known_asked()
    wanted = Wanted(unit_code, first, last, tags=asked, known_at_us=known)
    whole = "file" in request.args
    page = page_asked()
    with session() as opened:
        statement, found = account_page(opened, wanted, 0 if whole else page)
    made = as_file(statement)
    if made is not None:
        return made
    return render_template(
        "inspect/account.html",
        wanted=wanted,
        statement=statement,
        found=found,
        page=page,
        pages=pages(found.count, lines.PAGE),
        formats=tuple(FORMATS),
        href=drill_address,
        known=known_shown(known),
    )


def settlement_page(unit_code: str) -> str | Response:
    """The settlement lines of a span, as if it were settled."""
    first, last = span_asked()
    wanted = Wanted(unit_code, first, last)
    with session() as opened:
        statement = report("settlement").build(opened, wanted)
    made = as_file(statement)
    if made is not None:
        return made
    return render_template(
        "inspect/settlement.html",
        wanted=wanted,
        statement=statement,
        formats=tuple(FORMATS),
        href=drill_address,
    )


def compare_page(unit_code: str) -> str | Response:
    """A span as first reported beside as now known; of a month never closed there is nothing."""
    first, last = span_asked()
    wanted = Wanted(unit_code, first, last)
    statement, refusal = None, None
    with session() as opened:
        name = books.name_of(opened, unit_code)
        try:
            statement = report("comparison").build(opened, wanted)
        except NeverClosed as never:
            refusal = never
    made = None if statement is None else as_file(statement)
    if made is not None:
        return made
    return render_template(
        "inspect/compare.html",
        wanted=wanted,
        name=name,
        statement=statement,
        refusal=refusal,
        formats=tuple(FORMATS),
        href=drill_address,
    )


def preview_page(unit_code: str, period: str) -> str:
    """What a closed month would disclose, built from the book now; nothing is published."""
    with session() as opened:
        name = books.name_of(opened, unit_code)
        statement = report("period-disclosure").build(
            opened, month_of(unit_code, period_in(period))
        )
    return render_template(
        "inspect/preview.html", unit_code=unit_code, name=name, statement=statement
    )


def check_page(unit_code: str) -> str:
    """Every check of the book, run now."""
    with session() as opened:
        name = books.name_of(opened, unit_code)
        checked = check_books(opened, unit_code)
    return render_template("inspect/check.html", unit_code=unit_code, name=name, checked=checked)


def _drill_known(known_at_us: int | None) -> Callable[[Drill], str]:
    """The page behind a figure, as known at the same moment as the figure itself."""
    return lambda drill: drill_address(drill, known_shown(known_at_us))


def drill_address(drill: Drill, known: str | None = None) -> str:
    """The page behind a figure: one entry, or the lines of an account as known at a moment."""
    if drill.entry_seq is not None:
        return url_for(".entry", unit_code=drill.unit_code, seq=drill.entry_seq)
    asked = {
        "from": drill.first.isoformat(),
        "to": drill.last.isoformat(),
        "fund": drill.fund,
        "item": drill.item,
        "other": drill.counter_book,
        "known": known,
    }
    given = urlencode({name: value for name, value in asked.items() if value})
    page = url_for(".account", unit_code=drill.unit_code, account=drill.account)
    return f"{page}?{given}"


def _voucher_address(unit_code: str, draft: Draft) -> str:
    """The page of the voucher an entry was posted from, behind the same door; "" for none."""
    seq = draft.key.removeprefix(f"{unit_code}/V/")
    if draft.source != "voucher" or not seq.isdigit():
        return ""
    door = door_of(request.path)
    endpoint = "vouchers.one" if door is Door.OFFICE else "inspect_vouchers.one"
    return address_of(endpoint, unit_code=unit_code, seq=int(seq))
