"""Arrears and the rate behind the guarded doors."""

import pytest

from reports.web import levy_pages
from tests.doors import House


@pytest.fixture
def inspector(house: House) -> House:
    """A browser of the inspector of LDA."""
    fresh = House(house.database, house.clock, house.client.application.test_client())
    fresh.sign_in("kiem")
    return fresh


def test_who_is_behind_on_a_day(inspector: House) -> None:
    """E3's 135,780, late on the sixtieth day and not paid after it."""
    text = inspector.client.get("/inspect/books/LDA/arrears?on=2026-09-29").text
    assert "135.780" in text
    assert "Công ty TNHH Ba" in text
    assert "Không có dòng nào" in inspector.client.get("/inspect/books/G2/arrears").text


def test_what_was_due_and_came_in(inspector: House) -> None:
    """99.87% of the levy up to July's end, against the goal of 90%."""
    text = inspector.client.get("/inspect/books/LDA/collection?on=2026-07-31").text
    for told in ("99,87%", "90%", "107.246.912", "Công đoàn Khu công nghiệp A1"):
        assert told in text
    assert "Công đoàn cơ sở Đồng Tâm" not in text  # two levels below: on the page of A1
    assert "–" in inspector.client.get("/inspect/books/LDA/collection?year=2025").text


@pytest.mark.parametrize("asked", ["year=now", "year=1", "on=tomorrow", "year=2026&on=31/07/2026"])
def test_what_is_no_year_or_day(inspector: House, asked: str) -> None:
    """Is refused, and nothing is guessed."""
    assert inspector.client.get(f"/inspect/books/LDA/collection?{asked}").status_code == 400


def test_a_long_table_is_shortened_on_the_page_and_whole_in_the_file(
    inspector: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says so."""
    monkeypatch.setattr(levy_pages, "MOST_ROWS", 1)
    where = "/inspect/books/LDA/arrears?on=2026-10-01"
    page = inspector.client.get(where).text
    assert "tệp có đủ" in page
    assert ("Công ty CP Năm" in page, "Công ty TNHH Ba" in page) == (True, False)
    file = inspector.client.get(f"{where}&file=csv")
    assert "attachment" in file.headers["Content-Disposition"]
    assert "Công ty TNHH Ba" in file.get_data(as_text=True)
