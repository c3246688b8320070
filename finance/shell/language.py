"""Vietnamese first, English second: which of them a page is in.

Behind the open doors the address says it (`/open/…`, `/open/en/…`), so that a kept page is the
same for everyone; behind the others the person's choice does, then the address of the sign-in page
(`?language=en`), then their browser, else it is Vietnamese.
"""

from pathlib import Path
from typing import Protocol

from apiflask import APIFlask
from flask import has_request_context, request
from flask_babel import Babel

from finance.shell.frame import visit

FIRST = "vi"
LANGUAGES = ("vi", "en")
_OPEN = "/open/"
_OPEN_ENGLISH = "/open/en/"


class Bilingual(Protocol):
    """Anything that says itself in both languages."""

    @property
    def vi(self) -> str:
        """In Vietnamese."""
        ...

    @property
    def en(self) -> str:
        """In English."""
        ...


def chosen() -> str:
    """The language of this request's page: "vi" or "en"."""
    if not has_request_context():
        return FIRST
    if request.path.startswith(("/open", "/api")):
        return "en" if f"{request.path}/".startswith(_OPEN_ENGLISH) else FIRST
    found = visit()
    if found is not None and found.language in LANGUAGES:
        return found.language
    asked = request.args.get("language", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES, FIRST) or FIRST


def said(thing: Bilingual) -> str:
    """A thing in the language of the page; also the template filter `said`."""
    return thing.en if chosen() == "en" else thing.vi


def said_of(vi: str, en: str) -> str:
    """One of two texts, by the language of the page; also the template function `said_of`."""
    return en if chosen() == "en" else vi


def other_address(path: str) -> str:
    """The same open page in the other language; "" for a page that is not behind the open door."""
    if not path.startswith(_OPEN):
        return ""
    if path.startswith(_OPEN_ENGLISH):
        return _OPEN + path.removeprefix(_OPEN_ENGLISH)
    return _OPEN_ENGLISH + path.removeprefix(_OPEN)


def install(app: APIFlask, folders: list[Path]) -> None:
    """Give the app its catalogues: each folder holds `vi/LC_MESSAGES/messages.mo`."""
    Babel(
        app,
        default_locale=FIRST,
        default_timezone="Asia/Ho_Chi_Minh",
        default_translation_directories=";".join(str(folder) for folder in folders),
        locale_selector=chosen,
    )
    app.jinja_env.filters["said"] = said
    app.jinja_env.globals["said_of"] = said_of
