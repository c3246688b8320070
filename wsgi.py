"""The front step: builds the house from its rooms; the only file that knows every room."""

import os
from importlib import import_module
from typing import Any

from apiflask import APIFlask

from finance.runtime.clock import Clock, SystemClock
from finance.runtime.database import Database
from finance.runtime.settings import Settings
from finance.shell import app, commands
from finance.shell.room import Room


def _room(name: str) -> Room:
    web, cli_floor, jobs = (import_module(f"{name}.{floor}") for floor in ("web", "cli", "jobs"))
    given = (
        part for part in ("blueprints", "links", "waiting", "months", "press") if hasattr(web, part)
    )
    parts: dict[str, Any] = {part: getattr(web, part) for part in given}
    return Room(name, commands=cli_floor.commands, jobs=jobs.jobs, **parts)


_ROOMS = [_room(name) for name in ("finance", "collectors", "reports")]


def build(settings: Settings, database: Database, clock: Clock) -> APIFlask:
    """The web application of all rooms."""
    return app.create_app(settings, database, clock, _ROOMS)


cli = commands.Root.of(build, _ROOMS)


def create_app() -> APIFlask:
    """The application and its commands for a WSGI server or `flask --app wsgi`."""
    settings = Settings.from_environment(os.environ)
    made = build(settings, Database(settings.database_url), SystemClock())
    cli.hang_on(made)
    return made
