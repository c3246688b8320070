"""The factory: rooms in, a running house out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apiflask import APIFlask
from flask import Blueprint, Response, g, redirect, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from finance.runtime import log
from finance.runtime.clock import Clock
from finance.runtime.database import Database
from finance.runtime.settings import Settings
from finance.shell import guards, headers, language, login, pages, refusals, refused_acts
from finance.shell.frame import NAME, Frame
from finance.shell.room import Room

SPEC = "/api/openapi.json"
_MEBIBYTE = 1 << 20
_MOST_SENT = 64 * _MEBIBYTE
_MOST_FIELDS = 10_000  # a voucher of a thousand lines
_KEPT_S = 86_400
_MOST = 999_999_999  # no record has a larger number, and none that a database could not hold
_HERE = Path(__file__).parent


class _Json(DefaultJSONProvider):
    """Vietnamese readable as it is, fields in the order they were given."""

    ensure_ascii = False
    sort_keys = False


def create_app(
    settings: Settings,
    database: Database,
    clock: Clock,
    rooms: Sequence[Room],
) -> APIFlask:
    """Build the web application from its rooms.

    Takes    rooms whose blueprints have a door as the first step of their `url_prefix`.
    Returns  an app in which each route has exactly one door and its guard. Its API description is
             served at SPEC; only APIBlueprints are described there.
    Raises   NoSecret without a secret key; AssertionError for a route without a door.
    """
    settings.secret()
    app = APIFlask(
        __name__,
        title="Tài chính Công đoàn / Union finance",
        version="1",
        spec_path=SPEC,
        docs_path=None,
        docs_oauth2_redirect_path=None,
        json_errors=False,
        root_path=str(_HERE),
    )
    app.config.update(
        MAX_CONTENT_LENGTH=_MOST_SENT,
        MAX_FORM_MEMORY_SIZE=_MEBIBYTE,
        MAX_FORM_PARTS=_MOST_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=_KEPT_S,
    )
    app.json = _Json(app)
    app.extensions[NAME] = Frame(
        settings, database, clock, tuple(rooms), pages.digests(_HERE / "static")
    )
    app.url_map.converters["int"] = _Bounded
    _hang(app, rooms)
    guards.check_map(app.url_map)
    if settings.behind_tls:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign] # so Flask says
    return app


class _Bounded(IntegerConverter):
    """A number in an address: none that no record can have; what is larger leads nowhere."""

    def __init__(self, url_map: Map, *, max: int = _MOST, **rest: Any) -> None:  # noqa: A002, ANN401 - as it is called
        """Bound it, where the route does not."""
        super().__init__(url_map, max=max, **rest)


def _hang(app: APIFlask, rooms: Sequence[Room]) -> None:
    blueprints = [login.blueprint, *(each for room in rooms for each in room.blueprints)]
    assert app.jinja_loader is not None, "the frame has a folder of templates"
    app.jinja_loader = pages.loader(app.jinja_loader)
    pages.install(app)
    folders = pages.folders_of([_HERE, *(Path(each.root_path) for each in blueprints)])
    language.install(app, folders)
    refusals.install(app)
    app.before_request(_begin)
    app.before_request(guards.stand)
    app.after_request(_end)  # the last to be registered is the first to be called
    app.after_request(headers.add)
    app.after_request(guards.keep)
    refused_acts.install(app)
    front = Blueprint("front", __name__)
    front.add_url_rule("/", "step", _front)
    for blueprint in [front, *blueprints]:
        app.register_blueprint(blueprint)


def _front() -> AnyResponse:
    """The front step leads to the door that is open to everyone."""
    return redirect("/open/", 302)


def _begin() -> None:
    g.reference = log.reference()
    log.bind(reference=g.reference, method=request.method, path=request.path)


def _end(response: Response) -> Response:
    log.logger().info("answered", status=response.status_code)
    return response
