"""Who may come in by which door; nothing is served that no guard has looked at.

The door of a route is the first step of its address. A route that names a unit does so with the
parameter `unit_code`; a unit outside the visitor's scope is not there at all (404).
"""

from enum import StrEnum
from urllib.parse import urlsplit

from flask import Response, g, redirect, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response as AnyResponse

from finance.records import people
from finance.records.scope import Scope
from finance.runtime.identity import Actor, actor_named
from finance.runtime.passwords import digest
from finance.shell import cookies, csrf
from finance.shell.frame import UNIT, Visit, frame, visit
from finance.shell.room import Door
from ledger.errors import Refusal

READING = frozenset({"GET", "HEAD", "OPTIONS"})
ROLES = frozenset({"accountant", "approver", "treasurer", "inspector", "collector", "operator"})
ADMITTED = {
    Door.OFFICE: ROLES - {"inspector"},
    Door.INSPECT: frozenset({"inspector", "accountant", "approver", "treasurer"}),
}
_GUARDED = frozenset(ADMITTED)


class Guard(StrEnum):
    """What stands before a route."""

    NOBODY = "nobody"  # reading only, no person, no cookie
    ANYONE = "anyone"  # the sign-in page: no person yet, but a form to bind to the browser
    SIGNED_IN = "signed_in"  # a person of any role: their own session
    ROLE = "role"  # a person with a role of that door, their own units and below


_OWN_GUARDS = {
    "people.sign_in_page": Guard.ANYONE,
    "people.sign_in_now": Guard.ANYONE,
    "people.sign_out_now": Guard.SIGNED_IN,
    "people.choose_language_now": Guard.SIGNED_IN,
    "people.password_page": Guard.SIGNED_IN,
    "people.change_password_now": Guard.SIGNED_IN,
}


class NotAdmitted(Refusal):
    """None of the person's roles opens this door."""

    code = "permission.not_admitted"
    vi = "Vai trò của bạn không mở được cửa «{door}»."
    en = "None of your roles opens the door “{door}”."


def door_of(path: str) -> Door:
    """The door an address or a route belongs to, by its first step.

    Raises   AssertionError for a first step that is no door: our own mistake in a blueprint.
    """
    first = path.split("/")[1] if path.startswith("/") else path
    if first in ("", "static"):
        return Door.FRAME
    assert first in set(Door), f"{path} belongs to no door"
    return Door(first)


def guard_of(rule: Rule) -> Guard:
    """The guard before a route."""
    if rule.endpoint in _OWN_GUARDS:
        return _OWN_GUARDS[str(rule.endpoint)]
    return Guard.ROLE if door_of(rule.rule) in _GUARDED else Guard.NOBODY


def check_map(url_map: Map) -> None:
    """Refuse to start with a route that belongs to no door, or that writes where only reading is.

    Raises   AssertionError, naming the route.
    """
    for rule in url_map.iter_rules():
        if guard_of(rule) is Guard.NOBODY:
            assert set(rule.methods or ()) <= READING, f"{rule.rule} must be read only"


def stand() -> AnyResponse | None:
    """Look at a request before its page does; an answer here is instead of the page.

    Raises   NotFound for a unit outside the scope, NotAdmitted for a person without a role of
             this door, and what `csrf.check` raises.
    """
    rule = request.url_rule
    if rule is None:
        return None
    guard = guard_of(rule)
    if guard is Guard.NOBODY:
        return None
    g.visit = _visit(door_of(rule.rule))
    if guard is not Guard.ANYONE and g.visit is None:
        return _to_sign_in()
    csrf.check()
    if guard is Guard.ROLE:
        _hold_to_role(door_of(rule.rule))
    return None


def home_of(actor: Actor) -> str:
    """The first page of a person: the office, or inspection when that is all they may do."""
    if actor.roles & ADMITTED[Door.OFFICE] or not actor.roles:
        return "/office/"
    return "/inspect/"


def safe_next(target: str, fallback: str) -> str:
    """Where to go after sign-in: a page of ours behind a guarded door, or the fallback."""
    parts = urlsplit(target)
    plain = target.isprintable() and "\\" not in target and not target.startswith("//")
    if not plain or parts.scheme or parts.netloc or not target.startswith("/"):
        return fallback
    first = parts.path.split("/")[1]
    return target if first in {door.value for door in _GUARDED} else fallback


def keep(response: Response) -> Response:
    """Stamp the cookie of a visit in use, and give a knock that a page asked for."""
    found = visit()
    if found is not None and not g.get("visit_ended"):
        cookies.restamp(response, found)
    cookies.write_knock(response)
    return response


def _visit(door: Door) -> Visit | None:
    stamped = cookies.read_visit()
    if stamped is None:
        return None
    parts = frame()
    since_us = parts.clock.now_us() - cookies.LONGEST_US
    today = parts.clock.today()
    with parts.database.reading() as session:
        row = people.open_session(session, digest(stamped.token), since_us)
        actor = None if row is None else actor_named(session, row.user_name, today)
    if row is None or actor is None:
        return None
    own = actor.units_of(ADMITTED.get(door, ()))
    scope = Scope(own, today)
    return Visit(actor, row.language, stamped.token, stamped.stamped_us, scope)


def _hold_to_role(door: Door) -> None:
    found = visit()
    assert found is not None, "the guard let nobody in"
    if not found.scope.own:
        raise NotAdmitted(door=door.value)
    unit = (request.view_args or {}).get(UNIT)
    if unit is None:
        return
    if not unit.isprintable():  # no database would even compare it
        raise NotFound
    with frame().database.reading() as session:
        if not found.scope.holds(session, unit):
            raise NotFound


def _to_sign_in() -> AnyResponse:
    target = request.full_path.rstrip("?") if request.method == "GET" else ""
    where = url_for("people.sign_in_page", next=target or None)
    if request.headers.get("HX-Request") == "true":
        return Response(status=401, headers={"HX-Redirect": where})
    return redirect(where, 303)
