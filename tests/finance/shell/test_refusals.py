"""A refusal becomes a status and a page by one table; a mistake of ours never shows its inside."""

from http import HTTPStatus

import pytest
from apiflask import HTTPError
from flask import abort
from werkzeug.exceptions import TooManyRequests

from finance.actions.ask_reversal import ReasonWanted
from finance.actions.sign_in import SignInRefused, TooManyTries
from finance.rules.papers import PaperTooLarge
from finance.rules.vouchers import UnknownVoucher, VoucherNotThere
from finance.runtime.context import PermissionRefused
from finance.shell.refusals import status_of
from ledger.errors import PeriodNotOpen, Refusal, UnfitText, UnknownAccount
from ledger.periods import NotAPeriod
from tests.doors import House


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (PermissionRefused(actor="a", act="user.add", unit="c"), 403),
        (UnknownAccount(account="1", regime="r"), 404),
        (PeriodNotOpen(period="2026-05", book="CTA", state="closed"), 409),
        (NotAPeriod(text="x"), 422),
        (UnknownVoucher(voucher="CTA/V/1"), 404),
        (VoucherNotThere(voucher="CTA/V/1", state="posted"), 409),
        (UnfitText(field="reason", most=1000), 422),
        (ReasonWanted(), 422),
        (PaperTooLarge(name="a.pdf", most_mib=10), 413),
        (SignInRefused(), 422),
        (TooManyTries(most=5, minutes=15), 429),
        (Refusal(), 409),
    ],
)
def test_the_table_gives_each_refusal_its_status(refusal: Refusal, status: int) -> None:
    """Not allowed, not there, in the way of what is recorded, not well formed, too often."""
    assert status_of(refusal) == status


def _raising(house: House, error: Exception) -> None:
    def page() -> str:
        raise error

    app = house.client.application
    app.view_functions["sample_open.first"] = page
    app.view_functions["sample_api.first"] = page


def test_a_person_reads_a_sentence_a_program_gets_facts(house: House) -> None:
    """The page says it in its language; the API adds code and facts."""
    refusal = PeriodNotOpen(period="2026-05", book="CTA", state="closed")
    _raising(house, refusal)
    page = house.client.get("/open/")
    assert page.status_code == 409
    assert refusal.sentence("vi") in page.text
    error = house.client.get("/api/").get_json()["error"]
    assert error == {
        "code": "ledger.period_not_open",
        "message": refusal.sentence("vi"),
        "facts": {"period": "2026-05", "book": "CTA", "state": "closed"},
    }


@pytest.mark.parametrize("status", [400, 403, 404, 413, 429, 500])
def test_every_error_stands_in_the_frame_with_a_reference(house: House, status: int) -> None:
    """Nobody is left on a bare page, and the reference leads the operator to the log."""
    house.client.application.view_functions["sample_open.first"] = lambda: abort(status)
    answer = house.client.get("/open/")
    assert answer.status_code == status
    assert "app-header" in answer.text
    assert f"({status})" in answer.text


def test_a_mistake_of_ours_shows_a_reference_and_nothing_else(house: House) -> None:
    """What broke stands in the log, not on the page."""
    house.sign_in("accountant")
    house.client.application.testing = False
    answer = house.client.get("/office/broken")
    assert answer.status_code == 500
    assert "our own mistake" not in answer.text
    assert "Số tham chiếu" in answer.text


def test_a_wrong_method_names_the_right_ones(house: House) -> None:
    """The open doors read only, and say so."""
    answer = house.client.post("/open/")
    assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_who_asks_too_often_is_told_how_long_to_wait(house: House) -> None:
    """The wait stands where programs look for it."""
    _raising(house, TooManyRequests(retry_after=60))
    assert house.client.get("/open/").headers["Retry-After"] == "60"


def test_a_form_error_of_the_api_names_the_fields(house: House) -> None:
    """What the schema refuses is told in the same shape as every other refusal."""
    detail = {"query": {"period": ["Not a month."]}}
    _raising(house, HTTPError(422, "wrong", detail=detail))
    answer = house.client.get("/api/")
    assert answer.status_code == 422
    assert answer.get_json()["error"]["code"] == "web.wrong_form"
    assert "period" in answer.get_json()["error"]["facts"]["query"]


def test_an_unknown_status_is_told_as_the_nearest_known_one(house: House) -> None:
    """A status without a sentence of its own still gets one."""
    _raising(house, HTTPError(418, "teapot"))
    answer = house.client.get("/api/")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (418, "web.bad_request")
