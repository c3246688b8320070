"""What every page here reads from its address: spans, pages, versions; and a read-only session."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Response, make_response, request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from finance.runtime.clock import moment, parse_moment
from finance.shell.frame import frame
from finance.shell.language import chosen
from ledger.periods import NotAPeriod, Period, parse_period
from reports.figures import Statement
from reports.library import file_of

MOST_PAGE = 100_000
_MOST_DIGITS = 9  # more than any page or version has; the database takes no endless number


KEPT = "public, max-age=300"


def kept(answer: str | Response | Mapping[str, Any]) -> Response:
    """An answer that anyone may keep for five minutes, and ask for again by its digest."""
    response = make_response(answer)
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
    response.headers["Cache-Control"] = KEPT
    response.make_conditional(request)
    return response


@contextmanager
def session() -> Iterator[Session]:
    """A session that the database itself keeps from writing, in the scope of the visit."""
    with frame().database.reading() as opened:
        yield opened


@contextmanager
def session_below(unit_code: str, on: dt.date) -> Iterator[Session]:
    """The same, seeing a unit and all that stood below it on a day: for sums over them."""
    with frame().database.below(unit_code, on).reading() as opened:
        yield opened


def as_file(statement: Statement) -> Response | None:
    """The statement as the file asked for in `file`; None when a page is asked for."""
    ending = request.args.get("file", "")
    if not ending:
        return None
    made, kind = file_of(statement, ending, chosen())
    response = make_response(made)
    response.content_type = kind.mime
    name = statement.file_name(ending)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def page_asked() -> int:
    """The page of a list, counted from 1.

    Raises   BadRequest for anything that is not such a number.
    """
    text = request.args.get("page", "1")
    page = _number(text)
    if not 1 <= page <= MOST_PAGE:
        raise BadRequest
    return page


def span_asked() -> tuple[dt.date, dt.date]:
    """The span of days in `from` and `to`; without them, from New Year to today.

    Raises   BadRequest for what is no day, or a span that ends before it begins.
    """
    today = frame().clock.today()
    first = day_asked("from", today.replace(month=1, day=1))
    last = day_asked("to", max(today, first))
    if last < first:
        raise BadRequest
    return first, last


def known_asked() -> int | None:
    """The moment in `known`, after which nothing is to be seen; None when none is asked for.

    Raises   BadRequest for what is no moment.
    """
    text = request.args.get("known", "")
    if not text:
        return None
    try:
        return parse_moment(text)
    except ValueError as error:
        raise BadRequest from error


def known_shown(known_at_us: int | None) -> str | None:
    """A moment as an address and a field of a form take it, exact to the microsecond."""
    if known_at_us is None:
        return None
    return moment(known_at_us).replace(tzinfo=None).isoformat()


def period_in(text: str) -> Period:
    """A month in an address.

    Raises   BadRequest for what is no month.
    """
    try:
        return parse_period(text)
    except NotAPeriod as refusal:
        raise BadRequest from refusal


def version_asked() -> int | None:
    """The version asked for, or None for the newest.

    Raises   BadRequest for anything that is not such a number.
    """
    text = request.args.get("version", "")
    if not text:
        return None
    return _number(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise BadRequest
    return int(text)


def pages(count: int, size: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-count // size))


def day_asked(name: str, default: dt.date) -> dt.date:
    """A day in the address, or the one that stands for none.

    Raises   BadRequest for what is no day.
    """
    text = request.args.get(name, "")
    if not text:
        return default
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest from error
