"""Reading what people type: days as they write them, short texts, the page of a list."""

import datetime as dt
import re
from collections.abc import Sequence

from flask import request
from sqlalchemy.orm import Session
from werkzeug.exceptions import BadRequest

from finance.records.units import latest_unit
from finance.rules.texts import fits
from ledger.periods import NotAPeriod, Period, parse_period

MOST_PAGE = 100_000
LONGEST_TEXT = 1000
_SHORT = re.compile(r"(\d{1,2})(?:[/.-](\d{1,2})(?:[/.-](\d{4}))?)?", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def read_day(text: str, month: Period) -> dt.date | None:
    """Read a day: 15/6/2026, 15/6, 15 or 2026-06-15; None when it is none.

    Takes    `month` as the one that is meant when only the day is typed; its year is meant when
             none is.
    """
    tidy = text.strip()
    iso, short = _ISO.fullmatch(tidy), _SHORT.fullmatch(tidy)
    if iso is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if short is None:
        return None
    year = int(short[3] or month[:4])
    return _day(year, int(short[2] or month[5:]), int(short[1]))


def kept(text: str, most: int = LONGEST_TEXT) -> bool:
    """Whether a text of one line can be kept: not too long, and no sign that is none."""
    return fits(text, most)


def page_asked() -> int:
    """The page of a list, counted from 1.

    Raises   BadRequest for anything that is not such a number.
    """
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGE))):
        raise BadRequest
    page = int(text)
    if not 1 <= page <= MOST_PAGE:
        raise BadRequest
    return page


def number_asked(name: str) -> int | None:
    """A number of a record, as the address gives it; None when it gives none.

    Raises   BadRequest for anything that is not such a number.
    """
    text = request.args.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGE))):
        raise BadRequest
    return int(text)


def choice_asked(name: str, choices: Sequence[str]) -> str:
    """One of these words, as the address gives it; "" when it gives none.

    Raises   BadRequest for any other word.
    """
    text = request.args.get(name, "")
    if text and text not in choices:
        raise BadRequest
    return text


def period_in(text: str) -> Period:
    """A month in an address.

    Raises   BadRequest for what is no month.
    """
    try:
        return parse_period(text)
    except NotAPeriod as refusal:
        raise BadRequest from refusal


def pages(count: int, size: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-count // size))


def unit_name(session: Session, unit_code: str) -> str:
    """The unit's name as last known, or its code when the register has none."""
    unit = latest_unit(session, unit_code)
    return unit_code if unit is None else unit.name


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
