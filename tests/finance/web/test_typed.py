"""Days and texts are read as people write them, and refused where no database would keep them."""

import datetime as dt

import pytest
from werkzeug.exceptions import BadRequest

from finance.web.typed import choice_asked, kept, page_asked, pages, period_in, read_day
from ledger.periods import Period
from tests.doors import House

JUNE = Period("2026-06")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15", dt.date(2026, 6, 15)),
        ("5/7", dt.date(2026, 7, 5)),
        (" 05/07/2025 ", dt.date(2025, 7, 5)),
        ("5.7.2025", dt.date(2025, 7, 5)),
        ("5-7-2025", dt.date(2025, 7, 5)),
        ("2025-07-05", dt.date(2025, 7, 5)),
        ("31", None),
        ("29/2/2025", None),
        ("", None),
        ("0", None),
        ("1/1/0000", None),
        ("07/05/25", None),
        ("hôm nay", None),
        ("\u0661\u0665", None),
        ("15/06/2026x", None),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, day: dt.date | None) -> None:
    """The day first, the month worked in where it is left out; nothing is guessed."""
    assert read_day(text, JUNE) == day


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Chi thăm hỏi đoàn viên", True),
        ("", True),
        ("a\tb", True),
        ("x" * 1000, True),
        ("x" * 1001, False),
        ("a\x00b", False),
        ("a\nb", False),
        ("a\ud800", False),
    ],
)
def test_a_text_of_one_line_is_kept_or_not(text: str, fits: bool) -> None:  # noqa: FBT001 - one column of the table
    """A thousand characters, and none that a database would choke on."""
    assert kept(text) is fits


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "", "9" * 5000, "²", "100001"])
def test_a_page_is_a_number_from_one(house: House, text: str) -> None:
    """Anything else in the address is refused, never a mistake of ours."""
    application = house.client.application
    with application.test_request_context(f"/office/?page={text}"), pytest.raises(BadRequest):
        page_asked()


def test_an_address_chooses_among_words(house: House) -> None:
    """One of them, or none; another word is refused."""
    with house.client.application.test_request_context("/office/?state=draft&page=7"):
        assert choice_asked("state", ("draft",)) == "draft"
        assert choice_asked("other", ("draft",)) == ""
        assert page_asked() == 7
        with pytest.raises(BadRequest):
            choice_asked("state", ("posted",))


def test_a_month_in_an_address_is_one() -> None:
    """Else the request is refused."""
    assert period_in("2026-06") == JUNE
    with pytest.raises(BadRequest):
        period_in("2026-13")


def test_a_list_has_a_page_even_when_it_is_empty() -> None:
    """Fifty fit, the fifty-first begins another."""
    assert [pages(count, 50) for count in (0, 1, 50, 51)] == [1, 1, 1, 2]
