"""A profile is tried on a sample and looked at before it is saved."""

import io
import re

import pytest
from werkzeug.test import TestResponse

from finance.records.column_profiles import ColumnProfileRow
from tests.collectors.federation import Federation
from tests.collectors.intake.test_profiles import SAMPLE
from tests.doors import House

PAGE = "/office/intake/profiles/"
FORM = {
    "name": "Ngân hàng A",
    "bank_bin": "970405",
    "unit": "LDA",
    "valid_from": "2026-07-01",
    "header_row": "3",
    "date_order": "mdy",
    "sign": "two_columns",
    "grouping": "comma",
    "debit_marks": "",
    "credit_marks": "",
    "footers": "Tổng cộng\r\n",
    "prefixes": "MBVCB.*.",
    "columns.reference": "Số bút toán",
    "columns.booked_on": "Ngày GD",
    "columns.debit": "Ghi nợ",
    "columns.credit": "Ghi có",
    "columns.content": "Diễn giải",
    "encoding": "auto",
    "sample": SAMPLE,
}


def _send(house: House, act: str, **changed: str) -> TestResponse:
    return house.send(PAGE, PAGE, **{**FORM, "act": act, **changed})


def _saved(house: House) -> int:
    with house.database.reading() as session:
        return session.query(ColumnProfileRow).count()


def test_a_sample_shows_what_would_be_taken_and_what_would_wait(house: House) -> None:
    """Rows, sums and problems stand there; nothing is saved, and the form stays as it was."""
    house.sign_in("lan")
    page = _send(house, "try")
    assert page.status_code == 200
    assert "<dt>Sẽ nhận</dt><dd>2</dd>" in page.text
    assert "<dt>Sẽ chờ sửa</dt><dd>1</dd>" in page.text
    assert "<dt>Tiền vào</dt><dd>1.500.000</dd>" in page.text
    assert ">NOP KPCD T6/2026<" in page.text
    assert "<code>money.not_whole</code>" in page.text
    assert 'value="Số bút toán"' in page.text
    assert "MBVCB.77.NOP KPCD" in page.text
    assert _saved(house) == 0


def test_a_file_can_be_tried_as_well(house: House) -> None:
    """In any encoding that is read; it goes before the pasted text."""
    house.sign_in("lan")
    data: dict[str, object] = {
        **FORM,
        "csrf_token": house.token_of(PAGE),
        "act": "try",
        "sample": "",
        "file": (io.BytesIO(SAMPLE.encode("utf-16")), "sao kê.csv"),
    }
    page = house.client.post(PAGE, data=data)
    assert "<dt>Sẽ nhận</dt><dd>2</dd>" in page.text
    assert "UTF-16-LE" in page.text


def test_it_is_saved_listed_and_used(house: House, federation: Federation) -> None:
    """Twice is once; from the list it comes back into the form; the upload page reads by it."""
    house.sign_in("lan")
    assert "Đã lưu thành LDA/P/1." in _send(house, "save").text
    again = _send(house, "save").text
    assert "Không có gì thay đổi" in again
    assert _saved(house) == 1
    form = house.client.get(f"{PAGE}?profile=LDA/P/1").text
    assert 'value="Ghi có"' in form
    assert re.search(r'<option value="comma" selected>', form)
    assert house.client.get(f"{PAGE}?profile=LDA/P/9").status_code == 404
    upload = "/office/intake/"
    data: dict[str, object] = {
        "csrf_token": house.token_of(upload),
        "feed": "bank",
        "account_no": "10101",
        "encoding": "auto",
        "profile": "ngân hàng a",
        "file": (io.BytesIO(SAMPLE.encode()), "a.csv"),
    }
    report = house.client.post(upload, data=data)
    assert "<dt>Đã nhận</dt><dd>2</dd>" in report.text
    assert federation.receipt("FT1").content == "NOP KPCD T6/2026"
    assert "<dd>LDA/P/1</dd>" in house.client.get("/office/intake/batches/10").text
    federation.check()


@pytest.mark.parametrize(
    ("act", "changed", "status", "told"),
    [
        ("try", {"sample": " "}, 422, ("sample", "Hãy dán một đoạn sao kê")),
        ("try", {"sample": "a;b\n"}, 409, ("sample", "không hợp với tệp")),
        ("try", {"name": ""}, 422, ("name", "còn trống")),
        ("save", {"columns.credit": ""}, 422, ("columns-credit", "còn trống")),
        ("save", {"columns.amount": "Số tiền"}, 422, ("columns-amount", "không dùng cột này")),
        ("save", {"header_row": "x"}, 422, ("header_row", "từ 1 đến 50")),
        ("save", {"valid_from": "hôm nay"}, 422, ("sample", "không phải là ngày")),
        ("save", {"unit": "TLD"}, 403, ("sample", "không được phép")),
    ],
)
def test_what_is_wrong_is_told_at_its_field(
    house: House, act: str, changed: dict[str, str], status: int, told: tuple[str, str]
) -> None:
    """In the summary with a link, and above the field; nothing is saved."""
    house.sign_in("lan")
    place, words = told
    page = _send(house, act, **changed)
    assert page.status_code == status
    assert words in page.text
    assert f'href="#{place}"' in page.text
    assert f'id="{place}-error"' in page.text
    assert _saved(house) == 0


def test_who_may_not_save_sees_no_form(house: House) -> None:
    """A treasurer; the profiles that serve their unit they may see."""
    house.sign_in("huy")
    _send(house, "save", unit="TLD")
    house.sign_in("thu")
    page = house.client.get(PAGE).text
    assert "TLD/P/1" in page
    assert "<textarea" not in page
    assert "không lưu mẫu cột" in page


def test_the_pages_of_both_languages(house: House) -> None:
    """English stands beside the Vietnamese."""
    house.sign_in("lan", language="en")
    page = _send(house, "try").text
    assert "What the profile makes of the sample" in page
    assert "Would wait in quarantine" in page
