"""What every template finds: component macros, the frame's parts, links, money and days."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from apiflask import APIFlask
from flask import current_app, g, request, url_for
from jinja2 import BaseLoader, ChainableUndefined, ChoiceLoader, PackageLoader, PrefixLoader

from finance.runtime.clock import moment
from finance.runtime.identity import SYSTEM_NAME
from finance.shell import csrf
from finance.shell.frame import UNIT, frame, visit
from finance.shell.guards import ADMITTED, door_of
from finance.shell.language import chosen, other_address, said, said_of
from finance.shell.room import Door, Link
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
    """The links of this request's door: `text`, `href`, and `active` for the place one is in.

    `active` is "page" on that page itself, "true" on another page of its place, else "".
    None before sign-in.
    """
    return _menu(_links(of_unit=False), {})


def unit_places(unit_code: str) -> list[Mapping[str, Any]]:
    """The links of one unit behind this request's door, as `navigation` gives the door's own."""
    return _menu(_links(of_unit=True), {UNIT: unit_code})


def address_of(endpoint: str, **values: str | int) -> str:
    """The address of another room's page, or "" in a house that has no such page."""
    given: dict[str, Any] = {**values}
    return url_for(endpoint, **given) if endpoint in current_app.view_functions else ""


def person(name: str) -> str:
    """Who did something, as a reader knows them: a batch has no person behind it."""
    return said_of("hệ thống", "the system") if name == SYSTEM_NAME else name


def page_address(number: int) -> str:
    """The address of this list's page of that number, all that was asked for kept."""
    asked = {name: value for name, value in request.args.items() if name != "page"}
    return f"{request.path}?{urlencode({**asked, 'page': str(number)})}"


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
    environment.filters.update(vnd=format_vnd, day=day, month=month, at=at, person=person)
    environment.globals.update(
        address_of=address_of,
        asset=asset,
        csrf_field=csrf.FIELD,
        csrf_token=csrf.token,
        doors=doors,
        language=chosen,
        navigation=navigation,
        other_address=other_address,
        page_address=page_address,
        unit_places=unit_places,
        visit=visit,
    )
    app.context_processor(_parts)


def _parts() -> dict[str, Any]:
    return {"reference": g.get("reference", ""), "demo": frame().settings.demo}


def _links(*, of_unit: bool) -> list[Link]:
    if request.url_rule is None:
        return []
    door = door_of(request.url_rule.rule)
    if door in ADMITTED and visit() is None:
        return []
    return [
        link
        for room in frame().rooms
        for link in room.links
        if link.door is door and link.of_unit is of_unit
    ]


def _menu(links: list[Link], values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    current = _current(links)
    return [
        {
            "text": said(link),
            "href": _address(link.endpoint, values),
            "active": "" if link is not current else _how(link),
        }
        for link in links
    ]


def _current(links: list[Link]) -> Link | None:
    """The link of the page one is on, or else the first link of that page's blueprint."""
    here = [link for link in links if link.endpoint == request.endpoint]
    beside = [link for link in links if link.endpoint.partition(".")[0] == request.blueprint]
    return next(iter([*here, *beside]), None)


def _how(link: Link) -> str:
    return "page" if link.endpoint == request.endpoint else "true"


def _address(endpoint: str, values: Mapping[str, Any]) -> str:
    """The address of a page, in the language of the open page one is on."""
    address = url_for(endpoint, **values)
    return other_address(address) if chosen() == "en" and address.startswith("/open/") else address


def folders_of(roots: Iterable[Path]) -> list[Path]:
    """The `translations` folders beside these modules' files, each once."""
    found = {root / "translations": None for root in roots if (root / "translations").is_dir()}
    return list(found)
