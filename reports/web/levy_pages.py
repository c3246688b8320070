"""Who is behind with the levy, and how much of what was due has come in: at both guarded doors."""

import datetime as dt
from dataclasses import replace
from typing import Final

from flask import Response, render_template, request
from werkzeug.exceptions import BadRequest

from finance.shell.frame import frame
from reports.figures import Section, Statement
from reports.library import FORMATS, Wanted, report
from reports.web.reading import as_file, day_asked, session

MOST_ROWS: Final = 200  # of a table on a page; a file has all
_FIRST_YEAR, _LAST_YEAR = 2000, 2999


def arrears_page(unit_code: str) -> str | Response:
    """Who is behind at a unit and below it on a day."""
    on = day_asked("on", frame().clock.today())
    return _page("arrears", Wanted(unit_code, on.replace(month=1, day=1), on))


def collection_page(unit_code: str) -> str | Response:
    """What fell due in a year and was collected, up to a day."""
    on = day_asked("on", frame().clock.today())
    return _page("collection", Wanted(unit_code, dt.date(_year_asked(on), 1, 1), on))


def _page(key: str, wanted: Wanted) -> str | Response:
    with session() as opened:
        statement = report(key).build(opened, wanted)
    made = as_file(statement)
    if made is not None:
        return made
    return render_template(
        "inspect/levy.html",
        key=key,
        wanted=wanted,
        statement=_shortened(statement),
        most=MOST_ROWS if _is_long(statement) else None,
        formats=tuple(FORMATS),
    )


def _year_asked(on: dt.date) -> int:
    text = request.args.get("year", str(on.year))
    if not (text.isascii() and text.isdigit() and _FIRST_YEAR <= int(text[:9]) <= _LAST_YEAR):
        raise BadRequest
    return int(text)


def _is_long(statement: Statement) -> bool:
    return any(len(section.rows) > MOST_ROWS for section in statement.sections)


def _shortened(statement: Statement) -> Statement:
    return replace(statement, sections=tuple(map(_first_rows, statement.sections)))


def _first_rows(section: Section) -> Section:
    return replace(section, rows=section.rows[:MOST_ROWS])
