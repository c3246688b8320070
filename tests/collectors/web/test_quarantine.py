"""A quarantined row is shown as it came, with what is wrong and where."""

import pytest

from tests.doors import House

PAGE = "/office/quarantine/"


def test_a_row_stands_in_its_own_words(house: House) -> None:
    """Every cell, the file and row, column, sentence and code."""
    house.sign_in("lan")
    page = house.client.get(PAGE).text
    assert "1 dòng đang chờ sửa." in page
    assert ">HỎNG</td>" in page
    assert ">1,5</td>" in page
    assert "dòng 5" in page
    assert "<code>credit</code>" in page
    assert "không phải là số tiền nguyên đồng" in page
    house.sign_in("lan", "en")
    assert "is not a whole number of đồng" in house.client.get(PAGE).text


def test_what_waits_is_seen_within_the_scope(house: House) -> None:
    """A statement's row at LDA and above, a register's at the top, nothing at G1."""
    seen = {}
    for person in ("mai", "lan", "huy"):
        house.sign_in(person)
        seen[person] = house.client.get(PAGE).text.count('class="app-card"')
    assert seen == {"mai": 0, "lan": 1, "huy": 2}


def test_one_batch_alone(house: House) -> None:
    """Its rows only; a batch that one may not see is not there."""
    house.sign_in("huy")
    assert house.client.get(f"{PAGE}?batch=9").text.count('class="app-card"') == 1
    house.sign_in("lan")
    assert house.client.get(f"{PAGE}?batch=9").status_code == 404
    assert house.client.get(f"{PAGE}?batch=x").status_code == 400


def test_a_long_list_has_pages(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest batch stands first."""
    monkeypatch.setattr("collectors.web.quarantine._PAGE", 1)
    house.sign_in("huy")
    assert "Trang 1 trên 2" in house.client.get(PAGE).text
    assert ">HỎNG</td>" in house.client.get(f"{PAGE}?page=2").text
