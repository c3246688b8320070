"""The yearly lists of employers that were relieved, behind the open door, as published."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from flask import Response, make_response, render_template
from werkzeug.exceptions import NotFound

from finance.rules.relief import ReliefKind
from reports.queries import units
from reports.queries.relief import published_list, published_years
from reports.statements.relief import KINDS
from reports.web.reading import kept, session

_LONGEST_YEAR: Final = 4


def lists_page() -> Response:
    """Every deciding unit's years."""
    with session() as opened:
        found = published_years(opened)
        named = [(each, units.unit_named(opened, each.unit_code)) for each in found]
    return kept(render_template("open/relief_lists.html", named=named))


def list_page(unit_code: str, year: str) -> Response:
    """One unit's year."""
    with session() as opened:
        found = published_list(opened, unit_code, _year(year))
        if found is None:
            raise NotFound
        row, document = found
        shown = render_template(
            "open/relief_list.html",
            row=row,
            document=document,
            decided={at: _day(case) for at, case in enumerate(document["cases"], start=1)},
            kinds={kind.value: KINDS[kind] for kind in ReliefKind},
        )
    return kept(shown)


def list_file(unit_code: str, year: str) -> Response:
    """The very bytes that were published."""
    with session() as opened:
        found = published_list(opened, unit_code, _year(year))
        if found is None:
            raise NotFound
        content = found[0].content
    response = make_response(content)
    response.content_type = "application/json; charset=utf-8"
    return kept(response)


def _day(case: dict[str, Any]) -> dt.date:
    return dt.date.fromisoformat(case["decided_on"])


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_YEAR):
        raise NotFound
    return int(text)


ROUTES: Final[tuple[tuple[str, str, Callable[..., Response]], ...]] = (
    ("/relief/", "relief_lists", lists_page),
    ("/relief/<unit_code>/<year>/", "relief_list", list_page),
    ("/relief/<unit_code>/<year>/list.json", "relief_file", list_file),
)
