"""The queue shows whose money waits, says why in words, and takes a person's decision."""

import pytest

from finance.records.receipts import ReceiptRow
from tests.collectors.federation import E1, E2, E4, Federation
from tests.collectors.web.conftest import DAY
from tests.doors import House

R2, R3 = "/office/receipts/LDA/2", "/office/receipts/LDA/3"
T1 = "/office/receipts/TLD/1"


def test_the_queue_shows_what_waits_with_its_suggestion(house: House) -> None:
    """Without a filter: what nobody has decided, with the likeliest employer and how sure it is."""
    house.sign_in("lan")
    page = house.client.get("/office/receipts/").text
    assert "2 khoản thu, cộng 1.000.000 đồng" in page
    assert "Công ty TNHH An Phát" in page
    assert "Yếu" in page
    assert "Không có dấu hiệu" in page
    assert "CHUYEN TIEN &lt;b&gt;" in page
    assert "LDA/R/1" not in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=all", {"LDA/R/1", "LDA/R/2", "LDA/R/3", "TLD/R/1"}),
        ("state=matched", {"LDA/R/1"}),
        ("state=credit", {"TLD/R/1"}),
        ("state=returned", set()),
        ("state=suggested", {"LDA/R/2"}),
        ("state=unidentified", {"LDA/R/3"}),
        ("state=all&q=an+phat", {"LDA/R/2"}),
        ("state=all&q=2.500.000", {"LDA/R/1"}),
        (f"state=all&q={E4}", {"LDA/R/1", "TLD/R/1"}),
        ("state=all&q=100%25", set()),
    ],
)
def test_the_queue_is_filtered(house: House, query: str, shown: set[str]) -> None:
    """By state, and by words of the text, a tax code or an amount."""
    house.sign_in("lan")
    page = house.client.get(f"/office/receipts/?{query}").text
    every = {"LDA/R/1", "LDA/R/2", "LDA/R/3", "TLD/R/1"}
    assert {name for name in every if f">{name}<" in page} == shown


@pytest.mark.parametrize("query", ["state=lost", "page=0", "page=x", "page=99999999999"])
def test_an_address_nobody_linked_to_is_refused(house: House, query: str) -> None:
    """Not guessed at."""
    house.sign_in("lan")
    assert house.client.get(f"/office/receipts/?{query}").status_code == 400


def test_a_long_queue_has_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came first stands on the first page; the filter stays while one turns."""
    monkeypatch.setattr("collectors.web.receipts._PAGE", 1)
    house.sign_in("lan")
    first = house.client.get("/office/receipts/?q=CHUYEN").text
    assert "Trang 1 trên 2" in first
    assert 'rel="next" href="/office/receipts/?state=waiting&amp;q=CHUYEN&amp;page=2"' in first
    assert ">LDA/R/3<" in house.client.get("/office/receipts/?q=CHUYEN&page=2").text


def test_a_receipt_says_what_it_pays_and_why(house: House) -> None:
    """Evidence in words, the months, the credit, and the sum that is the receipt."""
    house.sign_in("lan")
    page = house.client.get("/office/receipts/LDA/1").text
    assert f"Nội dung ghi mã số thuế {E4} của một người nộp đã biết." in page
    assert "Nội dung ghi kỳ 2026-06." in page
    assert "Còn thừa 500.000 đồng, ghi có cho người nộp." in page
    for amount in ("2.000.000", "500.000", "2.500.000"):
        assert f">{amount}<" in page
    assert "Của ai?" not in page
    house.sign_in("lan", "en")
    assert "The text gives tax code" in house.client.get("/office/receipts/LDA/1").text


def test_a_person_identifies_a_receipt(house: House, federation: Federation) -> None:
    """Search without diacritics, choose, tick the month, record: it is in the book."""
    house.sign_in("lan")
    found = house.client.get(f"{R3}?q=binh+minh").text
    assert f'href="{R3}?employer={E2}#decide"' in found
    chosen = house.client.get(f"{R3}?employer={E1}").text
    assert 'name="period" value="2026-06"' in chosen
    answer = house.send(f"{R3}/identify", R3, employer=E1, period="2026-06")
    assert answer.status_code == 303
    page = house.client.get(answer.headers["Location"]).text
    assert "Quyết định đã được ghi sổ." in page
    assert "Một người đã quyết định." in page
    assert "người quyết định: lan" in page
    row = federation.receipt("R3")
    assert (row.state, row.tax_code, row.matched_vnd) == ("matched", E1, 700_000)
    federation.check()


def test_a_part_of_a_receipt_is_recorded(house: House, federation: Federation) -> None:
    """The page of the part says what it is a part of; the rest still waits."""
    house.sign_in("lan")
    answer = house.send(f"{R3}/identify", R3, employer=E1, amount="100.000")
    assert answer.status_code == 303
    part = answer.headers["Location"].partition("?")[0]
    assert part != R3
    assert f'href="{R3}"' in house.client.get(part).text
    assert house.send(f"{R3}/identify", R3, employer=E1, amount="nhiều").status_code == 422
    with federation.database.reading() as session:
        rows = {row.seq: row.amount_vnd for row in session.query(ReceiptRow) if row.split_from == 3}
        assert list(rows.values()) == [100_000]
        assert session.get_one(ReceiptRow, ("LDA", 3)).state == "unidentified"


def test_the_suggestion_is_chosen_already(house: House) -> None:
    """One press is enough where the evidence is right."""
    house.sign_in("lan")
    page = house.client.get(R2).text
    assert f'name="employer" value="{E1}"' in page
    assert "Nội dung ghi tên của người nộp đã biết." in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"employer": "9999999999"}, 404),
        ({"employer": ""}, 404),
        ({"employer": E1, "period": "x"}, 422),
    ],
)
def test_what_cannot_be_recorded_is_told_on_the_page(
    house: House, federation: Federation, fields: dict[str, str], status: int
) -> None:
    """In a sentence, and nothing is recorded."""
    house.sign_in("lan")
    answer = house.send(f"{R3}/identify", R3, **fields)
    assert answer.status_code == status
    assert "Có điều chưa đúng" in answer.text
    assert federation.receipt("R3").state == "unidentified"


def test_a_release_wants_its_reason(house: House, federation: Federation) -> None:
    """Without one nothing happens; with one the money waits again, for a person."""
    house.sign_in("lan")
    page = "/office/receipts/LDA/1"
    refused = house.send(f"{page}/release", page, reason=" ")
    assert refused.status_code == 422
    assert "Hãy ghi lý do" in refused.text
    assert house.send(f"{page}/release", page, reason="nhầm").status_code == 303
    assert federation.receipt("R1").open_vnd == 2_500_000
    federation.match(DAY)
    assert "chỉ người mới được ghép lại" in house.client.get(page).text
    federation.check()


def test_who_may_not_decide_sees_no_form(house: House, federation: Federation) -> None:
    """A treasurer reads; what is sent all the same is refused."""
    house.sign_in("thu")
    assert "Của ai?" not in house.client.get(R3).text
    token = house.token_of("/office/receipts/")
    sent = {"csrf_token": token, "employer": E1, "reason": "x"}
    assert house.client.post(f"{R3}/identify", data=sent).status_code == 403
    assert house.client.post("/office/receipts/LDA/1/release", data=sent).status_code == 403
    assert federation.receipt("R3").state == "unidentified"


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("lan", {"/office/receipts/LDA/1": 200, T1: 200}),  # collected by LDA
        ("huy", {"/office/receipts/LDA/1": 200, T1: 200}),
        ("mai", {"/office/receipts/LDA/1": 404, T1: 404}),
    ],
)
def test_a_receipt_outside_the_scope_is_not_there(
    house: House, person: str, seen: dict[str, int]
) -> None:
    """Own accounts and those below, and what these units collect wherever it lies."""
    house.sign_in(person)
    assert {page: house.client.get(page).status_code for page in seen} == seen
    token = house.token_of("/office/receipts/")
    if person == "mai":
        for act in ("identify", "release"):
            sent = {"csrf_token": token, "employer": E1, "reason": "x"}
            assert house.client.post(f"{R3}/{act}", data=sent).status_code == 404
    assert house.client.get("/office/receipts/LDA/99").status_code == 404


def test_the_batch_is_linked_where_it_may_be_seen(house: House) -> None:
    """LDA sees T1, which it collects, but not the statement of TLD's account."""
    house.sign_in("lan")
    assert 'href="/office/intake/batches/7"' in house.client.get(R3).text
    assert "/office/intake/batches/" not in house.client.get(T1).text
