"""The made-up register."""

from collections import Counter

import pytest

from collectors.cli.demo.federation import NATIONAL, Federation
from collectors.cli.demo.scales import SCALES, TINY, Scale
from finance.rules.sharing import Role
from finance.rules.tax_codes import check_digit_ok
from ledger.periods import Period

SMALL = Federation(SCALES["small"], 1)
UNEVEN = Federation(Scale("uneven", 2, 5, 13, 61, Period("2026-01"), 1), 1)
FEDERATIONS = [SMALL, UNEVEN, Federation(TINY, 1)]


@pytest.mark.parametrize("federation", FEDERATIONS)
def test_units_and_employers_are_as_many_as_the_scale_says(federation: Federation) -> None:
    """Merged units come on top: they have gone."""
    scale = federation.scale
    counted = Counter(unit.level for unit in federation.units() if unit.valid_to is None)
    assert counted == {
        Role.NATIONAL: 1,
        Role.PROVINCE: scale.provinces,
        Role.UPPER: scale.uppers,
        Role.GRASSROOTS: scale.grassroots,
    }
    assert sum(1 for _ in federation.employers()) == scale.employers


@pytest.mark.parametrize("federation", FEDERATIONS)
def test_every_code_that_is_named_stands(federation: Federation) -> None:
    """Parents, successors, unions and upper units are units of the register."""
    codes = {unit.code for unit in federation.units()}
    for unit in federation.units():
        assert unit.level is Role.NATIONAL or unit.parent in codes
        assert not unit.successor or unit.successor in codes
    for employer in federation.employers():
        assert {employer.province, employer.upper} <= codes
        assert not employer.grassroots or employer.grassroots in codes
        assert employer.grassroots.startswith(employer.upper) or not employer.grassroots


def test_tax_codes_are_nobodys_and_of_right_form() -> None:
    """They begin with 99, carry their check digit, and no two are equal."""
    codes = [employer.tax_code for employer in SMALL.employers()]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("99") and check_digit_ok(code) for code in codes)
    assert {len(code) for code in codes} == {10, 13}


def test_an_employer_is_the_same_from_its_province() -> None:
    """The provinces together are the whole, in the same order."""
    parts = [one for place in range(3) for one in SMALL.employers(place)]
    assert parts == list(SMALL.employers())


def test_another_seed_is_another_federation() -> None:
    """The seed decides who earns what; the same seed decides the same."""
    assert list(SMALL.employers()) == list(Federation(SCALES["small"], 1).employers())
    assert list(SMALL.employers()) != list(Federation(SCALES["small"], 2).employers())


def test_money_is_collected_on_accounts_of_its_own() -> None:
    """The confederation and each province have one for the levy and one to work with."""
    accounts = list(SMALL.accounts())
    levy = {account.unit for account in accounts if account.purpose == "levy_collection"}
    assert levy == {NATIONAL, *SMALL.provinces}
    numbers = [account.number for account in accounts]
    assert len(set(numbers)) == len(numbers)
    assert SMALL.collection_account("T02") in numbers


def test_most_employers_have_a_union_and_some_have_none() -> None:
    """Where there is no union the upper unit takes its share."""
    without = [employer for employer in SMALL.employers() if not employer.grassroots]
    assert 50 < len(without) < 200
    assert all(employer.upper for employer in without)


def test_the_union_to_look_at_has_several_employers() -> None:
    """Its page shows more than one payment."""
    union = SMALL.shown_union()
    assert sum(1 for each in SMALL.employers() if each.grassroots == union.code) > 3
    assert SMALL.upper_code(0) == union.parent
