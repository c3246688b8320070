"""Vietnamese first, English second, and never a mixture by chance."""

from dataclasses import dataclass

import pytest

from finance.shell.language import chosen, other_address, said, said_of
from tests.doors import House


@dataclass(frozen=True)
class _Thing:
    vi: str = "khoản thu"
    en: str = "receipt"


@pytest.mark.parametrize(
    ("page", "browser", "language"),
    [
        ("/open/", "en", "vi"),
        ("/open/en/", "vi", "en"),
        ("/open/en", "vi", "en"),
        ("/open/english-works", "en", "vi"),
        ("/api/units/TLD", "en", "vi"),
        ("/office/sign-in", "en-GB,en;q=0.8", "en"),
        ("/office/sign-in", "fr", "vi"),
        ("/office/sign-in?language=en", "vi", "en"),
        ("/office/sign-in?language=fr", "vi", "vi"),
    ],
)
def test_the_address_decides_behind_the_open_doors_the_person_elsewhere(
    house: House, page: str, browser: str, language: str
) -> None:
    """A page that may be kept is the same for everyone; others follow choice, then browser."""
    headers = {"Accept-Language": browser}
    with house.client.application.test_request_context(page, headers=headers):
        assert chosen() == language
        assert said(_Thing()) == said_of("khoản thu", "receipt")
        assert said(_Thing()) == (_Thing.en if language == "en" else _Thing.vi)


def test_without_a_request_it_is_vietnamese() -> None:
    """A job that renders a document has no browser to ask."""
    assert chosen() == "vi"


def test_each_open_page_leads_to_itself_in_the_other_language() -> None:
    """There and back again, its question kept."""
    for page in ("/open/", "/open/units/CTA?period=2026-05"):
        english = other_address(page)
        assert english.startswith("/open/en/")
        assert other_address(english) == page
    assert other_address("/office/") == ""


def test_the_frame_speaks_the_language_of_the_page(house: House) -> None:
    """Catalogue, attribute and switch agree."""
    vietnamese, english = house.client.get("/open/").text, house.client.get("/open/en/").text
    assert "Sổ công khai" in vietnamese
    assert "Open books" not in vietnamese
    assert "Open books" in english
    assert '<html lang="en"' in english
    assert 'href="/open/en/"' in vietnamese
