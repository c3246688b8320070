"""The page of rewards to those outside the union."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.doors import DAY, House
from tests.finance.web.desk import inline

PAGE = "/office/units/LDA/rewards/"
FORM = {
    "recipient": "collective",
    "name": "Đội thuế <script>alert(1)</script>",
    "identity": "0100000001",
    "amount": "35.100.000",
    "reason": "Phối hợp đôn đốc thu",
    "outside": "1",
    "key": "f1",
}
_KEY = re.compile(r'name="key" value="([^"]+)"')


def _send(house: House, **changes: str) -> TestResponse:
    return house.send(f"{PAGE}propose", PAGE, **{**FORM, **changes})


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_reward_is_proposed_and_leads_to_its_voucher(house: House, language: str) -> None:
    """With the ceilings of the day; another person approves the voucher as any other."""
    house.sign_in("accountant", language)
    before = house.client.get(PAGE).text
    assert "7.020.000" in before
    assert "35.100.000" in before
    assert _send(house, account="111").status_code == 303
    page = house.client.get(PAGE).text
    assert "LDA/V/1" in page
    assert ("Chờ duyệt" if language == "vi" else "Waiting for approval") in page
    assert "<script>alert" not in page
    assert inline(page) == []
    assert "111" in house.client.get("/office/units/LDA/vouchers/1/").text
    house.sign_in("approver")
    assert "LDA/V/1" in house.client.get("/office/vouchers/?to_approve=1").text


@pytest.mark.parametrize(
    ("changes", "status", "place"),
    [
        ({"amount": "35.100.001"}, 409, ""),
        ({"recipient": "person", "identity": "010000000199"}, 409, ""),
        ({"recipient": "person"}, 422, "identity"),
        ({"outside": ""}, 409, ""),
        ({"amount": ""}, 422, ""),
        ({"amount": "abc"}, 422, "amount"),
        ({"name": "x" * 301}, 422, "name"),
        ({"reason": "\x00"}, 422, "reason"),
    ],
)
def test_what_is_refused_stays_in_the_form(
    house: House, changes: dict[str, str], status: int, place: str
) -> None:
    """Said at its field where it has one; what was typed stays."""
    house.sign_in("accountant")
    answer = _send(house, **changes)
    assert answer.status_code == status
    assert f'href="#{place}"' in answer.text or not place
    assert "0100000001" in answer.text


def test_a_form_sent_twice_proposes_once(house: House) -> None:
    """It has a key of its own; what is mended keeps it, something else under it gets a new one."""
    house.sign_in("accountant")
    first, second = (_key(house.client.get(PAGE)) for _ in range(2))
    assert first != second
    assert _key(_send(house, key=first, amount="abc")) == first
    for _ in range(2):
        assert _send(house, key=first).status_code == 303
    page = house.client.get(PAGE).text
    assert "LDA/V/1" in page
    assert "LDA/V/2" not in page
    other = _send(house, key=first, amount="1.000")
    assert other.status_code == 409
    assert "LDA/TH/1" in other.text
    assert _key(other) != first
    assert _send(house, key="").status_code == 422


def _key(answer: TestResponse) -> str:
    found = _KEY.search(answer.text)
    assert found is not None
    return found[1]


def test_who_may_not_propose_sees_no_form(house: House) -> None:
    """A treasurer reads the list."""
    house.sign_in("treasurer")
    page = house.client.get(PAGE)
    assert page.status_code == 200
    assert "rewards/propose" not in page.text
    assert DAY.year == 2026
