"""The papers of a voucher on its page: attached, taken back, fetched; and read by inspectors."""

import io

import pytest
from werkzeug.test import TestResponse

from finance.rules.papers import digest_of
from tests.doors import House
from tests.finance.web.desk import VOUCHERS, drafted, inline, step, stored
from tests.papers import INVOICE, PDF, PNG, PROGRAM


def _attach(house: House, seq: int, *files: tuple[str, bytes], seen: str = "") -> TestResponse:
    page = f"{VOUCHERS}{seq}/"
    return house.client.post(
        f"{page}papers",
        data={
            "csrf_token": house.token_of(page),
            "seen": seen or str(stored(house, seq).changed_at_us),
            "papers": [(io.BytesIO(content), name) for name, content in files],
        },
        content_type="multipart/form-data",
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_they_are_attached_and_fetched(house: House, language: str) -> None:
    """Several at once; a file is saved, never shown, and runs nothing."""
    seq = drafted(house, "lan")
    house.sign_in("lan", language)
    assert _attach(house, seq, ("Hóa đơn 1.xml", INVOICE), ("b.pdf", PDF)).status_code == 303
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert "Hóa đơn 1.xml" in page
    assert inline(page) == []
    answer = house.client.get(f"{VOUCHERS}{seq}/papers/{digest_of(INVOICE)}")
    assert answer.data == INVOICE
    assert answer.mimetype == "application/xml"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "H%C3%B3a%20%C4%91%C6%A1n%201.xml" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_wrong_is_told_at_the_field(house: House) -> None:
    """Nothing chosen, a program in a paper's clothes, a page that is out of date."""
    seq = drafted(house, "lan")
    empty = _attach(house, seq)
    assert empty.status_code == 422
    assert '<a href="#papers">' in empty.text
    wrong = _attach(house, seq, ("a.pdf", PDF), ("b.pdf", PROGRAM))
    assert wrong.status_code == 422
    assert "xét theo nội dung" in wrong.text
    assert _attach(house, seq, ("a.pdf", PDF.ljust((10 << 20) + 1))).status_code == 413
    assert _attach(house, seq, ("a.pdf", PDF), seen="1").status_code == 409
    assert house.client.get(f"{VOUCHERS}{seq}/papers/{digest_of(PDF)}").status_code == 404


def test_one_is_taken_back(house: House) -> None:
    """While it is a draft; one that is not there is not found."""
    seq = drafted(house, "lan")
    _attach(house, seq, ("a.pdf", PDF), ("b.png", PNG))
    assert step(house, seq, f"papers/{digest_of(PDF)}/remove").status_code == 303
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert "b.png" in page
    assert "a.pdf" not in page
    assert step(house, seq, f"papers/{digest_of(PDF)}/remove").status_code == 404
    assert step(house, seq, "papers/x/remove").status_code == 404
    step(house, seq, "submit")
    assert step(house, seq, f"papers/{digest_of(PNG)}/remove").status_code == 409
    assert 'type="file"' not in house.client.get(f"{VOUCHERS}{seq}/").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_inspectors_read_them_and_do_nothing(house: House, language: str) -> None:
    """The same page without a single form of the office; not of a unit outside their scope."""
    seq = drafted(house, "lan")
    _attach(house, seq, ("a.pdf", PDF))
    house.sign_in("inspector", language)
    where = f"/inspect/units/CTA/vouchers/{seq}/"
    page = house.client.get(where)
    assert page.status_code == 200
    assert "a.pdf" in page.text
    assert "/office/units" not in page.text
    assert 'method="post" action="/inspect' not in page.text
    assert house.client.get(f"{where}papers/{digest_of(PDF)}").data == PDF
    assert house.client.get(f"{where}papers/{digest_of(PNG)}").status_code == 404
    assert house.client.get(f"/inspect/units/CTC/vouchers/{seq}/").status_code == 404
    assert house.client.get(f"{VOUCHERS}{seq}/").status_code == 403


def test_they_are_not_behind_the_open_door(house: House) -> None:
    """Nobody fetches a paper without signing in."""
    seq = drafted(house, "lan")
    _attach(house, seq, ("a.pdf", PDF))
    house.client.delete_cookie("visit")
    rules = house.client.application.url_map.iter_rules()
    holding = [rule.rule for rule in rules if "papers" in rule.rule]
    assert holding
    assert all(rule.startswith(("/office/", "/inspect/")) for rule in holding)
