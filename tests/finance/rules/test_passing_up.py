"""What goes up through a superior, what it keeps, and the lines of passing the rest on."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.parts import ShareKey
from finance.rules.passing_up import (
    PASSED_UP,
    net_income,
    passed_on,
    passed_up,
    through_superior,
)
from finance.rules.posting import Place, ShareChange, Way
from finance.rules.sharing import MoneySource, Role, SplitRule, split_levy
from ledger.entries import credit, debit
from ledger.money import Vnd
from ledger.periods import Period

RULE = SplitRule(
    MoneySource.LEVY,
    "TLD",
    Period("2025-01"),
    None,
    (
        (Role.GRASSROOTS, Fraction(75, 100)),
        (Role.UPPER, Fraction(12, 100)),
        (Role.PROVINCE, Fraction(8, 100)),
        (Role.NATIONAL, Fraction(5, 100)),
    ),
    "QĐ 1",
)
WAY = Way("A1", "A1", "R", frozenset({"LDA", "TLD"}))


def _key(role: Role, place: Place, unit: str) -> ShareKey:
    return ShareKey(role.value, place, unit)


OWN = _key(Role.GRASSROOTS, Place.OWN, "G2")
TO_A1 = _key(Role.UPPER, Place.UNIT, "A1")
TO_LDA = _key(Role.PROVINCE, Place.UNIT, "LDA")
TO_TLD = _key(Role.NATIONAL, Place.UNIT, "TLD")
BY_RULE = {OWN: Vnd(750), TO_A1: Vnd(120), TO_LDA: Vnd(80), TO_TLD: Vnd(50)}


def test_a_grassroots_union_gives_all_above_it_to_its_superior() -> None:
    """Its own part stays, 250 of 1,000 go to A1."""
    assert through_superior(BY_RULE, Role.GRASSROOTS, TO_A1) == {OWN: 750, TO_A1: 250}


def test_an_upper_unit_keeps_its_own_and_pays_those_below() -> None:
    """What belongs to the province and the top goes to the province."""
    shares = through_superior(BY_RULE, Role.UPPER, TO_LDA)
    assert shares == {OWN: 750, TO_A1: 120, TO_LDA: 130}


def test_with_nothing_for_those_above_nobody_gets_a_share() -> None:
    """A share of nothing is none."""
    assert through_superior({OWN: Vnd(750)}, Role.GRASSROOTS, TO_A1) == {OWN: 750}


@pytest.mark.parametrize(
    ("level", "amount", "up"),
    [
        (Role.UPPER, 250_000, 130_000),
        (Role.PROVINCE, 130_000, 50_000),
        (Role.NATIONAL, 50_000, 0),
        (Role.UPPER, 0, 0),
    ],
)
def test_each_keeps_its_weight_of_what_comes_up(level: Role, amount: int, up: int) -> None:
    """12 of 25, then 8 of 13; the top keeps all."""
    assert passed_up(Vnd(amount), RULE, level) == up


@given(st.integers(min_value=0, max_value=10**15))
def test_step_by_step_ends_as_one_division_does(amount: int) -> None:
    """No level has more than a đồng more or less than if the levy had been divided at once."""
    at_once = split_levy(Vnd(amount), RULE)
    came = Vnd(amount - at_once[Role.GRASSROOTS])
    for level in (Role.UPPER, Role.PROVINCE, Role.NATIONAL):
        up = passed_up(came, RULE, level)
        assert 0 <= up <= came
        assert abs(came - up - at_once[level]) <= 1
        came = up
    assert came == 0


@pytest.mark.parametrize("change_vnd", [130, 1, -130])
def test_what_is_passed_on_leaves_the_income_it_was(change_vnd: int) -> None:
    """What came from G2 is owed to LDA and waits in its book; taken back likewise."""
    change = ShareChange(Place.UNIT, "LDA", change_vnd, 0)
    books = passed_on(WAY, "G2", [change])
    more, less = (debit, credit) if change_vnd > 0 else (credit, debit)
    size = abs(change_vnd)
    up = {"fund": "levy", "item": "23", "interbook_ref": "R"}
    here = {"fund": "levy", "counter_book": "A1", "interbook_ref": "R"}
    assert books == {
        "A1": [
            less("3361", size, counter_book="LDA", **up),
            more("337861", size, counter_book="G2", **up),
        ],
        "LDA": [more("1361", size, **here), less("33885", size, **here)],
    }


def test_what_moves_from_one_superior_to_its_heir_is_no_income() -> None:
    """Nothing is debited where the sum does not change."""
    changes = [ShareChange(Place.UNIT, "LDA", -130, 0), ShareChange(Place.UNIT, "LDB", 130, 0)]
    books = passed_on(WAY, "G2", changes)
    assert [line.account for line in books["A1"]] == ["3361", "3361"]


def test_income_that_came_and_went_is_netted() -> None:
    """By fund, item and unit; what nets to nothing falls out, other lines stay as they are."""
    bank = debit("112", 250)
    came = credit("337861", 250, fund="levy", item="23", counter_book="G2", interbook_ref="R")
    went = debit("337861", 130, fund="levy", item="23", counter_book="G2", interbook_ref="R")
    other = credit("337861", 5, fund="levy", item="23", counter_book="G1", interbook_ref="R")
    kept = credit("337861", 120, fund="levy", item="23", counter_book="G2", interbook_ref="R")
    lost = debit("337861", 10, fund="levy", item="23", counter_book="G2", interbook_ref="R")
    assert net_income([bank, came, other, went]) == [bank, kept, other]
    assert net_income([went, credit("337861", 120, **_tags())]) == [lost]
    assert net_income([came, debit("337861", 250, **_tags())]) == []
    more = debit("337861", 251, **_tags())
    assert net_income([came, more]) == [debit("337861", 1, **_tags())]


def _tags() -> dict[str, str]:
    return {"fund": "levy", "item": "23", "counter_book": "G2", "interbook_ref": "R"}


def test_the_name_of_the_role_is_no_level() -> None:
    """So that it is never taken for a share of the rule."""
    assert PASSED_UP not in set(Role)
