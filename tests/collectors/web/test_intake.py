"""A file is brought in by hand; what became of it is shown, and a bad one is refused in words."""

import io
import zipfile

import pytest
from werkzeug.test import TestResponse

from tests.collectors.federation import BANK, LDA, TLD, Federation, as_csv
from tests.doors import House

PAGE = "/office/intake/"
GOOD = as_csv(BANK, [("N1", "2026-07-14", "", "500.000", "", "", "CHUYEN TIEN")])
BAD = as_csv(BANK, [("N2", "2026-07-14", "", "1,5", "", "", "CHUYEN TIEN")])


def _send(house: House, text: bytes | str, name: str = "sao kê.csv", **fields: str) -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    sent: dict[str, object] = {
        "csrf_token": house.token_of(PAGE),
        "feed": "bank",
        "account_no": LDA,
        "file": (io.BytesIO(data), name),
        **fields,
    }
    return house.client.post(PAGE, data=sent)


def test_a_statement_is_taken_in_and_reported(house: House, federation: Federation) -> None:
    """Counts at once; the same file again changes nothing and says so."""
    house.sign_in("lan")
    report = _send(house, GOOD)
    assert report.status_code == 200
    assert "<dt>Đã nhận</dt><dd>1</dd>" in report.text
    assert federation.receipt("N1").amount_vnd == 500_000
    again = _send(house, GOOD).text
    assert "<dt>Đã nhận</dt><dd>0</dd>" in again
    assert "Chính tệp này đã được tiếp nhận" in again
    federation.check()


def test_a_bad_row_is_told_with_its_place(house: House) -> None:
    """Row, column, sentence and code; and the way to the row as it came."""
    house.sign_in("lan")
    page = _send(house, BAD).text
    assert "<code>credit</code>" in page
    assert "«1,5» không phải là số tiền nguyên đồng." in page
    assert "<code>money.not_whole</code>" in page
    assert 'href="/office/quarantine/?batch=' in page


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 20_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("text", "fields", "status", "words"),
    [
        ("a,b\n1,2\n", {}, 409, "Dòng tiêu đề không đúng"),
        (b"\xff\x92", {}, 422, "không phải là văn bản UTF-8"),
        (_bomb(), {}, 409, "quá lớn"),
        (GOOD, {"account_no": ""}, 409, "phải kèm số tài khoản"),
        (GOOD, {"account_no": "999"}, 404, "chưa có trong danh mục"),
        (GOOD, {"account_no": TLD}, 403, "không được phép"),
        (GOOD, {"feed": "units"}, 409, "Dòng tiêu đề không đúng"),
        (GOOD, {"feed": "wages"}, 400, "Không đọc được yêu cầu"),
    ],
)
def test_a_file_that_is_refused_is_told_on_the_page(
    house: House, text: bytes | str, fields: dict[str, str], status: int, words: str
) -> None:
    """Nothing of it is taken, and the list of files shows none."""
    house.sign_in("lan")
    answer = _send(house, text, **fields)
    assert answer.status_code == status
    assert words in answer.text
    assert "sao_ke.csv" not in house.client.get(PAGE).text


def test_a_form_without_a_file_is_told(house: House) -> None:
    """Choose one."""
    house.sign_in("lan")
    answer = house.send(PAGE, PAGE, feed="bank", account_no=LDA)
    assert (answer.status_code, "Hãy chọn một tệp." in answer.text) == (422, True)


def test_a_file_beyond_the_cap_is_not_read(house: House) -> None:
    """The frame stops it before anything looks inside."""
    house.client.application.config["MAX_CONTENT_LENGTH"] = 1000
    house.sign_in("lan")
    assert _send(house, "x" * 2000).status_code == 413


def test_the_feeds_of_the_top_are_offered_at_the_top_only(house: House) -> None:
    """Registers and the agencies' feeds concern every unit; a treasurer brings nothing."""
    offered = {}
    for person in ("huy", "lan", "thu"):
        house.sign_in(person)
        page = house.client.get(PAGE).text
        offered[person] = [f for f in ("bank", "si", "units") if f'<option value="{f}"' in page]
    assert offered == {"huy": ["bank", "si", "units"], "lan": ["bank"], "thu": []}


def test_the_top_brings_a_register(house: House) -> None:
    """Odd things about rows that were taken are shown as well."""
    house.sign_in("huy")
    tax = "MST,Tên,Trạng thái,Năm\n9900000017,An Phát,Đang hoạt động,2025\n"
    page = _send(house, tax, "thuế.csv", feed="tax").text
    assert "Đã nhận, nhưng nên xem lại" in page
    assert "<code>tax_code.check_digit</code>" in page


def test_a_batch_is_seen_within_its_scope(house: House) -> None:
    """The account owner's and those above; a register's batch at the top only."""
    seen = {}
    for person in ("mai", "lan", "huy"):
        house.sign_in(person)
        statement, register = 7, 9
        seen[person] = [
            house.client.get(f"/office/intake/batches/{number}").status_code
            for number in (statement, register, 99)
        ]
    assert seen == {"mai": [404, 404, 404], "lan": [200, 404, 404], "huy": [200, 200, 404]}


def test_a_batch_says_what_of_it_still_waits(house: House) -> None:
    """Until a later file brings the row anew; a repeated file leads to the first."""
    house.sign_in("lan")
    _send(house, BAD)
    first = house.client.get("/office/intake/batches/10").text
    assert "1 dòng còn chờ sửa." in first
    _send(house, BAD)
    assert "lô 10" in house.client.get("/office/intake/batches/11").text
    _send(house, BAD.replace("1,5", "15"))
    assert "Không còn dòng nào" in house.client.get("/office/intake/batches/10").text
