"""A form counts only when our own page, open in the same browser, sent it."""

from tests.doors import House

ACT = "/office/units/CTA"


def test_a_form_without_the_token_is_refused(house: House) -> None:
    """Missing, wrong or another visit's token: nothing happens."""
    other = house.sign_in("approver") and house.token_of("/office/")
    house.sign_in("accountant")
    assert house.client.post(ACT).status_code == 400
    assert house.client.post(ACT, data={"csrf_token": "0" * 64}).status_code == 400
    assert house.client.post(ACT, data={"csrf_token": other}).status_code == 400
    assert house.send(ACT, "/office/").status_code == 200


def test_a_script_sends_the_token_in_the_header(house: House) -> None:
    """The parts of a page that are swapped in carry it there."""
    house.sign_in("accountant")
    token = house.token_of("/office/")
    assert house.client.post(ACT, headers={"X-CSRF-Token": token}).status_code == 200


def test_the_log_in_form_is_bound_to_its_browser(house: House) -> None:
    """Nobody can log another person's browser in under a name of their choice."""
    token = house.token_of("/office/sign-in")
    stranger = house.client.application.test_client()
    assert stranger.post("/office/sign-in", data={"csrf_token": token}).status_code == 400


def test_a_form_from_another_site_is_refused_even_with_the_token(house: House) -> None:
    """The browser's own word is believed when it says that another site sent it."""
    house.sign_in("accountant")
    token = house.token_of("/office/")
    answer = house.client.post(
        ACT, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 403
