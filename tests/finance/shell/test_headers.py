"""Every response says what the browser may load, keep, show and send."""

import dataclasses

import pytest

from finance.runtime.database import Database
from finance.shell.headers import ALWAYS
from tests.doors import SETTINGS, House, open_house

EXPECTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize("page", ["/open/", "/office/sign-in", "/static/app.css", "/open/none"])
def test_each_header_stands_on_each_kind_of_page(house: House, page: str) -> None:
    """Pages, files and refusals alike; nothing inline is ever allowed."""
    answer = house.client.get(page)
    assert EXPECTED.items() <= dict(answer.headers).items()
    assert ALWAYS.keys() <= dict(answer.headers).keys()
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_strict_transport_is_not_asked_for_on_loopback(house: House) -> None:
    """The demo must not lock a browser into HTTPS."""
    assert "Strict-Transport-Security" not in house.client.get("/open/").headers


def test_strict_transport_is_asked_for_behind_tls(empty_database: Database) -> None:
    """Behind a proxy that ends TLS the browser is told to stay with it."""
    house = open_house(empty_database, [], dataclasses.replace(SETTINGS, behind_tls=True))
    answer = house.client.get("/office/sign-in")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_what_a_person_sees_is_never_kept(house: House) -> None:
    """Shared machines: neither the office nor a refusal stays in a cache."""
    house.sign_in("accountant")
    assert house.client.get("/office/").headers["Cache-Control"] == "no-store"
    assert house.client.get("/open/none").headers["Cache-Control"] == "no-store"
    assert house.client.get("/open/").headers["Cache-Control"].startswith("public")
