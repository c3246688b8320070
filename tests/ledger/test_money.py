"""Whole đồng: nothing is lost, nothing is invented, nothing is a float."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import NoShares, NotMoney, OutOfRange
from ledger.money import MOST, Rounding, Vnd, apportion, format_vnd, parse_vnd, times

AMOUNTS = st.integers(min_value=-(10**18), max_value=10**18).map(Vnd)
RATES = st.fractions(min_value=0, max_value=2, max_denominator=10_000)


@given(AMOUNTS, RATES)
def test_times_is_within_half_a_dong(amount: Vnd, rate: Fraction) -> None:
    """A product is rounded to the nearest đồng, and never further away."""
    assert abs(times(amount, rate, Rounding.HALF_UP) - amount * rate) <= Fraction(1, 2)


@given(AMOUNTS, RATES)
def test_times_is_sign_symmetric(amount: Vnd, rate: Fraction) -> None:
    """What is taken back is exactly what was given."""
    given_out = times(amount, rate, Rounding.HALF_UP)
    assert times(Vnd(-amount), rate, Rounding.HALF_UP) == -given_out


@pytest.mark.parametrize(("amount", "expected"), [(1, 1), (3, 2), (-1, -1), (-3, -2), (2, 1)])
def test_one_half_goes_away_from_zero(amount: int, expected: int) -> None:
    """Half a đồng becomes a whole one, on either side of zero."""
    assert times(Vnd(amount), Fraction(1, 2), Rounding.HALF_UP) == expected


@pytest.mark.parametrize(("amount", "expected"), [(1, 0), (3, 1), (4, 2), (-3, -1), (-4, -2)])
def test_down_never_reaches_beyond_the_exact_product(amount: int, expected: int) -> None:
    """What the law sets as a most is not passed by a part of a đồng."""
    assert times(Vnd(amount), Fraction(1, 2), Rounding.DOWN) == expected


def test_rounding_is_always_named() -> None:
    """A rounding nobody knows is our own bug, not a result."""
    with pytest.raises(AssertionError, match="upwards"):
        times(Vnd(1), Fraction(1, 2), "upwards")  # type: ignore[arg-type] # on purpose


def test_the_levy_of_a_known_wage_fund() -> None:
    """2% of 1,234,567,891 đồng is 24,691,358 đồng, and 75% of that 18,518,519."""
    levy = times(Vnd(1_234_567_891), Fraction(2, 100), Rounding.HALF_UP)
    assert levy == 24_691_358
    assert times(levy, Fraction(3, 4), Rounding.HALF_UP) == 18_518_519


WEIGHTS = st.lists(st.integers(min_value=0, max_value=1_000), min_size=1, max_size=8).filter(any)


@given(AMOUNTS, WEIGHTS)
def test_apportioning_conserves_every_dong(total: Vnd, weights: list[int]) -> None:
    """Parts add up to the whole, each within a đồng of its exact part, zero for zero weight."""
    parts = apportion(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < 1
        assert weight or not part


@given(AMOUNTS, WEIGHTS)
def test_apportioning_is_sign_symmetric(total: Vnd, weights: list[int]) -> None:
    """Taking a sum back in parts takes back the parts that were given."""
    taken = apportion(Vnd(-total), weights)
    assert tuple(-part for part in taken) == apportion(total, weights)


def test_ties_go_to_the_earlier_share() -> None:
    """One đồng between equals is the first one's."""
    assert apportion(Vnd(1), [1, 1]) == (1, 0)
    assert apportion(Vnd(5), [1, 1, 1]) == (2, 2, 1)


def test_a_single_share_is_the_whole() -> None:
    """However small its weight, and whoever has none beside it."""
    assert apportion(Vnd(5), [1]) == apportion(Vnd(5), [Fraction(1, 3)]) == (5,)
    assert apportion(Vnd(5), [0, 1]) == (0, 5)


@pytest.mark.parametrize("weights", [[], [0], [0, 0], [1, -1], [2, -1]])
def test_nothing_to_divide_by(weights: list[int]) -> None:
    """Without a weight, or with a negative one, there is no division."""
    with pytest.raises(NoShares):
        apportion(Vnd(1), weights)


@given(AMOUNTS)
def test_what_is_written_is_read_back(amount: Vnd) -> None:
    """Writing and reading an amount loses nothing."""
    written = format_vnd(amount).replace("\N{MINUS SIGN}", "-")
    assert parse_vnd(written) == amount
    assert parse_vnd(str(amount)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("24500000", 24_500_000),
        ("24.500.000", 24_500_000),
        ("24 500 000", 24_500_000),
        ("24\N{NO-BREAK SPACE}500\N{NO-BREAK SPACE}000", 24_500_000),
        (" 5 ", 5),
        ("-1.234", -1_234),
        ("+7", 7),
        ("1000000000000001", 10**15 + 1),
    ],
)
def test_amounts_as_people_write_them(text: str, amount: int) -> None:
    """Dots, spaces and no-break spaces between thousands are read; a sign too."""
    assert parse_vnd(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "1,5",
        "1.5",
        "1.50",
        "1.2345",
        "12.34.567",
        "1 2",
        "1e3",
        chr(0x663),
        chr(0xFF11),
        "1.000,00",
        "x",
    ],
)
def test_what_is_no_whole_amount(text: str) -> None:
    """A fraction, another grouping or other digits are refused, never guessed."""
    with pytest.raises(NotMoney) as refused:
        parse_vnd(text)
    assert refused.value.facts == {"text": text}


def test_more_than_a_database_holds() -> None:
    """Past 64 bits an amount is refused, not wrapped."""
    assert parse_vnd(str(MOST)) == MOST
    for amount in (str(MOST + 1), "9" * 60):
        with pytest.raises(OutOfRange) as refused:
            parse_vnd(amount)
        assert refused.value.facts == {"amount": amount}


def test_a_negative_amount_is_written_with_a_minus() -> None:
    """Thousands are parted by dots, and a minus is a minus sign."""
    assert (format_vnd(1_234_567), format_vnd(-1_234)) == ("1.234.567", "−1.234")
    assert (format_vnd(1), format_vnd(0), format_vnd(-1)) == ("1", "0", "−1")


def test_an_endless_number_is_no_amount() -> None:
    """More digits than any amount has are refused as such, however many there are."""
    for digits in (61, 5_000):
        with pytest.raises(NotMoney) as refused:
            parse_vnd("9" * digits)
        assert refused.value.facts == {"text": "9" * 60}
