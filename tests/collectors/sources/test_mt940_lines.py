"""The fields of an MT940 are read as the standard writes them."""

import datetime as dt
from fractions import Fraction

import pytest

from collectors.sources.mt940_lines import (
    Balance,
    Details,
    read_amount,
    read_balance,
    read_details,
    read_entry,
)


def test_a_whole_amount_may_have_zeros_behind_its_comma() -> None:
    """The comma must stand; what is behind it may be nothing."""
    assert [read_amount(text) for text in ("1234,", "1234,00", "0,5")] == [
        1234,
        1234,
        Fraction(1, 2),
    ]


def test_a_balance() -> None:
    """Side, day, currency and amount; an overdraft is negative."""
    assert read_balance("C260710VND1000000,") == Balance(
        dt.date(2026, 7, 10), "VND", Fraction(10**6)
    )
    overdrawn = read_balance("D991231VND5,00")
    assert overdrawn == Balance(dt.date(1999, 12, 31), "VND", Fraction(-5))


@pytest.mark.parametrize(
    "text",
    [
        *("C260710VND1000", "X260710VND1,", "C261310VND1,", "C260710VND1,2,3"),
        "C260710VND1234567890123,00",
    ],
)
def test_what_is_no_balance(text: str) -> None:
    """No comma, no side, no such day, two commas, too long."""
    assert read_balance(text) is None


@pytest.mark.parametrize(
    ("mark", "amount"), [("C", 500), ("D", -500), ("RC", -500), ("RD", 500), ("CD", 500)]
)
def test_the_mark_gives_the_side(mark: str, amount: int) -> None:
    """A reversed credit is a debit; the letter of the currency behind the mark changes nothing."""
    read = read_entry([f"2607100710{mark}500,NTRFNONREF//FT1"])
    assert read is not None
    assert (int(read.amount), read.bank_reference, read.owner_reference) == (amount, "FT1", "")


@pytest.mark.parametrize(
    ("value", "booked", "on"),
    [
        ("260710", "", dt.date(2026, 7, 10)),
        ("260710", "0711", dt.date(2026, 7, 11)),
        ("251231", "0102", dt.date(2026, 1, 2)),
        ("260101", "1231", dt.date(2025, 12, 31)),
        ("280301", "0229", dt.date(2028, 2, 29)),
    ],
)
def test_the_booking_day_is_the_one_nearest_to_the_value_day(
    value: str, booked: str, on: dt.date
) -> None:
    """It is written without its year; without it, it is the value day."""
    read = read_entry([f"{value}{booked}C1,NTRFREF"])
    assert read is not None
    assert (read.booked_on, read.owner_reference) == (on, "REF")


@pytest.mark.parametrize(
    "line",
    ["", "260710C5NTRFX", "269910C5,NTRFX", "2607100230C5,NTRFX", "260710X5,NTRFX", "260710C5,NTR"],
)
def test_what_is_no_entry(line: str) -> None:
    """No comma, no such day, no such mark, no type."""
    assert read_entry([line]) is None


def test_what_stands_below_an_entry_belongs_to_it() -> None:
    """The supplementary details."""
    read = read_entry(["260710C5,NTRFA/B//C", " PHI DICH VU "])
    assert read is not None
    assert (read.owner_reference, read.bank_reference, read.supplement) == (
        "A/B",
        "C",
        "PHI DICH VU",
    )


@pytest.mark.parametrize(
    ("lines", "details"),
    [
        (["NOP KPCD", "THANG 6"], Details("NOP KPCD THANG 6")),
        (["X" * 65, "Y"], Details("X" * 65 + "Y")),
        (
            ["166?00CK?20MST 9900000016 CONG TY AN P?21HAT NOP?22KPCD", "?310011?32CTY?33AN PHAT"],
            Details("MST 9900000016 CONG TY AN PHAT NOP KPCD", "0011", "CTY AN PHAT"),
        ),
        (["166?00PHI"], Details("166?00PHI")),
        (
            ["/EREF/E1/ORDP//NAME/CTY A/ACCT/00 11/REMI/NOP KPCD T6/2026"],
            Details("NOP KPCD T6/2026", "0011", "CTY A"),
        ),
        (
            ["/CNTP/0011/BIC/CTY B///REMI/USTD//KPCD/"],
            Details("KPCD", "0011", "CTY B"),
        ),
        (["/XXXX/KPCD"], Details("/XXXX/KPCD")),
        ([""], Details("")),
    ],
)
def test_the_text_of_an_entry(lines: list[str], details: Details) -> None:
    """Numbered parts, codes, or free words; a full line runs on into the next."""
    assert read_details(lines) == details
