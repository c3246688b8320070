"""Vouchers used again or thrown away, on the pages of the office."""

import pytest

from finance.records.templates import templates_of
from tests.doors import House
from tests.finance.web.desk import NEW, VOUCHERS, drafted, inline, step, stored, submitted

TEMPLATES = "/office/units/CTA/voucher-templates/"
ATTACK = "<img src=x onerror=alert(1)>"


def _names(house: House) -> list[str]:
    with house.database.reading() as session:
        return [row.name for row in templates_of(session, "CTA")]


def test_a_voucher_is_copied(house: House) -> None:
    """Into a new draft that one is led to."""
    seq = submitted(house)
    answer = step(house, seq, "copy")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"/vouchers/{seq + 1}/")
    assert stored(house, seq + 1).state == "draft"
    assert "Sao chép từ chứng từ khác" in house.client.get(f"{VOUCHERS}{seq + 1}/").text


def test_a_draft_is_thrown_away(house: House) -> None:
    """Its page says by whom, and offers nothing more."""
    seq = drafted(house, "lan")
    assert step(house, seq, "discard", seen="1").status_code == 409
    assert step(house, seq, "discard").status_code == 303
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert "Đã hủy" in page
    assert "/discard" not in page
    assert "/submit" not in page
    assert step(house, seq, "discard").status_code == 409
    assert f"CTA/V/{seq}" in house.client.get("/office/vouchers/?state=discarded").text


def test_what_waits_is_taken_back_by_who_made_it(house: House) -> None:
    """The button is there for them alone; then the voucher may be changed again."""
    seq = drafted(house, "lan")
    step(house, seq, "submit")
    assert "/withdraw" in house.client.get(f"{VOUCHERS}{seq}/").text
    house.sign_in("approver")
    assert "/withdraw" not in house.client.get(f"{VOUCHERS}{seq}/").text
    house.sign_in("lan")
    assert step(house, seq, "withdraw", seen="1").status_code == 409
    assert step(house, seq, "withdraw").status_code == 303
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert "Rút lại" in page
    assert "/withdraw" not in page
    assert f"/vouchers/{seq}/edit" in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_template_is_made_used_renamed_and_retired(house: House, language: str) -> None:
    """With its amounts, or with cells left empty; its name is shown, not carried out."""
    seq = drafted(house, "lan")
    house.sign_in("lan", language)
    assert step(house, seq, "template", name=" ").status_code == 422
    assert step(house, seq, "template", name="Thăm hỏi", amounts="1").status_code == 303
    again = step(house, seq, "template", name="Thăm hỏi")
    assert again.status_code == 409
    assert '<a href="#name">' in again.text
    assert step(house, seq, "template", name=ATTACK).status_code == 303
    page = house.client.get(TEMPLATES).text
    assert ATTACK not in page
    assert "24.500.000" in page
    assert inline(page) == []
    with_amounts = house.client.get(f"{NEW}?template=1").text
    assert 'value="24.500.000"' in with_amounts
    assert "Chi thăm hỏi" in with_amounts
    empty = house.client.get(f"{NEW}?template=2").text
    assert 'value="24.500.000"' not in empty
    assert 'value="611"' in empty
    for asked, status in (("9", 404), ("x", 400), ("", 200)):
        assert house.client.get(f"{NEW}?template={asked}").status_code == status
    assert house.send(f"{TEMPLATES}2/rename", TEMPLATES, name="Thăm hỏi").status_code == 409
    assert house.send(f"{TEMPLATES}9/rename", TEMPLATES, name="x").status_code == 404
    assert house.send(f"{TEMPLATES}2/rename", TEMPLATES, name="Ốm đau").status_code == 303
    assert _names(house) == ["Thăm hỏi", "Ốm đau"]
    assert house.send(f"{TEMPLATES}1/retire", TEMPLATES).status_code == 303
    assert _names(house) == ["Ốm đau"]
    assert house.send(f"{TEMPLATES}1/retire", TEMPLATES).status_code == 404


def test_a_voucher_that_is_not_there(house: House) -> None:
    """Is neither copied nor kept nor thrown away."""
    house.sign_in("lan")
    for name in ("copy", "template", "discard"):
        answer = house.send(f"{VOUCHERS}7/{name}", NEW, name="x")
        assert answer.status_code == 404


def test_who_only_pays_is_offered_nothing(house: House) -> None:
    """And refused what they send all the same; the list of templates they may read."""
    seq = drafted(house, "lan")
    step(house, seq, "template", name="Một")
    house.sign_in("treasurer")
    assert "/copy" not in house.client.get(f"{VOUCHERS}{seq}/").text
    page = house.client.get(TEMPLATES)
    assert "Một" in page.text
    assert "/rename" not in page.text
