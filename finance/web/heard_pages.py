"""What was heard of the employers a unit collects from, for a month: five things, never mixed."""

from collections import Counter

from flask import Blueprint, render_template, request

from finance.records.heard import heard_in
from finance.rules.heard import Heard
from finance.runtime.parameters import law
from finance.shell.frame import frame
from finance.web.typed import choice_asked, page_asked, pages, period_in, unit_name
from ledger.periods import period_of, shift

blueprint = Blueprint("heard", __name__, url_prefix="/office", template_folder="templates")
PAGE = 100


@blueprint.get("/units/<unit_code>/declarations/")
def of_unit(unit_code: str) -> str:
    """The unit's employers by what was heard of them; the month before this one when none is named.

    Raises   BadRequest for what is no month, no page or no such word.
    """
    named = request.args.get("period", "")
    today = frame().clock.today()
    period = period_in(named) if named else shift(period_of(today), -1)
    wanted = choice_asked("heard", [each.value for each in Heard])
    page = page_asked()
    with frame().database.reading() as session:
        rows = heard_in(session, period, law(), [unit_code])
        name = unit_name(session, unit_code)
    counted = Counter(row.heard for row in rows)
    chosen = [row for row in rows if wanted in ("", row.heard.value)]
    return render_template(
        "office/declarations.html",
        unit_code=unit_code,
        unit_name=name,
        period=period,
        before=shift(period, -1),
        after=shift(period, 1),
        counts=[(each.value, counted[each]) for each in Heard],
        wanted=wanted,
        found=chosen[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=pages(len(chosen), PAGE),
    )
