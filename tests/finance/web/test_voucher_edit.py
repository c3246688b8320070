"""A voucher is typed into a table; what is wrong comes back at its cell and nothing is lost."""

import html
import json
import re

import pytest
from sqlalchemy import select

from finance.records.audit_lines import AuditRow
from finance.records.vouchers import VoucherLineRow, VoucherRow
from tests.doors import House
from tests.finance.web.desk import NEW, PAID, VOUCHERS, drafted, fields, inline, step, stored

ATTACK = '"><script>alert(1)</script>'


def _value(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" (?:type="text" )?value="([^"]*)"', page)
    return "" if found is None else html.unescape(found[1])


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", ("Lập chứng từ", "Tài khoản", "Nợ", "Tiền mặt")), ("en", ("New voucher", "Debit"))],
)
def test_the_form_is_there_in_both_languages(
    house: House, language: str, words: tuple[str, ...]
) -> None:
    """Labelled fields, choices by name, nothing inline; control accounts are not offered."""
    house.sign_in("lan", language)
    page = house.client.get(NEW).text
    assert all(word in page for word in words)
    assert '<option value="112">' in page
    assert '<option value="13881">' not in page
    assert 'aria-labelledby="c-debit r-6"' in page
    assert inline(page) == []


def test_a_good_form_becomes_a_draft(house: House) -> None:
    """It leads to the voucher, with its lines as typed, and the log says who made it."""
    seq = drafted(house, "lan")
    row = stored(house, seq)
    assert (row.state, row.maker, row.text) == ("draft", "lan", "Chi thăm hỏi")
    with house.database.reading() as session:
        lines = session.scalars(select(VoucherLineRow).order_by(VoucherLineRow.line_no)).all()
        acts = session.scalars(select(AuditRow).where(AuditRow.action == "draft_voucher")).all()
    assert [(line.account, line.side, line.amount_vnd, line.fund, line.item) for line in lines] == [
        ("611", "D", 24_500_000, "levy", "31"),
        ("112", "C", 24_500_000, "", ""),
    ]
    assert [(act.actor, act.unit_code, act.subject) for act in acts] == [("lan", "CTA", "CTA/V/1")]
    assert json.loads(acts[0].details)["lines"] == 2


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_wrong_comes_back_as_typed(house: House, language: str) -> None:
    """422, each cell with what was typed in it, each problem in the summary and at its cell."""
    house.sign_in("lan", language)
    wrong = {"account": "13881", "debit": "1,5", "fund": ATTACK, "item": "31"}
    sent = fields(*PAID, wrong, text="", accounting_on="31/12/2031", document_on=ATTACK)
    answer = house.send(NEW, NEW, **sent)
    page = answer.text
    assert answer.status_code == 422
    assert {name: _value(page, name) for name in sent} == sent
    places = ("accounting_on", "document_on", "text", "account-3", "debit-3", "fund-3")
    for place in places:
        assert f'<a href="#{place}">' in page
        assert f'id="{place}-error"' in page
    summary = "Dòng 3, Nợ:" if language == "vi" else "Row 3, Debit:"
    assert summary in page
    assert "<script>alert" not in page
    assert inline(page) == []
    with house.database.reading() as session:
        assert session.scalars(select(VoucherRow)).all() == []


def test_more_rows_may_be_had_without_a_script(house: House) -> None:
    """A button gives five more; what was typed stays, nothing is judged or kept."""
    house.sign_in("lan")
    answer = house.send(NEW, NEW, **fields({"debit": "x"}), more="1")
    assert answer.status_code == 200
    assert answer.text.count("data-line") == 6
    again = house.send(NEW, NEW, **fields(*({"debit": str(each)} for each in range(6))), more="1")
    assert again.text.count("data-line") == 11
    assert _value(again.text, "debit-6") == "5"


def test_a_draft_is_changed_in_the_same_form(house: House) -> None:
    """It shows the draft as it would be typed, and replaces its lines."""
    seq = drafted(house, "lan")
    page = house.client.get(f"{VOUCHERS}{seq}/edit").text
    assert _value(page, "debit-1") == "24.500.000"
    assert _value(page, "fund-1") == "KPCĐ"
    house.clock.forward(seconds=5)
    answer = step(house, seq, "edit", **fields(*PAID, PAID[1], text="Chi khác"))
    assert answer.status_code == 303
    assert stored(house, seq).text == "Chi khác"
    with house.database.reading() as session:
        assert len(session.scalars(select(VoucherLineRow)).all()) == 3


def test_two_who_change_the_same_draft_do_not_overwrite_each_other(house: House) -> None:
    """The later one is told that it has changed, and keeps what they typed."""
    seq = drafted(house, "lan")
    before = str(stored(house, seq).changed_at_us)
    house.clock.forward(seconds=5)
    step(house, seq, "edit", **fields(*PAID, text="Người thứ nhất"))
    answer = step(house, seq, "edit", seen=before, **fields(*PAID, text="Người thứ hai"))
    assert answer.status_code == 409
    assert "đã thay đổi từ khi bạn xem" in answer.text
    assert _value(answer.text, "text") == "Người thứ hai"
    assert stored(house, seq).text == "Người thứ nhất"


def test_a_posted_or_submitted_voucher_is_not_changed(house: House) -> None:
    """Neither its form nor a form sent all the same."""
    seq = drafted(house, "lan")
    step(house, seq, "submit")
    assert house.client.get(f"{VOUCHERS}{seq}/edit").status_code == 409
    assert step(house, seq, "edit", **fields(*PAID)).status_code == 409


def test_a_voucher_that_is_not_there_is_not_found(house: House) -> None:
    """Whatever number the address holds."""
    house.sign_in("lan")
    assert house.client.get(f"{VOUCHERS}7/edit").status_code == 404
    assert house.client.get(f"{VOUCHERS}{'9' * 30}/edit").status_code == 404
    assert house.send(f"{VOUCHERS}7/edit", NEW, **fields(*PAID)).status_code == 404


def test_who_may_not_draft_gets_no_form(house: House) -> None:
    """A treasurer reads; the form sent all the same is refused."""
    house.sign_in("treasurer")
    assert house.client.get(NEW).status_code == 403
    assert house.send(NEW, VOUCHERS, **fields(*PAID)).status_code == 403


def test_a_unit_without_a_book_takes_no_vouchers(house: House) -> None:
    """The reason is said, and it is no mistake of ours."""
    house.sign_in("accountant")
    assert house.client.get("/office/units/CTB/vouchers/new").status_code == 404


def test_a_form_without_its_token_is_refused(house: House) -> None:
    """Nothing is kept."""
    house.sign_in("lan")
    assert house.client.post(NEW, data=fields(*PAID)).status_code == 400
    with house.database.reading() as session:
        assert session.scalars(select(VoucherRow)).all() == []
