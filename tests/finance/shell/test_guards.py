"""Who comes in by which door, and what lies outside a person's units is not there."""

import pytest
from werkzeug.routing import Map, Rule

from finance.runtime.identity import Actor, Grant
from finance.runtime.parameters import permissions
from finance.shell.guards import ADMITTED, ROLES, check_map, door_of, home_of, safe_next
from finance.shell.room import Door
from tests.doors import RELATIONS, House

REACH = {"own": 200, "below": 200, "sibling": 404, "above": 404}


def test_the_roles_are_those_of_the_table_of_permissions() -> None:
    """A role that the table knows and the doors do not would be locked out in silence."""
    assert set(permissions().roles) - {"system"} == ROLES


@pytest.mark.parametrize("door", [Door.OFFICE, Door.INSPECT])
@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_comes_in_only_where_it_belongs(house: House, door: Door, role: str) -> None:
    """An inspector does not act in the office; a collector does not inspect."""
    house.sign_in(role)
    answer = house.client.get(f"/{door}/")
    assert answer.status_code == (200 if role in ADMITTED[door] else 403)


@pytest.mark.parametrize("relation", sorted(REACH))
@pytest.mark.parametrize(("door", "role"), [("office", "accountant"), ("inspect", "inspector")])
def test_a_unit_outside_the_scope_is_not_there(
    house: House, door: str, role: str, relation: str
) -> None:
    """Own unit and those below answer; beside and above there is nothing, not even a refusal."""
    house.sign_in(role)
    answer = house.client.get(f"/{door}/units/{RELATIONS[relation]}")
    assert answer.status_code == REACH[relation]


def test_a_unit_code_that_no_database_would_compare_is_not_there(house: House) -> None:
    """It is refused before it is asked for, never a mistake of ours."""
    house.sign_in("accountant")
    for code in ("%00", "L%00DA", "%0a", "%ed%a0%80"):
        assert house.client.get(f"/office/units/{code}").status_code == 404


def test_acting_outside_the_scope_is_not_possible_either(house: House) -> None:
    """A form sent for a sibling unit reaches no page, token or not."""
    house.sign_in("accountant")
    assert house.send("/office/units/LDB", "/office/").status_code == 404
    assert house.send("/office/units/CTA", "/office/").status_code == 200


@pytest.mark.parametrize("page", ["/office/", "/inspect/", "/office/units/CTA"])
def test_nobody_passes_unsigned(house: House, page: str) -> None:
    """Without a visit the way leads to the log-in, and from there back."""
    answer = house.client.get(page)
    assert answer.status_code == 303
    assert answer.location == f"/office/sign-in?next={page}"


def test_a_part_of_a_page_sends_the_whole_page_to_the_log_in(house: House) -> None:
    """A script that swaps a part in must not swap the log-in form into a table."""
    answer = house.client.get("/office/", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/office/sign-in")


@pytest.mark.parametrize("page", ["/open/", "/open/en/", "/open/units/LDB", "/api/units/TLD"])
def test_the_open_doors_know_nobody(house: House, page: str) -> None:
    """They answer anyone about any unit, read no visit, give no cookie and may be kept."""
    house.sign_in("accountant")
    answer = house.client.get(page)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    assert "accountant" not in answer.text


def test_a_route_that_writes_at_an_open_door_stops_the_start() -> None:
    """Reading only is held before the first request, not at it."""
    with pytest.raises(AssertionError, match="read only"):
        check_map(Map([Rule("/open/x", endpoint="x", methods=["POST"])]))
    check_map(Map([Rule("/open/x", endpoint="x", methods=["GET"])]))


def test_the_door_is_the_first_step_of_the_address() -> None:
    """Static files and the root belong to the frame; anything else must name a door."""
    assert door_of("/") is Door.FRAME
    assert door_of("/static/app.css") is Door.FRAME
    assert door_of("/open/en/") is Door.OPEN
    with pytest.raises(AssertionError):
        door_of("/opening/")


@pytest.mark.parametrize(
    "target",
    [
        "//elsewhere.example/office/",
        "https://elsewhere.example/office/",
        "/\\elsewhere.example",
        "/office/\n",
        "office/",
        "/open/",
        "javascript:alert(1)",
        "",
    ],
)
def test_sign_in_leads_nowhere_else(target: str) -> None:
    """Only pages of ours behind a guarded door are gone back to."""
    assert safe_next(target, "/office/") == "/office/"


def test_sign_in_leads_back_to_where_one_wanted_to_go() -> None:
    """The address and its question are kept."""
    assert safe_next("/inspect/units/CTA?period=2026-05", "/office/").endswith("2026-05")


def test_an_inspector_is_at_home_in_inspection() -> None:
    """Who may only inspect begins there, everyone else in the office."""
    assert home_of(Actor("a", (Grant("LDA", "inspector"),))) == "/inspect/"
    both = (Grant("LDA", "inspector"), Grant("LDA", "approver"))
    assert home_of(Actor("a", both)) == "/office/"
    assert home_of(Actor("a")) == "/office/"
