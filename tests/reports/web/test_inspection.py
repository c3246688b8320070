"""The inspector's first page."""

import re

from tests.doors import House


def test_the_first_page_shows_where_to_look(house: House) -> None:
    """An inspector is told what was recorded lately and which books are behind, of their own."""
    house = House(house.database, house.clock, house.client.application.test_client())
    house.sign_in("kiem")
    text = re.sub(r"\s+", " ", house.client.get("/inspect/").text)
    assert "Kiểm tra" in text
    assert "Không có sổ nào chậm khóa." in text
    assert 'action="/inspect/books/"' in text
    assert "Tổng Liên đoàn Lao động Việt Nam" not in text
    house.sign_in("kiem", "en")
    assert "No book is behind." in house.client.get("/inspect/").text
