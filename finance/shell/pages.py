"""What every template finds: component macros, the frame's parts, links, money and days."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import g, request, url_for
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader

from finance.runtime.clock import moment
from finance.shell import csrf
from finance.shell.frame import frame, visit
from finance.shell.guards import ADMITTED, door_of
from finance.shell.language import chosen, other_address, said
from finance.shell.room import Door
from ledger.money import format_vnd

_DIGITS = 12


def digests(folder: Path) -> dict[str, str]:
    """The first digits of the SHA-256 of each file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def loader(own: BaseLoader) -> BaseLoader:
    """Find the frame's own templates, and the component macros under `govuk_frontend_jinja/`."""
    macros = PackageLoader("govuk_frontend_jinja")
    return ChoiceLoader([own, PrefixLoader({"govuk_frontend_jinja": macros})])


def asset(name: str) -> str:
    """The address of a static file; it changes when the file does, so browsers may keep it."""
    return url_for("static", filename=name, v=frame().assets[name])


def day(on: dt.date) -> str:
    """A day as Vietnam writes it, 31/05/2026, in both languages."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def month(period: str) -> str:
    """The month YYYY-MM as a reader writes it: 05/2026."""
    return f"{period[5:]}/{period[:4]}"


def at(at_us: int) -> str:
    """A recorded moment, to the minute, in Vietnam: 31/05/2026 14:05."""
    then = moment(at_us)
    return f"{day(then.date())} {then.hour:02d}:{then.minute:02d}"


def navigation() -> list[Mapping[str, Any]]:
    """The links of this request's door: `text`, `href`, and `active` for the page one is on.

    None before sign-in.
    """
    if request.url_rule is None:
        return []
    door = door_of(request.url_rule.rule)
    if door in ADMITTED and visit() is None:
        return []
    here = request.endpoint
    return [
        {"text": said(link), "href": _address(link.endpoint), "active": link.endpoint == here}
        for room in frame().rooms
        for link in room.links
        if link.door is door
    ]


def doors() -> list[Door]:
    """The guarded doors that the visitor's roles open."""
    found = visit()
    if found is None:
        return []
    return [door for door, roles in ADMITTED.items() if found.actor.roles & roles]


def install(app: APIFlask) -> None:
    """Give the templates of all rooms what stands above."""
    environment = app.jinja_env
    environment.undefined = ChainableUndefined  # the component macros count on it
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.filters.update(vnd=format_vnd, day=day, month=month, at=at)
    environment.globals.update(
        asset=asset,
        csrf_field=csrf.FIELD,
        csrf_token=csrf.token,
        doors=doors,
        language=chosen,
        navigation=navigation,
        other_address=other_address,
        visit=visit,
    )
    app.context_processor(_parts)


def _parts() -> dict[str, Any]:
    return {"reference": g.get("reference", ""), "demo": frame().settings.demo}


def _address(endpoint: str) -> str:
    """The address of a page, in the language of the open page one is on."""
    address = url_for(endpoint)
    return other_address(address) if chosen() == "en" and address.startswith("/open/") else address


def folders_of(roots: Iterable[Path]) -> list[Path]:
    """The `translations` folders beside these modules' files, each once."""
    found = {root / "translations": None for root in roots if (root / "translations").is_dir()}
    return list(found)
