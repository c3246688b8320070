"""A member opens their own dues by the link they were handed."""

from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from finance.actions.hand_out_statement import (
    OPENS_DAYS,
    HandOutStatement,
    hand_out_statement,
)
from finance.actions.revoke_statement import RevokeStatement, revoke_statement
from finance.runtime.clock import MINUTE_US
from finance.runtime.context import Context
from finance.runtime.identity import Actor, Grant
from finance.web.statement_pages import MOST_WRONG, WINDOW_MINUTES
from tests.doors import SETTINGS, House
from tests.finance.web.desk import inline
from tests.finance.web.dues_desk import begin

MINE = "/open/units/CTA/my-dues/"


@pytest.fixture
def code(house: House) -> str:
    """The code M1 was handed."""
    begin(house)
    return hand_out_statement(_treasurer(house), HandOutStatement("CTA", "M1")).token


def _treasurer(house: House) -> Context:
    actor = Actor("treasurer", (Grant("CTA", "treasurer"),))
    return Context(house.database, house.clock, actor, SETTINGS)


def _without(page: str, code: str) -> str:
    """A page without what was typed: the link to the other language carries it on."""
    return page.replace(quote(code, safe=""), "").replace(quote(code), "").replace(code, "")


def _private(answer: TestResponse) -> bool:
    head = answer.headers
    return (
        head["Cache-Control"] == "no-store"
        and "noindex" in head["X-Robots-Tag"]
        and head["Referrer-Policy"] == "no-referrer"
        and "Set-Cookie" not in head
    )


@pytest.mark.parametrize(("address", "said"), [(MINE, "Đoàn phí"), (f"/open/en{MINE[5:]}", "dues")])
def test_the_members_own_rows_and_nobody_elses(
    house: House, code: str, address: str, said: str
) -> None:
    """Vietnamese first: months, payments, a QR code to pay; no name, nothing of the neighbour."""
    answer = house.client.get(address, query_string={"code": code})
    assert answer.status_code == 200
    assert said in answer.text
    assert "88.000" in answer.text
    assert "<svg" in answer.text
    shown = answer.text.replace(code, "")
    assert not [hidden for hidden in ("M2", "100.000", "Nguyễn", "6789") if hidden in shown]
    assert inline(answer.text) == []
    assert _private(answer)


def test_without_a_code_there_is_a_form(house: House, code: str) -> None:
    """It asks for one, and shows nothing."""
    answer = house.client.get(MINE)
    assert answer.status_code == 200
    assert code not in answer.text
    assert "88.000" not in answer.text
    assert _private(answer)


@pytest.mark.parametrize("unit", ["CTB", "XX"])
def test_in_its_own_unit_alone(house: House, code: str, unit: str) -> None:
    """A code opens nothing elsewhere, and whether the unit is there is not told by it."""
    answer = house.client.get(f"/open/units/{unit}/my-dues/", query_string={"code": code})
    assert answer.status_code == 404
    assert _private(answer)


def test_wrong_revoked_and_ended_look_the_same(house: House, code: str) -> None:
    """Nobody learns which it was."""
    bad = f"{code}!"
    wrong = house.client.get(MINE, query_string={"code": bad})
    revoke_statement(_treasurer(house), RevokeStatement("CTA", "M1"))
    revoked = house.client.get(MINE, query_string={"code": code})
    fresh = hand_out_statement(_treasurer(house), HandOutStatement("CTA", "M1")).token
    house.clock.forward(seconds=(OPENS_DAYS + 1) * 86_400)
    ended = house.client.get(MINE, query_string={"code": fresh})
    assert {each.status_code for each in (wrong, revoked, ended)} == {404}
    told = (("wrong", wrong, bad), ("revoked", revoked, code), ("ended", ended, fresh))
    pages = {_without(answer.text, typed) for _, answer, typed in told}
    assert len(pages) == 1


def test_too_many_wrong_codes_wait(house: House, code: str) -> None:
    """From one address, whatever comes then; after the window it opens again."""
    for number in range(MOST_WRONG):
        assert house.client.get(MINE, query_string={"code": f"x{number}"}).status_code == 404
    shut = house.client.get(MINE, query_string={"code": code})
    assert shut.status_code == 429
    assert "88.000" not in shut.text
    assert _private(shut)
    house.clock.passed_us += WINDOW_MINUTES * MINUTE_US
    assert house.client.get(MINE, query_string={"code": code}).status_code == 200


def test_what_is_paid_has_no_code_to_pay(house: House, code: str) -> None:
    """A member who owes nothing sees no picture."""
    from finance.actions.collect_dues import CollectDues, collect_dues  # noqa: PLC0415 - here alone
    from tests.finance.web.dues_desk import MAY  # noqa: PLC0415 - here alone

    ctx = _treasurer(house)
    collect_dues(ctx, CollectDues("CTA", MAY, ctx.today, "111"))
    page = house.client.get(MINE, query_string={"code": code}).text
    assert "<svg" not in page
    assert "88.000" in page
