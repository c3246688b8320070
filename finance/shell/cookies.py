"""The two cookies: the visit of a signed-in person, and the knock of one who is about to sign in.

Both are HttpOnly, SameSite=Lax and, behind TLS, Secure with the __Host- name. The visit's cookie
is stamped with a time under our key and stamped anew while it is used, so that a visit left alone
ends after half an hour without a write to the database on every page.
"""

import hashlib
import hmac
from dataclasses import dataclass

from flask import g, request
from werkzeug.wrappers import Response

from finance.runtime.clock import HOUR_US, MINUTE_US
from finance.runtime.passwords import new_token
from finance.shell.frame import Visit, frame

IDLE_US = 30 * MINUTE_US
LONGEST_US = 12 * HOUR_US
RESTAMP_US = MINUTE_US
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a visit's cookie says, its stamp already found to be ours and fresh."""

    token: str
    stamped_us: int


def mac(purpose: str, text: str) -> str:
    """A keyed digest in hexadecimal; one purpose's digest is worth nothing for another."""
    key = frame().settings.secret().encode()
    return hmac.new(key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def read_visit() -> Stamped | None:
    """The visit's cookie, or None when there is none, it is not ours, or it was left too long."""
    parts = request.cookies.get(_named("visit"), "").split(".")
    if len(parts) != _PARTS or not (parts[1].isascii() and parts[1].isdigit()):
        return None
    token, stamp, given = parts
    if not hmac.compare_digest(mac("visit", f"{token}.{stamp}").encode(), given.encode()):
        return None
    stamped_us = int(stamp)
    if frame().clock.now_us() - stamped_us > IDLE_US:
        return None
    return Stamped(token, stamped_us)


def write_visit(response: Response, token: str) -> None:
    """Give the visit's cookie, stamped now."""
    stamp = frame().clock.now_us()
    _give(response, "visit", f"{token}.{stamp}.{mac('visit', f'{token}.{stamp}')}")


def restamp(response: Response, found: Visit) -> None:
    """Stamp the cookie of a visit in use anew, at most once a minute."""
    if frame().clock.now_us() - found.stamped_us > RESTAMP_US:
        write_visit(response, found.token)


def forget(response: Response) -> None:
    """Take both cookies back."""
    for name in ("visit", "knock"):
        response.delete_cookie(_named(name), path="/", secure=frame().settings.behind_tls)


def knock() -> str:
    """The random text that binds a form to a browser that is not signed in yet.

    A fresh one is given with the response when the browser has none.
    """
    known = request.cookies.get(_named("knock")) or g.get("knock")
    if known is None:
        known = g.knock = new_token()
    return str(known)


def write_knock(response: Response) -> None:
    """Give the knock's cookie when this request made one."""
    fresh = g.pop("knock", None)
    if fresh is not None:
        _give(response, "knock", fresh)


def _named(name: str) -> str:
    return f"__Host-{name}" if frame().settings.behind_tls else name


def _give(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        _named(name),
        value,
        path="/",
        secure=frame().settings.behind_tls,
        httponly=True,
        samesite="Lax",
    )
