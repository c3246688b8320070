"""A refund is asked for and decided on its page, by two people."""

import pytest

from finance.records.receipts import ReceiptRow
from finance.records.refunds import RefundRow
from tests.builders import E4, employer
from tests.doors import DAY, House
from tests.federation import Federation
from tests.finance.web.desk import inline

PAGE = "/office/units/CTA/refunds/"
ASKED = {"kind": "credit", "tax_code": E4, "request": "CV 12", "account_no": "2099"}


@pytest.fixture
def paid(house: House) -> House:
    """E4, from which CTA collects, has 888,887 of credit there."""
    fed = Federation(house.database)
    judged = fed.employers(
        employer(E4, collecting_unit="CTA", grassroots_unit="", upper_unit="LDA")
    )
    assert judged.problems == {}
    with house.database.writing() as session:
        session.add(_receipt())
        session.commit()
    return house


def _receipt() -> ReceiptRow:
    return ReceiptRow(
        unit_code="CTA",
        seq=1,
        account_no="10CTA",
        booked_on=DAY,
        reference="R1",
        occurrence=1,
        amount_vnd=888_887,
        batch_id=1,
        row_no=2,
        matched_vnd=0,
        credit_vnd=888_887,
        returned_vnd=0,
        state="credit",
        tax_code=E4,
        collecting_unit="CTA",
        confidence=100,
    )


def _state(house: House, seq: int = 1) -> str:
    with house.database.reading() as session:
        return session.get_one(RefundRow, ("CTA", seq)).state


@pytest.mark.parametrize("language", ["vi", "en"])
def test_one_asks_and_another_approves(paid: House, language: str) -> None:
    """The page shows to whom, how much and why; the payment list is a link from it."""
    paid.sign_in("lan", language)
    assert paid.send(PAGE, PAGE, **ASKED).status_code == 303
    page = paid.client.get(PAGE).text
    assert "888.887 đồng" in page
    assert ("Nộp thừa" if language == "vi" else "Paid too much") in page
    assert f'action="{PAGE}1/approve"' not in page
    assert inline(page) == []
    paid.sign_in("approver", language)
    assert f'href="{PAGE}"' in paid.client.get("/office/").text  # it waits on the first page
    page = paid.client.get(PAGE).text
    assert f'action="{PAGE}1/approve" data-ask="' in page
    assert paid.send(f"{PAGE}1/approve", PAGE).status_code == 303
    assert _state(paid) == "paid"
    page = paid.client.get(PAGE).text
    assert "payments/list?ref=CTA/IB/1" in page or "payments/list?ref=CTA%2FIB%2F1" in page
    assert inline(page) == []
    assert paid.send(f"{PAGE}1/approve", "/office/units/CTA/moves/").status_code in {400, 409}


def test_what_is_missing_is_said_beside_its_field(paid: House) -> None:
    """And what was typed stays."""
    paid.sign_in("lan")
    for change, place in (
        ({"request": ""}, "request"),
        ({"tax_code": "9900000016"}, "tax_code"),
        ({"amount": "999.999"}, "amount"),
        ({"amount": "nhiều"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"account_no": "<b>1"}, "account_no"),
        ({"bank_bin": "zz"}, "account_no"),
        ({"account_no": "x" * 41}, "request"),
    ):
        answer = paid.send(PAGE, PAGE, **{**ASKED, **change})
        assert answer.status_code in {404, 409, 422}, change
        assert f'href="#{place}"' in answer.text, change
    assert paid.send(PAGE, PAGE, **{**ASKED, "kind": "gift"}).status_code == 400
    assert paid.send(PAGE, PAGE, **{**ASKED, "request": "x" * 1001}).status_code == 400


def test_refused_with_a_reason(paid: House) -> None:
    """Without one the page asks for it; then it stands in the list of what was decided."""
    paid.sign_in("lan")
    paid.send(PAGE, PAGE, **ASKED)
    paid.sign_in("approver")
    answer = paid.send(f"{PAGE}1/refuse", PAGE, reason=" ")
    assert (answer.status_code, 'href="#reason"' in answer.text) == (422, True)
    assert paid.send(f"{PAGE}1/refuse", PAGE, reason="Thiếu dấu").status_code == 303
    assert _state(paid) == "refused"
    assert "Thiếu dấu" in paid.client.get(PAGE).text


def test_who_may_not(paid: House) -> None:
    """The maker cannot approve, the treasurer neither asks nor decides; others are not there."""
    paid.sign_in("lan")
    paid.send(PAGE, PAGE, **ASKED)
    assert paid.send(f"{PAGE}1/approve", PAGE).status_code == 403
    paid.sign_in("treasurer")
    page = paid.client.get(PAGE).text
    assert "không được đề nghị hoàn trả" in page
    assert "<form" not in page.split("<main", 1)[1]
    paid.sign_in("approver")
    for number in ("9", "9223372036854775807", "99999999999999999999"):
        for step in ("approve", "refuse"):
            assert paid.send(f"{PAGE}{number}/{step}", PAGE, reason="Sai").status_code == 404
