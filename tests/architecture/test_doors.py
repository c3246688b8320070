"""Every route of every room has exactly one door and its guard; found in the URL map itself.

A route joins by being there. One that is about a unit names it `unit_code` and is tried by every
role for a unit of their own, one below, one beside and one above. Behind each route, on either
engine, the database is bound to what the visitor may see, also for a query that names no unit.
"""

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from finance.records.runs import NoticeRow
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from finance.shell import cookies
from finance.shell.frame import UNIT, frame
from finance.shell.guards import ADMITTED, READING, ROLES, Guard, door_of, guard_of
from finance.shell.room import Door, Room
from tests.architecture.house import ROOMS
from tests.doors import PARENTS, RELATIONS, House, open_house
from tests.engines import SqliteEngine

REACHED = "reached"
SAMPLES = {"period": "2026-05", "year": 2026, UNIT: RELATIONS["own"]}
FREE = {Guard.NOBODY: 200, Guard.ANYONE: 200, Guard.SIGNED_IN: 303, Guard.ROLE: 303}


def _rooms() -> list[Room]:
    found = []
    for name in ROOMS:
        if importlib.util.find_spec(f"{name}.web") is not None:
            pages = importlib.import_module(f"{name}.web")
            links = getattr(pages, "links", ())
            found.append(Room(name, getattr(pages, "blueprints", ()), links=links))
    return found


@pytest.fixture
def house(sqlite_engine: SqliteEngine) -> Iterator[House]:
    """All rooms, each page replaced by a mark that it was reached."""
    url = sqlite_engine.fresh()
    database = Database(url).within(EVERYTHING)
    opened = open_house(database, _rooms())
    functions = opened.client.application.view_functions
    for endpoint in functions:
        functions[endpoint] = _reached
    yield opened
    database.dispose()
    sqlite_engine.drop(url)


def _reached(**_arguments: object) -> str:
    return REACHED


@pytest.fixture
def noticed(database: Database) -> House:
    """All rooms on each engine, a notice in each unit; each page says whose notices it finds."""
    opened = open_house(database, _rooms())
    with database.writing() as session:
        session.add_all(
            NoticeRow(unit_code=code, kind="k", slot="1", vi="", en="", made_at_us=0)
            for code in PARENTS
        )
        session.commit()
    functions = opened.client.application.view_functions
    for endpoint in functions:
        functions[endpoint] = _found
    return opened


def _found(**_arguments: object) -> str:
    """The units whose notices a page gets: on PostgreSQL without asking for any unit."""
    database = frame().database
    query = select(NoticeRow.unit_code).order_by(NoticeRow.unit_code)
    if database.engine_name == "sqlite":
        query = query.where(NoticeRow.unit_code.in_(database.scope.units()))
    with database.reading() as session:
        return " ".join(session.scalars(query))


def _rules(house: House) -> list[Rule]:
    return sorted(house.client.application.url_map.iter_rules(), key=lambda rule: rule.rule)


def _address(house: House, rule: Rule, **given: str) -> str:
    values: dict[str, Any] = {name: SAMPLES.get(name, 1) for name in rule.arguments}
    adapter = house.client.application.url_map.bind("localhost")
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    address = adapter.build(str(rule.endpoint), {**values, **given}, method=methods[0])
    return str(address)


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def test_each_route_belongs_to_one_door(house: House) -> None:
    """A route with no door, or a page of the office without its guard, would be open to all."""
    for rule in _rules(house):
        guard = guard_of(rule)
        guarded = door_of(rule.rule) in ADMITTED
        assert guarded == (guard is not Guard.NOBODY), rule.rule


def test_the_open_doors_only_read(house: House) -> None:
    """No route of theirs takes anything but GET, HEAD and OPTIONS."""
    for rule in _rules(house):
        if door_of(rule.rule) not in ADMITTED:
            assert set(rule.methods or ()) <= READING, rule.rule


def test_each_route_without_a_person(house: House) -> None:
    """Open pages are reached and give no cookie; the others lead to the log-in, unreached."""
    for rule in _rules(house):
        for method in _methods(rule):
            guard = guard_of(rule)
            if guard is Guard.ANYONE and method not in READING:
                continue  # the log-in itself, held to its token below
            answer = house.client.open(_address(house, rule), method=method)
            assert answer.status_code == FREE[guard], (rule.rule, method)
            assert (REACHED in answer.text) == (FREE[guard] == 200), rule.rule
            if guard is Guard.NOBODY:
                assert "Set-Cookie" not in answer.headers, rule.rule


def test_each_form_is_held_to_its_token(house: House) -> None:
    """Whatever may change something is refused without the token of the visit."""
    house.sign_in("approver")
    for rule in _rules(house):
        for method in _methods(rule):
            if method not in READING:
                answer = house.client.open(_address(house, rule), method=method)
                assert answer.status_code == 400, (rule.rule, method)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_route_by_role_and_unit(house: House, role: str) -> None:
    """Reached for own units and those below by an admitted role; 404 or 403 otherwise."""
    token = house.sign_in(role)
    headers = {"X-CSRF-Token": _csrf(house, token)}
    for rule in _rules(house):
        if guard_of(rule) is not Guard.ROLE:
            continue
        admitted = role in ADMITTED[door_of(rule.rule)]
        for relation, unit in RELATIONS.items():
            if UNIT not in rule.arguments and relation != "own":
                continue
            address = _address(house, rule, **({UNIT: unit} if UNIT in rule.arguments else {}))
            expected = (200 if relation in ("own", "below") else 404) if admitted else 403
            for method in _methods(rule):
                answer = house.client.open(address, method=method, headers=headers)
                assert answer.status_code == expected, (rule.rule, method, relation)
                assert (answer.text == REACHED) == (expected == 200), rule.rule


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_page_that_names_no_unit_finds_the_visitors(noticed: House, role: str) -> None:
    """Their own units and those below, at each route they are let in by; no other unit's rows."""
    noticed.sign_in(role)
    reached = set()
    for rule in _rules(noticed):
        door = door_of(rule.rule)
        if guard_of(rule) is Guard.ROLE and role in ADMITTED[door] and "GET" in _methods(rule):
            answer = noticed.client.get(_address(noticed, rule))
            assert answer.text == "CTA CTB LDA", rule.rule
            reached.add(door)
    assert reached == {door for door, roles in ADMITTED.items() if role in roles}


def test_an_open_page_finds_the_unit_of_its_address(noticed: House) -> None:
    """And no other, whoever comes by; one that is about no unit finds none."""
    noticed.sign_in("approver")
    for rule in _rules(noticed):
        if guard_of(rule) is Guard.NOBODY:
            expected = "CTC LDB" if UNIT in rule.arguments else ""
            address = _address(noticed, rule, **({UNIT: "LDB"} if expected else {}))
            assert noticed.client.get(address).text == expected, rule.rule


def test_every_door_is_in_use(house: House) -> None:
    """The office has its first page; the map that was walked is not an empty one."""
    doors = {door_of(rule.rule) for rule in _rules(house)}
    assert {Door.OFFICE, Door.API, Door.FRAME} <= doors
    assert any(rule.rule == "/office/" for rule in _rules(house))


def _csrf(house: House, token: str) -> str:
    with house.client.application.test_request_context("/office/"):
        return cookies.mac("csrf", token)
