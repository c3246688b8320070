"""Employers move and a unit hands over on their pages."""

import datetime as dt

import pytest

from finance.records.closings import UnitClosingRow
from finance.records.employers import EmployerRow
from finance.records.units import UnitRow, rebuild_closure
from tests.builders import E1, employer
from tests.doors import House
from tests.federation import Federation
from tests.finance.web.desk import inline

MOVES = "/office/units/CTA/moves/"
CLOSING = "/office/units/CTA/closing/"
MOVE = {"tax_code": E1, "to_unit": "CTB", "decision": "QĐ 5", "on": "15/06/2026"}


@pytest.fixture
def house(house: House) -> House:
    """CTA collects from E1."""
    row = employer(E1, collecting_unit="CTA", grassroots_unit="", upper_unit="LDA")
    assert Federation(house.database).employers(row).problems == {}
    return house


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_employer_moves(house: House, language: str) -> None:
    """By whoever may act in both units; the page says that it is done, and then that it was."""
    house.sign_in("accountant", language)
    page = house.client.get(MOVES).text
    assert f'action="{MOVES}follow"' in page
    assert inline(page) == []
    answer = house.send(MOVES, MOVES, **MOVE)
    assert answer.headers["Location"].endswith("?done=moved")
    said = "Đã chuyển" if language == "vi" else "Moved."
    assert said in house.client.get(answer.headers["Location"]).text
    with house.database.reading() as session:
        row = session.get_one(EmployerRow, (E1, dt.date(2026, 6, 15)))
        assert row.collecting_unit == "CTB"
    answer = house.send(MOVES, MOVES, **MOVE)
    assert answer.headers["Location"].endswith("?done=unchanged")
    nothing = "Không còn gì" if language == "vi" else "Nothing was left"
    assert nothing in house.client.get(answer.headers["Location"]).text


def test_what_is_wrong_stands_beside_its_field(house: House) -> None:
    """And nothing is done."""
    house.sign_in("accountant")
    for change, place in (
        ({"tax_code": "9900000023"}, "tax_code"),
        ({"to_unit": ""}, "to_unit"),
        ({"to_unit": "XX"}, "to_unit"),
        ({"decision": ""}, "decision"),
        ({"into": E1}, "into"),
    ):
        answer = house.send(MOVES, MOVES, **{**MOVE, **change})
        assert answer.status_code in {404, 409, 422}, change
        assert f'href="#{place}"' in answer.text, change
    assert house.send(MOVES, MOVES, **{**MOVE, "on": "32/1/2026"}).status_code == 400
    assert house.send(MOVES, MOVES, **{**MOVE, "decision": "x" * 201}).status_code == 400


def test_the_book_follows_the_register(house: House) -> None:
    """With nothing to move the page says so."""
    house.sign_in("accountant")
    answer = house.send(f"{MOVES}follow", MOVES)
    assert answer.headers["Location"].endswith("?done=unchanged")


def test_nobody_moves_into_a_unit_they_have_no_right_in(house: House) -> None:
    """CTA's own accountant cannot move an employer to CTB; the treasurer has no form at all."""
    house.sign_in("lan")
    assert house.send(MOVES, MOVES, **MOVE).status_code == 403
    house.sign_in("treasurer")
    assert "không được chuyển" in house.client.get(MOVES).text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_unit_hands_over(house: House, language: str) -> None:
    """Only one that has gone; then the page shows to whom, and has no button any more."""
    house.sign_in("approver", language)
    stands = "đang hoạt động" if language == "vi" else "The unit stands"
    assert stands in house.client.get(CLOSING).text
    _end(house)
    page = house.client.get(CLOSING).text
    assert f'action="{CLOSING}"' in page
    assert inline(page) == []
    answer = house.send(CLOSING, CLOSING, decision=" ")
    assert 'href="#decision"' in answer.text
    answer = house.send(CLOSING, CLOSING, decision="QĐ 9", taker="CTB")
    assert answer.status_code == 422
    assert house.send(CLOSING, CLOSING, decision="QĐ 9").status_code == 303
    page = house.client.get(CLOSING).text
    assert "LDA" in page
    assert f'action="{CLOSING}"' not in page
    with house.database.reading() as session:
        assert session.get_one(UnitClosingRow, "CTA").taker == "LDA"


def _end(house: House) -> None:
    """End CTA in the register of this house; LDB collects from its employer."""
    last = dt.date(2026, 6, 10)
    with house.database.writing() as session:
        session.query(UnitRow).filter_by(code="CTA").one().valid_to = last
        session.query(EmployerRow).filter_by(tax_code=E1).one().collecting_unit = "CTB"
        session.flush()
        rebuild_closure(session)
        session.commit()


def test_who_may_not_hand_over(house: House) -> None:
    """The accountant sees how it stands, and no button."""
    _end(house)
    house.sign_in("accountant")
    assert "không được bàn giao" in house.client.get(CLOSING).text
