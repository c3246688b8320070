"""The texts, as the house reads them."""

from dataclasses import replace

import pytest

from collectors.cli.demo.chance import dice
from collectors.cli.demo.federation import Employer, Federation
from collectors.cli.demo.habits import Case, Habit, Style
from collectors.cli.demo.mess import Mess
from collectors.cli.demo.scales import SCALES
from collectors.cli.demo.transfer_lines import transfer_text
from collectors.matching.transfer_text import TransferText, read_text
from finance.rules.tax_codes import check_digit_ok
from ledger.periods import Period

MAY = (Period("2026-05"),)
SPRING = (Period("2026-04"), Period("2026-05"), Period("2026-06"))
EMPLOYERS = list(Federation(SCALES["small"], 9).employers())
TRIES = range(0, 400, 7)


def _employer(number: int, style: Style) -> Employer:
    return replace(EMPLOYERS[number], case=Case(Habit.STEADY, style))


def _read(
    number: int, style: Style, periods: tuple[Period, ...] = MAY
) -> tuple[TransferText, tuple[Mess, ...], str]:
    text, kinds = transfer_text(_employer(number, style), periods, dice(number, style))
    return read_text(text), kinds, text


@pytest.mark.parametrize(
    "style", [Style.PLAIN, Style.ACCENTED, Style.LOWER, Style.PREFIXED, Style.SEPARATED]
)
def test_a_good_text_names_its_employer_and_month(style: Style) -> None:
    """Whatever case, prefix and separators, code and month are understood."""
    for number in TRIES:
        for periods in (MAY, SPRING):
            read, _, _ = _read(number, style, periods)
            assert read.codes.labelled == (EMPLOYERS[number].tax_code,)
            assert read.periods.periods == periods


@pytest.mark.parametrize("style", [Style.WRONG_DIGIT, Style.TRANSPOSED])
def test_a_mistyped_code_does_not_bear_its_check_digit(style: Style) -> None:
    """It is somebody's by its look, and nobody's by its digits."""
    for number in TRIES:
        read, _, _ = _read(number, style)
        (code,) = read.codes.labelled
        assert code != EMPLOYERS[number].tax_code
        assert not check_digit_ok(code)


def test_a_code_may_be_cut_short_or_missing() -> None:
    """Then only the name is left."""
    for number in TRIES:
        cut, _, _ = _read(number, Style.CUT)
        assert cut.codes.cut_short
        assert not cut.tax_codes
        without, _, _ = _read(number, Style.NO_CODE)
        assert not without.tax_codes


def test_a_text_may_name_no_month() -> None:
    """The oldest debt is paid then."""
    read, kinds, _ = _read(0, Style.NO_MONTH)
    assert read.periods.periods == ()
    assert Mess.MONTH_MISSING in kinds


def test_banks_write_without_diacritics() -> None:
    """In capitals or without any."""
    _, _, plain = _read(0, Style.PLAIN)
    _, kinds, lower = _read(0, Style.LOWER)
    assert plain.isascii()
    assert plain == plain.upper()
    assert lower == lower.lower()
    assert {Mess.NO_DIACRITICS, Mess.LOWER_CASE} <= set(kinds)


def test_months_of_two_years_are_named_one_by_one() -> None:
    """December and January have no quarter in common."""
    months = (Period("2025-12"), Period("2026-01"))
    read, _, _ = _read(0, Style.PLAIN, months)
    assert read.periods.periods == months
