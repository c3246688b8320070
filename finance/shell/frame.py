"""What the running app was built from, for the code that answers a request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from flask import current_app, g, has_request_context, request

from finance.records.scope import NOTHING, Scope
from finance.rules.letters import Press
from finance.runtime.clock import Clock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor
from finance.runtime.settings import Settings
from finance.shell.room import Room

NAME = "union-finance"
UNIT = "unit_code"  # the part of an address that names a unit


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts the factory was given; in a request, the database in the scope of the visit."""

    settings: Settings
    database: Database
    clock: Clock
    rooms: Sequence[Room]
    assets: Mapping[str, str]  # file name below static/ → the first digits of its digest


@dataclass(frozen=True, slots=True)
class Visit:
    """One signed-in person on one request."""

    actor: Actor
    language: str
    token: str  # of the session cookie
    stamped_us: int  # when that cookie was last stamped
    scope: Scope  # what they may see behind the door they came in by


def frame() -> Frame:
    """The parts of the running app; its database sees what the visitor may see.

    A page behind an open door is about the unit that its address names, and sees that unit and
    those below it: what of them is shown, it says itself. Without one, and before anybody has
    signed in, nothing of any unit is seen but what it has published.
    """
    parts = cast("Frame", current_app.extensions[NAME])
    return replace(parts, database=parts.database.within(_scope_of_request(parts)))


def _scope_of_request(parts: Frame) -> Scope:
    found = visit()
    if found is not None:
        return found.scope
    named = request.view_args if has_request_context() else None
    unit = (named or {}).get(UNIT, "")
    return Scope((unit,), parts.clock.today()) if unit.isprintable() and unit else NOTHING


def press() -> Press:
    """What prints papers; one room of the house brings it."""
    found = [room.press for room in frame().rooms if room.press is not None]
    assert len(found) == 1, "one room prints"
    return found[0]


def visit() -> Visit | None:
    """Who is signed in, or None; always None behind the open doors."""
    return cast("Visit | None", g.get("visit"))


def visitor() -> Visit:
    """Who is signed in; only behind a guarded door, where the guard has seen to it."""
    found = visit()
    assert found is not None, "no guard stands before this page"
    return found


def context() -> Context:
    """What an action is called with: `record_receipt(context(), request)`."""
    parts = frame()
    return Context(parts.database, parts.clock, visitor().actor, parts.settings)


def scope() -> Scope:
    """What the signed-in person may see behind this door."""
    return visitor().scope
