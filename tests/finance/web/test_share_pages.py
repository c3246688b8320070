"""The pages of late shares and of custody, and a release by a person."""

import datetime as dt

import pytest

from finance.actions.release_custody import ReleaseCustody, release_custody
from finance.web.share_pages import PAGE
from tests.builders import E1, E3, employer
from tests.doors import House
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.web.desk import inline

DAY = dt.date(2026, 7, 10)
OVERDUE, CUSTODY = "/office/shares/overdue/", "/office/shares/custody/"
RELEASE = "/office/units/LDA/shares/custody/release"


@pytest.fixture
def fed(house: House) -> Federation:
    """E1's June is late with LDA, E3's grassroots part is in custody."""
    made = federation(house.database)
    made.pay(E1, "2026-06", 1_000_000, DAY)
    made.pay(E3, "2026-06", 1_000_000, DAY)
    house.clock.day = dt.date(2026, 7, 20)
    return made


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", [OVERDUE, CUSTODY])
def test_each_page_is_there_in_both_languages(
    house: House, fed: Federation, language: str, page: str
) -> None:
    """The sums to the đồng; nothing inline; nothing of it below the unit that is to act."""
    assert fed.database is house.database
    house.sign_in("accountant", language)
    answer = house.client.get(page)
    assert answer.status_code == 200
    assert ("750.000" if page == CUSTODY else "1.090.000") in answer.text
    assert inline(answer.text) == []
    house.sign_in("lan", language)  # of CTA, below
    assert "000.000" not in house.client.get(page).text
    assert PAGE == 50


@pytest.mark.parametrize(
    ("language", "words"),
    [("vi", "thôi giữ hộ ngày 13/07/2026"), ("en", "released from custody on 13/07/2026")],
)
def test_a_part_released_from_custody_says_since_when(
    house: House, fed: Federation, language: str, words: str
) -> None:
    """Its days count from there; those of other parts from the bank's booking."""
    fed.employers(employer(E3, grassroots_unit="G2"))
    released = dt.date(2026, 7, 13)
    release_custody(fed.ctx(released, ACCOUNTANT), ReleaseCustody(E3, released))
    house.clock.day = dt.date(2026, 7, 21)
    house.sign_in("accountant", language)
    page = house.client.get(OVERDUE).text
    assert page.count(words) == 1


def test_nothing_late_and_nothing_held(house: House) -> None:
    """Said in words, not by an empty table."""
    house.sign_in("accountant", "en")
    assert "still has time" in house.client.get(OVERDUE).text
    assert "Nothing is in custody" in house.client.get(CUSTODY).text


def test_released_by_its_button(house: House, fed: Federation) -> None:
    """It stands there once the register names a union, for who may; then nothing is held."""
    house.sign_in("accountant")
    assert (
        "<form" not in house.client.get(CUSTODY).text.partition("<main")[2].partition("</main")[0]
    )
    fed.employers(employer(E3, grassroots_unit="G2"))
    house.sign_in("treasurer")
    assert RELEASE not in house.client.get(CUSTODY).text
    house.sign_in("accountant")
    assert RELEASE in house.client.get(CUSTODY).text
    answer = house.send(RELEASE, CUSTODY, tax_code=E3)
    assert (answer.status_code, answer.headers["Location"]) == (303, CUSTODY)
    assert fed.balance("LDA", "33811") == 0
    assert fed.balance("G2", "1361", "LDA") == 750_000
    assert E3 not in house.client.get(CUSTODY).text


@pytest.mark.parametrize("tax_code", [E3, "", "x" * 99])
def test_why_not_stands_on_the_page(house: House, fed: Federation, tax_code: str) -> None:
    """Before a union is there, or for no employer: refused with its sentence, nothing moves."""
    house.sign_in("accountant", "en")
    answer = house.send(RELEASE, "/office/units/LDA/vouchers/new", tax_code=tax_code)
    assert answer.status_code == 409
    assert "names no grassroots union" in answer.text
    assert fed.balance("LDA", "33811") == -750_000
