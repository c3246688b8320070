"""The page of what employers declared tells five things apart."""

import pytest

from finance.rules.facts import DeclarationStatus
from tests.builders import E1, E2, E3, declaration, employer
from tests.doors import DAY, House
from tests.federation import Federation
from tests.finance.web.desk import inline

PAGE = "/office/units/CTA/declarations/"


@pytest.fixture
def heard(house: House) -> House:
    """E1 declared wages, E2 said nil, E3 is silent; CTA collects from them."""
    fed = Federation(house.database)
    fed.employers(
        *(
            employer(code, collecting_unit="CTA", grassroots_unit="", upper_unit="LDA")
            for code in (E1, E2, E3)
        )
    )
    fed.declare(
        DAY,
        declaration(E1, "2026-05", 1_000_000_000),
        declaration(E2, "2026-05", 0, status=DeclarationStatus.NIL),
    )
    return house


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_is_shown_as_what_it_is(heard: House, language: str) -> None:
    """The month before this one is shown first; each word leads to its own."""
    heard.sign_in("lan", language)
    page = heard.client.get(PAGE).text
    assert ("Im lặng" if language == "vi" else "Silent") in page
    assert "1.000.000.000" in page
    silent = heard.client.get(f"{PAGE}?period=2026-05&heard=silent").text
    assert E3 in silent
    assert E1 not in silent
    assert inline(page) == []


def test_what_is_not_a_month_or_a_word(heard: House) -> None:
    """Is refused; a month without any is said to be empty."""
    heard.sign_in("lan")
    for wrong in ("period=2026-13", "heard=loud", "page=0"):
        assert heard.client.get(f"{PAGE}?{wrong}").status_code == 400
    page = heard.client.get(f"{PAGE}?period=2026-05&heard=ceased").text
    assert "Tháng này không có đơn vị nào như vậy" in page
