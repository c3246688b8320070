"""Tax codes are found behind their label however written; nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.matching.codes_in_text import codes_in, parent_of
from finance.rules.folding import fold
from finance.rules.tax_codes import check_digit_ok

E4 = "9900000048"
BRANCH = "0100109106001"


@pytest.mark.parametrize(
    "text",
    [
        "MST 9900000048 CONG TY E4 DONG KPCD THANG 06 NAM 2026",
        "IBFT mst:9900000048 dong kpcd T6/2026",
        "MST9900000048",
        "MST.9900.000.048.T6/2026",
        "MST 9900-000-048 T6",
        "MST 9900 000 048 KPCD",
        "Mã số thuế: 9900000048",
        "M.S.T 9900000048/06/2026",
        "MST SO 9900000048",
        "MST 9900000048 06/2026",
        "MST 9900000048-06-2026",
        "MST 9900000048 6-2026",
        "MST 9900000048 120 LAO DONG",
    ],
)
def test_a_labelled_code_is_found_whatever_stands_inside_or_behind_it(text: str) -> None:
    """Label, separators, months and counts do not hide it."""
    found = codes_in(fold(text))
    assert (found.labelled, found.bare, found.cut_short) == ((E4,), (), ())
    assert "9900" not in found.rest


@pytest.mark.parametrize(
    "text", ["MST 0100109106-001", "MST 0100109106001", "MST 0100109106 001 T6"]
)
def test_a_dependent_units_code_has_thirteen_digits(text: str) -> None:
    """Three digits behind a hyphen, glued, or beginning with 0 belong to the code."""
    assert codes_in(text).labelled == (BRANCH,)


def test_a_personal_number_is_a_tax_code() -> None:
    """A household business has 12 digits."""
    assert codes_in("MST 001085012345 KPCD").labelled == ("001085012345",)
    assert codes_in("MST 001 085 012 345 KPCD").labelled == ("001085012345",)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("MST 990000004", "990000004"),
        ("MST 99000000 06/2026", "99000000"),
        ("MST 99000000480", "99000000480"),
        ("MST 9900000048062026", "9900000048062026"),
        ("MST 0100000000", "0100000000"),
    ],
)
def test_a_code_cut_short_or_run_together_is_no_code(text: str, digits: str) -> None:
    """It is told apart from no code at all, and never completed."""
    found = codes_in(text)
    assert (found.labelled, found.bare, found.cut_short) == ((), (), (digits,))


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("MST 9900000048-0", "99000000480"),
        ("KPCD MST 9900000048-", "9900000048"),
        ("KPCD 9900000048-00", "9900000048"),
        ("MST 9900000048-00 FT26", "990000004800"),
    ],
)
def test_a_dependent_units_code_that_lost_its_end_is_not_its_parents(
    text: str, digits: str
) -> None:
    """A hyphen says that three digits were meant."""
    found = codes_in(text)
    assert (found.labelled, found.bare, found.cut_short) == ((), (), (digits,))


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("KPCD 9900000049", ("9900000049",)),
        ("KPCD 9900000049-001", ("9900000049001",)),
        ("SDT 9900000049 KPCD", ()),
        ("KPCD 9900000048", ()),
    ],
)
def test_a_number_as_long_as_a_code_may_have_been_one(text: str, loose: tuple[str, ...]) -> None:
    """Without a label, with a wrong check digit: it names nobody, and is not forgotten."""
    assert codes_in(text).loose == loose


def test_a_label_without_digits_is_nothing() -> None:
    """MST KHONG CO names nobody."""
    found = codes_in("MST KHONG CO, KPCD T6/2026")
    assert (found.labelled, found.bare, found.cut_short) == ((), (), ())


def test_a_wrong_check_digit_does_not_hide_a_labelled_code() -> None:
    """It is found, and judged by whoever reads it."""
    assert codes_in("MST 9900000049").labelled == ("9900000049",)


def test_each_code_is_told_once_in_the_order_of_the_text() -> None:
    """Two employers in one text are two codes."""
    text = "MST 9900000048 MST 9900000023 MST 9900000048 9900000016"
    found = codes_in(text)
    assert (found.labelled, found.bare) == ((E4, "9900000023"), ("9900000016",))


@pytest.mark.parametrize(
    "text",
    [
        "9900000048 CTY E4",
        "KPCD 9900000048",
        "CTY E4-9900000048 T6/2026",
        "MBVCB.4446781020.9900000048 KPCD",
    ],
)
def test_a_bare_number_with_the_right_check_digit_is_a_candidate(text: str) -> None:
    """Whether anybody has that code is for the caller to say."""
    assert codes_in(text).bare == (E4,)


@pytest.mark.parametrize(
    "text",
    [
        "SDT 9900000048",
        "TEL: 9900000048",
        "STK 9900000048",
        "SO TIEN 9900000048",
        "9.900.000.048",
        "9900000048,00",
        "9900000048.5",
        "99000000481",
        "9900000049",
        "10/07/2026 06:15:22",
        "20260710",
        "000000000000",
    ],
)
def test_telephones_accounts_amounts_and_dates_are_no_codes(text: str) -> None:
    """A number says what it is by its label, its separators, its length or its check digit."""
    found = codes_in(text)
    assert (found.labelled, found.bare, found.cut_short) == ((), (), ())
    assert found.rest == text


def test_the_parent_of_a_dependent_unit_is_the_organisation() -> None:
    """Ten of its thirteen digits; anybody else is their own."""
    assert parent_of(BRANCH) == "0100109106"
    assert parent_of(E4) == E4


@given(
    st.integers(1, 9_999_999), st.sampled_from(["", " ", ".", "-"]), st.text("ABCDEN ", max_size=9)
)
def test_any_right_code_is_found_behind_its_label(number: int, sign: str, name: str) -> None:
    """Grouped in any way, before any name."""
    head = f"99{number:07d}"
    code = next(head + str(digit) for digit in range(10) if check_digit_ok(head + str(digit)))
    written = sign.join((code[:4], code[4:7], code[7:]))
    assert codes_in(f"MST {written} CTY {name}").labelled == (code,)
