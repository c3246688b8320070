"""A house with one small room at each door."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, render_template_string

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from finance.shell.room import Door, Link, Room
from tests.doors import House, open_house
from tests.engines import SqliteEngine

PAGE = (
    '{% extends "shell/base.html" %}{% block content %}'
    '<h1>{{ said_of("một", "one") }}</h1>{% endblock %}'
)


def sample_room() -> Room:
    """A room with a page for a unit, and one without, at each door."""
    blueprints = []
    for door in (Door.OFFICE, Door.INSPECT, Door.OPEN, Door.API):
        blueprint = Blueprint(f"sample_{door}", __name__, url_prefix=f"/{door}")
        blueprint.add_url_rule("/", "first", _page)
        blueprint.add_url_rule("/units/<unit_code>", "unit", _unit)
        if door is Door.OPEN:
            blueprint.add_url_rule("/en/", "first_en", _page)
        if door is Door.OFFICE:
            blueprint.add_url_rule("/units/<unit_code>", "act", _unit, methods=["POST"])
            blueprint.add_url_rule("/broken", "broken", _broken)
        blueprints.append(blueprint)
    links = (
        Link(Door.OFFICE, "sample_office.first", "Việc", "Work"),
        Link(Door.OPEN, "sample_open.first", "Đơn vị", "Units"),
        Link(
            Door.OFFICE, "sample_office.unit", "Việc của đơn vị", "Work of the unit", of_unit=True
        ),
    )
    return Room("sample", tuple(blueprints), links=links)


@pytest.fixture
def empty_database(sqlite_engine: SqliteEngine) -> Iterator[Database]:
    """A fresh SQLite database: the frame asks nothing of an engine that another could refuse."""
    url = sqlite_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    yield opened
    opened.dispose()
    sqlite_engine.drop(url)


@pytest.fixture
def house(empty_database: Database) -> House:
    """A seeded house with the sample room."""
    return open_house(empty_database, [sample_room()])


def _page() -> str:
    return render_template_string(PAGE)


def _unit(unit_code: str) -> str:
    return render_template_string(PAGE + unit_code)


def _broken() -> str:
    message = "our own mistake"
    raise AssertionError(message)
