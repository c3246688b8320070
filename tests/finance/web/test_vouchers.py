"""A voucher goes from its maker to a second person, and only then into the book."""

import pytest
from flask import Blueprint
from sqlalchemy import select

from finance.records.audit_lines import AuditRow
from finance.runtime.database import Database
from finance.shell.room import Room
from finance.web import blueprints, links
from ledger.store.tables import EntryRow
from tests.doors import House, open_books, open_house
from tests.finance.web.desk import (
    PAID,
    VOUCHERS,
    drafted,
    fields,
    inline,
    step,
    stored,
    submitted,
)

ATTACK = "<img src=x onerror=alert(1)>"


def _acts(house: House, subject: str) -> list[str]:
    with house.database.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.subject == subject))
        return [f"{row.actor} {row.action}" for row in rows.all()]


def _entries(house: House) -> int:
    with house.database.reading() as session:
        return len(session.scalars(select(EntryRow)).all())


def test_a_second_person_approves_and_the_entry_stands(house: House) -> None:
    """Drafted, submitted, approved: each step in the log and on the page, in order."""
    seq = submitted(house)
    house.sign_in("approver")
    assert step(house, seq, "approve").status_code == 303
    row = stored(house, seq)
    assert (row.state, row.checker, row.entry) == ("posted", "approver", "CTA/PV/2026/1")
    assert _acts(house, "CTA/V/1") == [
        "lan draft_voucher",
        "lan submit_voucher",
        "approver approve_voucher",
    ]
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    places = [page.index(word) for word in ("Lập hoặc sửa", "Trình duyệt", "Duyệt và ghi sổ")]
    assert places == sorted(places)
    assert "CTA/PV/2026/1" in page
    assert _entries(house) == 1


def test_the_maker_does_not_approve_whatever_their_role(house: House) -> None:
    """The page says why and offers no button; the step taken all the same is refused."""
    seq = submitted(house, "approver", "LDA")
    page = house.client.get(f"/office/units/LDA/vouchers/{seq}/").text
    reason = "approver đã lập nên không được tự duyệt: cần người thứ hai."
    assert reason in page
    assert "Duyệt và ghi sổ</button>" not in page.replace("\n", "").replace("  ", "")
    for name in ("approve", "reject"):
        answer = step(house, seq, name, "LDA", reason="vì")
        assert answer.status_code == 403
        assert reason in answer.text
    assert stored(house, seq, "LDA").state == "submitted"
    assert _entries(house) == 0


def test_who_may_not_approve_is_told_to_wait(house: House) -> None:
    """An accountant sees it, with no button; the step taken all the same is refused."""
    seq = submitted(house)
    house.sign_in("accountant")
    assert "đang chờ người có quyền duyệt" in house.client.get(f"{VOUCHERS}{seq}/").text
    answer = step(house, seq, "approve")
    assert answer.status_code == 403
    assert stored(house, seq).state == "submitted"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_voucher_is_sent_back_with_its_reason(house: House, language: str) -> None:
    """Without one it is not; the maker reads the reason, mends it and submits again."""
    seq = submitted(house)
    house.sign_in("approver", language)
    missing = step(house, seq, "reject", reason="  ")
    assert missing.status_code == 422
    assert '<a href="#reason">' in missing.text
    too_long = step(house, seq, "reject", reason="x" * 1001)
    assert too_long.status_code == 422
    assert "x" * 1001 in too_long.text
    house.clock.forward(seconds=5)
    assert step(house, seq, "reject", reason=f"Thiếu hóa đơn {ATTACK}").status_code == 303
    house.sign_in("lan", language)
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert page.count("Thiếu hóa đơn &lt;img") == 2
    assert ATTACK not in page
    assert step(house, seq, "edit", **fields(*PAID)).status_code == 303
    assert step(house, seq, "submit").status_code == 303
    assert stored(house, seq).state == "submitted"


def test_an_unbalanced_voucher_is_kept_but_not_submitted(house: House) -> None:
    """The page says by how much; the draft is still there."""
    seq = drafted(house, "lan", PAID[0])
    assert "Chênh lệch 24.500.000 đồng" in house.client.get(f"{VOUCHERS}{seq}/").text
    answer = step(house, seq, "submit")
    assert answer.status_code == 422
    assert "không cân" in answer.text
    assert stored(house, seq).state == "draft"


def test_one_decides_on_what_one_has_seen(house: House) -> None:
    """A voucher that was sent back, changed and submitted again is looked at again."""
    seq = submitted(house)
    before = str(stored(house, seq).changed_at_us)
    house.clock.forward(seconds=5)
    house.sign_in("approver")
    step(house, seq, "reject", reason="sửa")
    house.sign_in("lan")
    step(house, seq, "edit", **fields({**PAID[0], "debit": "9"}, {**PAID[1], "credit": "9"}))
    step(house, seq, "submit")
    house.sign_in("approver")
    answer = step(house, seq, "approve", seen=before)
    assert answer.status_code == 409
    assert "đã thay đổi từ khi bạn xem" in answer.text
    assert step(house, seq, "approve").status_code == 303


def test_a_step_is_taken_once(house: House) -> None:
    """A second click finds it done, and posts nothing twice."""
    seq = submitted(house)
    house.sign_in("approver")
    step(house, seq, "approve")
    assert step(house, seq, "approve").status_code == 409
    assert step(house, seq, "submit").status_code == 409
    assert _entries(house) == 1


def test_a_posted_entry_is_reversed_with_a_reason(house: House) -> None:
    """By two people, on a day of an open month, once; both entries are named on the page."""
    seq = submitted(house)
    house.sign_in("approver")
    step(house, seq, "approve")
    house.sign_in("lan")
    assert step(house, seq, "reverse", reason="Ghi trùng", on="ngày mai").status_code == 422
    assert step(house, seq, "reverse", reason="", on="15").status_code == 422
    assert step(house, seq, "reverse", reason="Ghi trùng", on="15/6/2031").status_code == 409
    assert step(house, seq, "reverse", reason="Ghi trùng", on="15").status_code == 303
    asked = seq + 1
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert f"CTA/V/{asked}" in page
    assert "Đề nghị ghi đảo</button>" not in page.replace("\n", "").replace("  ", "")
    assert step(house, seq, "reverse", reason="Ghi trùng", on="15").status_code == 409
    assert step(house, asked, "approve").status_code == 403
    assert _entries(house) == 1
    house.sign_in("approver")
    assert f"CTA/V/{asked}" in house.client.get("/office/vouchers/?to_approve=1").text
    assert "Ghi trùng" in house.client.get(f"{VOUCHERS}{asked}/").text
    assert step(house, asked, "approve").status_code == 303
    page = house.client.get(f"{VOUCHERS}{seq}/").text
    assert "CTA/PV/2026/2" in page
    assert "Đã ghi đảo" in page
    assert "CTA/PV/2026/1" in house.client.get(f"{VOUCHERS}{asked}/").text
    assert _acts(house, "CTA/PV/2026/1") == ["approver reverse_entry"]
    assert _acts(house, f"CTA/V/{asked}") == ["lan ask_reversal", "approver approve_voucher"]


def test_a_reversal_that_is_sent_back_leaves_the_entry_standing(house: House) -> None:
    """Its lines cannot be changed; it is discarded, or asked for anew as another voucher."""
    seq = submitted(house)
    house.sign_in("approver")
    step(house, seq, "approve")
    house.sign_in("lan")
    step(house, seq, "reverse", reason="Ghi trùng", on="15")
    house.sign_in("approver")
    assert step(house, seq + 1, "reject", reason="Không trùng").status_code == 303
    house.sign_in("lan")
    page = house.client.get(f"{VOUCHERS}{seq + 1}/").text
    assert "Không trùng" in page
    assert "/edit" not in page
    assert house.client.get(f"{VOUCHERS}{seq + 1}/edit").status_code == 409
    assert step(house, seq + 1, "edit", **fields(*PAID)).status_code == 409
    assert step(house, seq, "reverse", reason="Ghi trùng thật", on="15").status_code == 303
    assert step(house, seq + 1, "discard").status_code == 303
    assert stored(house, seq + 1).state == "discarded"
    assert stored(house, seq + 2).state == "submitted"
    assert _entries(house) == 1


def test_the_entry_is_a_link_where_the_books_can_be_read(database: Database) -> None:
    """In a house with the room that shows them; elsewhere it is a name."""
    books = Blueprint("office_books", __name__, url_prefix="/office/books")
    books.add_url_rule("/<unit_code>/entries/<int:seq>", "entry", lambda **_given: "entry")
    house = open_house(
        database, [Room("finance", blueprints, links=links), Room("reports", (books,))]
    )
    open_books(database, "CTA")
    seq = submitted(house)
    house.sign_in("approver")
    step(house, seq, "approve")
    assert 'href="/office/books/CTA/entries/1"' in house.client.get(f"{VOUCHERS}{seq}/").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_lists_show_what_one_may_see(house: House, language: str) -> None:
    """All units one sees, or one of them; by state and maker; texts are shown, not carried out."""
    house.sign_in("lan")
    new = f"{VOUCHERS}new"
    house.send(new, new, **fields(*PAID, text=ATTACK))
    submitted(house, "accountant", "LDA")
    house.sign_in("accountant", language)
    page = house.client.get("/office/vouchers/").text
    assert "CTA/V/1" in page
    assert "LDA/V/1" in page
    assert "24.500.000" in page
    assert "&lt;img src=x" in page
    assert inline(page) == []
    assert "LDA/V/1" not in house.client.get(VOUCHERS).text
    assert "CTA/V/1" not in house.client.get("/office/vouchers/?state=submitted").text
    assert "CTA/V/1" not in house.client.get("/office/vouchers/?mine=1").text
    assert house.client.get("/office/vouchers/?state=none").status_code == 400
    house.sign_in("lan", language)
    assert "LDA/V/1" not in house.client.get("/office/vouchers/").text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_of_a_voucher_stands_in_the_way_of_the_policy(house: House, language: str) -> None:
    """In no state is there a style or a script in the page itself."""
    seq = drafted(house, "lan")
    for who, name, given in (
        ("lan", "submit", {}),
        ("approver", "reject", {"reason": "x"}),
        ("lan", "edit", fields(*PAID)),
        ("lan", "submit", {}),
        ("approver", "approve", {}),
    ):
        house.sign_in(who, language)
        assert inline(house.client.get(f"{VOUCHERS}{seq}/").text) == []
        assert step(house, seq, name, **given).status_code == 303


def test_a_voucher_that_is_not_there_is_not_found(house: House) -> None:
    """For every step as for the page; nor is one of a unit outside the scope."""
    house.sign_in("lan")
    assert house.client.get(f"{VOUCHERS}7/").status_code == 404
    for name in ("submit", "approve", "reject", "reverse"):
        answer = house.send(f"{VOUCHERS}7/{name}", VOUCHERS, reason="x", on="15")
        assert answer.status_code == 404
    assert house.client.get("/office/units/LDA/vouchers/1/").status_code == 404


def test_a_step_without_its_token_is_refused(house: House) -> None:
    """From wherever it was sent."""
    seq = submitted(house)
    house.sign_in("approver")
    for name in ("submit", "approve", "reject", "reverse"):
        assert house.client.post(f"{VOUCHERS}{seq}/{name}").status_code == 400
    assert stored(house, seq).state == "submitted"
