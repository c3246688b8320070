"""A member's own dues, opened by the link their union handed them; no log-in, no name.

The code of the link is 32 random bytes of which the house keeps the digest, so it cannot be
guessed; it opens one member's rows of one unit, for a while, until it is revoked. It stands
behind the question mark, where the program's own log does not look. Whoever tries too many wrong
ones from one address is asked to wait.
"""

from http import HTTPStatus
from typing import Final

from flask import Blueprint, Response, current_app, make_response, render_template, request

from finance.records.member_links import opened_by
from finance.runtime.clock import MINUTE_US
from finance.runtime.passwords import digest
from finance.shell.frame import frame
from finance.shell.throttle import Throttle
from finance.web import dues_reads
from finance.web.pictures import qr
from finance.web.typed import unit_name

MOST_WRONG: Final = 20
WINDOW_MINUTES: Final = 15
_LONGEST: Final = 100
_EXTENSION: Final = "wrong codes of statements"
_PRIVATE: Final = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def _blueprint(name: str, prefix: str) -> Blueprint:
    made = Blueprint(name, __name__, url_prefix=prefix, template_folder="templates")
    made.add_url_rule("/units/<unit_code>/my-dues/", "mine", _mine, methods=["GET"])
    return made


def _mine(unit_code: str) -> Response:
    """The member's rows; without a code the form to type it, with a wrong one that and no more."""
    code = request.args.get("code", "").strip()[:_LONGEST]
    if not code:
        return _private(render_template("open/my_dues_code.html", wrong="", **_unit(unit_code)))
    tries, address, now_us = _tries(), request.remote_addr or "", frame().clock.now_us()
    if tries.full(address, now_us):
        return _refused(unit_code, "wait", HTTPStatus.TOO_MANY_REQUESTS)
    parts = frame()
    with parts.database.reading() as session:
        number = opened_by(session, unit_code, digest(code), parts.clock.today())
        found = None if number is None else dues_reads.statement(session, unit_code, number)
        first = found.open_months[0] if found is not None and found.open_months else None
        transfer = None if first is None else dues_reads.transfer(session, unit_code, first)
    if found is None:
        tries.note(address, now_us)
        return _refused(unit_code, "code", HTTPStatus.NOT_FOUND)
    return _private(
        render_template(
            "open/my_dues.html",
            member_no=number,
            statement=found,
            month=first,
            transfer=transfer,
            picture=qr(transfer.payload if transfer else ""),
            **_unit(unit_code),
        )
    )


def _unit(unit_code: str) -> dict[str, str]:
    with frame().database.reading() as session:
        return {"unit_code": unit_code, "unit_name": unit_name(session, unit_code)}


def _tries() -> Throttle:
    made = Throttle(MOST_WRONG, WINDOW_MINUTES * MINUTE_US)
    found: Throttle = current_app.extensions.setdefault(_EXTENSION, made)
    return found


def _refused(unit_code: str, wrong: str, status: HTTPStatus) -> Response:
    page = render_template("open/my_dues_code.html", wrong=wrong, **_unit(unit_code))
    return _private(page, status)


def _private(page: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    response = make_response(page, status)
    response.headers.update(_PRIVATE)
    return response


blueprints: Final = (
    _blueprint("statement", "/open"),
    _blueprint("statement_en", "/open/en"),
)
