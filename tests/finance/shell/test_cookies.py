"""The cookies that are given, and what stands in them."""

from flask import Response

from finance.shell import cookies
from tests.doors import House


def test_a_digest_is_worth_nothing_for_another_purpose(house: House) -> None:
    """The same text under the same key differs by what it is for."""
    with house.client.application.test_request_context("/"):
        assert cookies.mac("visit", "a") != cookies.mac("csrf", "a")
        assert cookies.mac("visit", "a") == cookies.mac("visit", "a")


def test_a_cookie_we_wrote_can_be_read(house: House) -> None:
    """Token and stamp come back as they were given."""
    app = house.client.application
    with app.test_request_context("/office/"):
        response = Response()
        cookies.write_visit(response, "token")
        header = response.headers["Set-Cookie"].partition(";")[0]
    with app.test_request_context("/office/", headers={"Cookie": header}):
        found = cookies.read_visit()
    assert found == cookies.Stamped("token", house.clock.now_us())


def test_a_knock_is_given_once(house: House) -> None:
    """A browser that has knocked keeps its knock."""
    first = house.client.get("/office/sign-in")
    assert first.headers["Set-Cookie"].startswith("knock=")
    assert "Set-Cookie" not in house.client.get("/office/sign-in").headers


def test_both_cookies_are_taken_back_at_the_end(house: House) -> None:
    """After sign-out the browser holds nothing of ours."""
    house.sign_in("accountant")
    house.send("/office/sign-out", "/office/")
    assert house.client.get_cookie("visit") is None
