"""A debit row that nobody recognised is said and decided on its page."""

import pytest

from finance.records.bank_accounts import BankAccountRow
from finance.records.debits import DebitClearingRow
from finance.records.receipts import BankDebitRow, PaymentRow, ReceiptRow
from tests.doors import DAY, House
from tests.finance.web.desk import inline

LIST = "/office/units/CTA/debits/"
PAGE = f"{LIST}1"
FEE = {"account": "611", "fund": "KPCĐ", "item": "31", "what_for": "Phí chuyển tiền"}


@pytest.fixture
def gone(house: House) -> House:
    """CTA's bank took 11,000; CTA has an account, a receipt of 5,000 and a payment of 6,000."""
    row = {"unit_code": "CTA", "account_no": "10CTA", "booked_on": DAY, "occurrence": 1}
    taken = {**row, "batch_id": 1, "row_no": 2}
    with house.database.writing() as session:
        session.add_all(
            [
                BankDebitRow(
                    **taken,
                    seq=1,
                    reference="NO1",
                    amount_vnd=11_000,
                    content="THU <PHI>",
                    state="waiting",
                ),
                ReceiptRow(
                    **taken,
                    seq=1,
                    reference="R1",
                    amount_vnd=5_000,
                    matched_vnd=0,
                    credit_vnd=0,
                    returned_vnd=0,
                    state="unidentified",
                    confidence=0,
                ),
                PaymentRow(
                    unit_code="CTA",
                    seq=1,
                    ref="CTA/IB/1",
                    pay_on=DAY,
                    payee="LDA",
                    amount_vnd=6_000,
                    purpose="Chuyen",
                    state="ordered",
                ),
                BankAccountRow(
                    account_no="10CTA",
                    bank_bin="970405",
                    unit_code="CTA",
                    ledger_account="112",
                    purpose="levy_collection",
                ),
            ]
        )
        session.commit()
    return house


def _states(house: House) -> list[tuple[str, int, str]]:
    with house.database.reading() as session:
        rows = session.query(DebitClearingRow).order_by(DebitClearingRow.seq)
        return [(row.kind, row.amount_vnd, row.state) for row in rows]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_from_the_first_page_to_the_last_dong(gone: House, language: str) -> None:
    """It waits on the first page; a return, a payment, and it is cleared."""
    gone.sign_in("lan", language)
    assert 'href="/office/debits/"' in gone.client.get("/office/").text
    listed = gone.client.get("/office/debits/").text
    assert f'href="{PAGE}"' in listed
    assert "THU &lt;PHI&gt;" in listed
    page = gone.client.get(PAGE).text
    assert "11.000 đồng" in page
    assert inline(page) == inline(listed) == []
    sent = gone.send(f"{PAGE}/return", PAGE, receipt="CTA/R/1", amount="5.000")
    assert sent.status_code == 303, sent.text
    assert gone.send(f"{PAGE}/settle", PAGE, payment="CTA/IB/1").status_code == 303
    assert _states(gone) == [("returns", 5_000, "done"), ("settles", 6_000, "done")]
    assert PAGE not in gone.client.get(LIST).text
    assert f'href="{PAGE}"' in gone.client.get(f"{LIST}?all=1").text
    page = gone.client.get(PAGE).text
    assert "/settle" not in page
    assert ("Đã ghi sổ" if language == "vi" else "Posted") in page
    assert gone.send(f"{PAGE}/2/undo", PAGE, reason="Nhầm").status_code == 303
    assert f'href="{PAGE}"' in gone.client.get(LIST).text


def test_a_fee_is_posted_by_two_people(gone: House) -> None:
    """It waits on the second one's first page; the maker cannot approve."""
    gone.sign_in("lan")
    assert gone.send(f"{PAGE}/spend", PAGE, **FEE).status_code == 303
    assert gone.send(f"{PAGE}/1/approve", PAGE).status_code == 403
    gone.sign_in("approver")
    assert 'href="/office/debits/?all=1"' in gone.client.get("/office/").text
    assert f'action="{PAGE}/1/approve"' in gone.client.get(PAGE).text
    assert gone.send(f"{PAGE}/1/approve", PAGE).status_code == 303
    assert _states(gone) == [("spends", 11_000, "done")]
    assert 'action="/office/units' not in gone.client.get(PAGE).text  # nothing is left to decide


def test_refused_with_a_reason(gone: House) -> None:
    """Without one the page asks for it."""
    gone.sign_in("lan")
    gone.send(f"{PAGE}/spend", PAGE, **FEE)
    gone.sign_in("approver")
    answer = gone.send(f"{PAGE}/1/refuse", PAGE, reason=" ")
    assert (answer.status_code, 'href="#reason-1"' in answer.text) == (422, True)
    assert gone.send(f"{PAGE}/1/refuse", PAGE, reason="Thiếu").status_code == 303
    assert _states(gone) == [("spends", 11_000, "refused")]


def test_what_is_wrong_is_said_beside_its_field(gone: House) -> None:
    """And what was typed stays."""
    gone.sign_in("lan")
    for verb, change, place in (
        ("return", {"receipt": "R9"}, "receipt"),
        ("return", {"receipt": "R1", "amount": "5.001"}, "receipt"),
        ("settle", {"payment": "CTA/IB/9"}, "payment"),
        ("spend", {**FEE, "account": "9"}, "account"),
        ("spend", {**FEE, "what_for": ""}, "what_for"),
        ("spend", {**FEE, "amount": "11.001"}, "amount"),
        ("spend", {**FEE, "amount": "nhiều"}, ""),
    ):
        answer = gone.send(f"{PAGE}/{verb}", PAGE, **change)
        assert answer.status_code in {404, 409, 422}, (verb, change)
        assert not place or f'href="#{place}"' in answer.text, (verb, change)
    assert gone.send(f"{PAGE}/spend", PAGE, **{**FEE, "item": "x" * 1001}).status_code == 400
    assert _states(gone) == []


def test_what_is_not_there(gone: House) -> None:
    """Nor are numbers that no row can have."""
    gone.sign_in("lan")
    for seq in ("2", "9223372036854775808"):
        assert gone.client.get(f"{LIST}{seq}").status_code == 404
        assert gone.send(f"{LIST}{seq}/return", PAGE, receipt="R1").status_code == 404
    gone.sign_in("treasurer")
    assert "không được xác định khoản chi" in gone.client.get(PAGE).text
