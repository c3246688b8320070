"""The factory builds a house in which every page stands in the frame."""

import dataclasses
import json

import pytest
from flask import Blueprint

from finance.runtime.database import Database
from finance.runtime.settings import NoSecret
from finance.shell.app import SPEC, create_app
from finance.shell.room import Room
from tests.doors import SETTINGS, House, open_house


def test_the_front_step_leads_to_the_open_door(house: House) -> None:
    """Whoever types only the address comes to the books that are open to everyone."""
    answer = house.client.get("/")
    assert (answer.status_code, answer.location) == (302, "/open/")


def test_the_api_is_described_and_the_pages_are_not(house: House) -> None:
    """The description names only what programs may use; there is no page that loads from afar."""
    described = json.loads(house.client.get(SPEC).text)
    assert described["openapi"].startswith("3.")
    assert not described["paths"]
    assert house.client.get("/docs").status_code == 404


def test_a_house_without_a_secret_does_not_open(empty_database: Database, house: House) -> None:
    """Cookies signed with no key, or a short one, would be worth nothing."""
    for key in ("", "short"):
        settings = dataclasses.replace(SETTINGS, secret_key=key)
        with pytest.raises(NoSecret):
            create_app(settings, empty_database, house.clock, [])


def test_a_room_outside_the_doors_is_not_let_in(empty_database: Database, house: House) -> None:
    """A blueprint whose address begins with no door is our mistake, found at the start."""
    stray = Blueprint("stray", __name__, url_prefix="/elsewhere")
    stray.add_url_rule("/", "page", lambda: "")
    with pytest.raises(AssertionError, match="no door"):
        create_app(SETTINGS, empty_database, house.clock, [Room("stray", (stray,))])


def test_every_page_is_in_the_frame(house: House) -> None:
    """A page has its language, a way past the header and no script or style of its own."""
    page = house.client.get("/open/").text
    assert '<html lang="vi"' in page
    assert 'href="#main-content"' in page
    assert 'id="main-content"' in page
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src=')


def test_behind_a_proxy_its_word_for_the_address_counts(empty_database: Database) -> None:
    """Behind TLS the caller's address is the one the proxy names, and cookies are Secure."""
    settings = dataclasses.replace(SETTINGS, behind_tls=True)
    house = open_house(empty_database, [], settings)
    answer = house.client.get("/office/sign-in", headers={"X-Forwarded-Proto": "https"})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-knock=")
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def _told(one: int) -> str:
    return str(one)


def test_a_number_that_no_record_has_leads_nowhere(empty_database: Database, house: House) -> None:
    """Whichever route: no database is asked for what it cannot hold; a route may say less."""
    room = Blueprint("numbers", __name__, url_prefix="/open/numbers")
    room.add_url_rule("/<int:one>", "any", _told)
    room.add_url_rule("/few/<int(max=9):one>", "few", _told)
    app = create_app(SETTINGS, empty_database, house.clock, [Room("numbers", [room])])
    client = app.test_client()
    answers = {
        "999999999": 200,
        "1000000000": 404,
        "9223372036854775808": 404,
        "few/9": 200,
        "few/10": 404,
    }
    for address, status in answers.items():
        assert client.get(f"/open/numbers/{address}").status_code == status, address
