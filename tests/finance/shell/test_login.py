"""Coming in, going out, and what a stranger cannot do."""

import re

import pytest
from sqlalchemy import select

from finance.records.people import WebSession
from finance.shell import cookies
from tests.doors import PASSWORD, House

OFFICE = "/office/"
PAGE = "/office/sign-in"


def test_the_right_password_opens_a_visit(house: House) -> None:
    """The way leads to the office; the database knows the token only by its digest."""
    answer = house.try_password("Lan ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, OFFICE)
    assert house.client.get(OFFICE).status_code == 200
    cookie = house.client.get_cookie("visit")
    assert cookie is not None
    with house.database.reading() as session:
        kept = session.scalars(select(WebSession.token_sha256)).one()
    assert kept not in cookie.value
    assert cookie.value.partition(".")[0] not in kept


def test_the_way_leads_back_to_the_page_that_was_wanted(house: House) -> None:
    """After the log-in one stands where one wanted to go."""
    wanted = "/office/units/CTA"
    assert house.try_password("lan", PASSWORD, next=wanted).location == wanted


def test_a_stranger_and_a_wrong_password_get_the_same_answer(house: House) -> None:
    """Nobody learns from the page whether a person exists."""
    pages = []
    for name in ("lan", "nobody"):
        answer = house.try_password(name, "not the password")
        assert answer.status_code == 422
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert pages[0] == pages[1]


def test_the_sixth_try_is_not_even_looked_at(house: House) -> None:
    """Five failures within 15 minutes shut the door, also to the right password; then it opens."""
    for _ in range(5):
        assert house.try_password("lan", "not the password").status_code == 422
    shut = house.try_password("lan", PASSWORD)
    assert shut.status_code == 429
    assert "15 phút" in shut.text
    house.clock.forward(seconds=15 * 60 + 1)
    assert house.try_password("lan", PASSWORD).status_code == 303


def test_signing_in_gives_a_fresh_token(house: House) -> None:
    """A token that was planted in the browser before is worth nothing afterwards."""
    planted = house.sign_in("accountant")
    house.try_password("lan", PASSWORD)
    cookie = house.client.get_cookie("visit")
    assert cookie is not None
    assert not cookie.value.startswith(planted)


def test_signing_out_ends_the_visit_in_the_database(house: House) -> None:
    """A copy of the cookie kept elsewhere opens nothing any more."""
    token = house.sign_in("accountant")
    assert house.send("/office/sign-out", OFFICE).location == PAGE
    house.take(token)
    assert house.client.get(OFFICE).status_code == 303


def test_an_inspector_can_sign_out_too(house: House) -> None:
    """One's own visit is one's own, whatever the door."""
    house.sign_in("inspector")
    assert house.send("/office/sign-out", "/inspect/").location == PAGE


def test_a_visit_left_alone_ends_after_half_an_hour(house: House) -> None:
    """Used within the half hour it goes on; left for longer it is over."""
    house.sign_in("accountant")
    for _ in range(3):
        house.clock.forward(seconds=29 * 60)
        assert house.client.get(OFFICE).status_code == 200
    house.clock.forward(seconds=30 * 60 + 1)
    assert house.client.get(OFFICE).status_code == 303


def test_a_visit_ends_after_half_a_day_however_busy(house: House) -> None:
    """Twelve hours after sign-in one signs in anew."""
    token = house.sign_in("accountant")
    house.clock.forward(seconds=12 * 3600)
    house.take(token)
    assert house.client.get(OFFICE).status_code == 200
    house.clock.forward(seconds=1)
    house.take(token)
    assert house.client.get(OFFICE).status_code == 303


def test_looking_at_a_page_writes_nothing(house: House) -> None:
    """A GET changes nothing: the stamp of a visit in use lives in the cookie."""
    house.sign_in("accountant")
    house.clock.forward(seconds=120)
    with house.database.reading() as session:
        before = [
            (row.token_sha256, row.opened_at_us) for row in session.scalars(select(WebSession))
        ]
    assert "Set-Cookie" in house.client.get(OFFICE).headers
    with house.database.reading() as session:
        after = [
            (row.token_sha256, row.opened_at_us) for row in session.scalars(select(WebSession))
        ]
    assert before == after


@pytest.mark.parametrize("spoiled", ["x", "a.b.c", "a.1.c", "", "...", "ấ.1.ấ"])
def test_a_cookie_that_is_not_ours_opens_nothing(house: House, spoiled: str) -> None:
    """Neither a guess nor a stamp put forward by hand counts."""
    house.client.set_cookie("visit", spoiled)
    assert house.client.get(OFFICE).status_code == 303


def test_the_stamp_cannot_be_put_forward(house: House) -> None:
    """The time in the cookie stands under our key."""
    house.sign_in("accountant")
    cookie = house.client.get_cookie("visit")
    assert cookie is not None
    token, stamp, mac = cookie.value.split(".")
    house.client.set_cookie("visit", f"{token}.{int(stamp) + cookies.IDLE_US}.{mac}")
    assert house.client.get(OFFICE).status_code == 303


def test_a_new_password_ends_every_visit(house: House) -> None:
    """After the change only the new password opens, and no earlier cookie does."""
    house.try_password("lan", PASSWORD)
    elsewhere = house.sign_in("lan")
    fresh = "một mật khẩu khác hẳn"
    answer = house.send("/office/password", "/office/password", old=PASSWORD, new=fresh)
    assert answer.location == PAGE
    house.take(elsewhere)
    assert house.client.get(OFFICE).status_code == 303
    assert house.try_password("lan", PASSWORD).status_code == 422
    assert house.try_password("lan", fresh).status_code == 303


def test_a_password_is_not_changed_without_the_old_one(house: House) -> None:
    """Who finds an open browser cannot lock its owner out; nor may the new one be weak."""
    house.sign_in("lan")
    page = "/office/password"
    assert house.send(page, page, old="wrong", new="một mật khẩu khác").status_code == 422
    assert house.send(page, page, old=PASSWORD, new="ngắn").status_code == 422
    assert house.client.get(OFFICE).status_code == 200


def test_the_language_one_chose_stays(house: House) -> None:
    """English after the choice, on this visit and on the next."""
    house.sign_in("lan")
    assert '<html lang="vi"' in house.client.get(OFFICE).text
    answer = house.send("/office/language", OFFICE, language="en", next="/office/units/CTA")
    assert answer.location == "/office/units/CTA"
    assert '<html lang="en"' in house.client.get(OFFICE).text
    house.try_password("lan", PASSWORD)
    assert '<html lang="en"' in house.client.get(OFFICE).text
