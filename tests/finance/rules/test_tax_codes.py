"""The form of a tax code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.vn import mst

from finance.rules.tax_codes import (
    TaxCodeForm,
    check_digit_ok,
    form_of,
    normalise,
    problem_with,
    shown,
    warning_about,
)

RIGHT = ["0100109106", "0100112437", "0301446863", "0100686209", "9900000016", "9900000023"]
RIGHT += ["9900000030", "9900000048", "9900000055"]


@pytest.mark.parametrize("code", RIGHT)
def test_codes_with_the_right_check_digit(code: str) -> None:
    """Ten digits whose last fits the others raise neither problem nor warning."""
    assert form_of(code) is TaxCodeForm.ORGANISATION
    assert check_digit_ok(code)
    assert problem_with(code) is None
    assert warning_about(code) is None


@pytest.mark.parametrize(
    "text",
    ["0100109106", "0100.109.106", "0100 109 106", "01-001-09106", "0100\u00a0109106 "],
)
def test_separators_fall_away(text: str) -> None:
    """A code is the same code with dots, spaces and hyphens in it."""
    assert normalise(text) == "0100109106"
    assert problem_with(text) is None


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("0100109106", TaxCodeForm.ORGANISATION),
        ("0100109106001", TaxCodeForm.DEPENDENT),
        ("001099012345", TaxCodeForm.PERSON),
        ("0100109106000", None),
        ("0100000000", None),
        ("010010910", None),
        ("01001091061", None),
        ("01001091060011", None),
        ("O100109106", None),
        ("٠١٠٠١٠٩١٠٦", None),
        ("", None),
    ],
)
def test_three_forms_and_no_other(code: str, form: TaxCodeForm | None) -> None:
    """Ten digits, thirteen, or the twelve of a person."""
    assert form_of(code) is form


def test_what_is_no_code_is_a_problem_in_both_languages() -> None:
    """The row's reader learns what was there and what should be."""
    problem = problem_with("MST 12")
    assert problem is not None
    assert (problem.code, problem.column) == ("tax_code.form", "tax_code")
    assert problem.sentence("vi") == (
        "«MST 12» không phải mã số thuế: cần 10 số, 13 số (10-3) hoặc 12 số."
    )
    assert problem.sentence("en") == (
        "“MST 12” is no tax code: it takes 10, 13 (10-3) or 12 digits."
    )
    assert warning_about("MST 12") is None
    assert not check_digit_ok("MST12")


def test_a_wrong_check_digit_only_warns() -> None:
    """A digit that does not fit is told, and the code is taken all the same."""
    assert problem_with("0100109107") is None
    warning = warning_about("0100109107-001")
    assert warning is not None
    assert (warning.code, warning.column) == ("tax_code.check_digit", "tax_code")
    assert warning.sentence("vi") == (
        "Mã số thuế 0100109107-001: chữ số kiểm tra không khớp, có thể gõ nhầm."
    )
    assert warning.sentence("en") == (
        "Tax code 0100109107-001: the check digit does not fit, a digit may be mistyped."
    )


def test_a_person_has_no_check_digit() -> None:
    """Twelve digits are taken as they are."""
    assert check_digit_ok("001099012345")
    assert shown("001099012345") == "001099012345"


def test_a_dependent_unit_is_written_with_a_hyphen() -> None:
    """Thirteen digits are read as ten and three."""
    assert shown("0100109106001") == "0100109106-001"
    assert shown("0100109106") == "0100109106"


def test_where_the_formula_gives_ten_zero_passes() -> None:
    """Ten is no digit; programs differ, and a warning to everyone would help nobody."""
    assert mst.calc_check_digit("010000005") == "10"
    assert check_digit_ok("0100000050")
    assert not check_digit_ok("0100000051")


@given(st.integers(1, 9_999_999), st.integers(1, 99), st.integers(0, 9))
def test_other_programs_agree(number: int, region: int, digit: int) -> None:
    """Our formula is the one of python-stdnum, but where that gives no digit at all."""
    head = f"{region:02d}{number:07d}"
    theirs = mst.calc_check_digit(head)
    expected = digit == 0 if theirs == "10" else str(digit) == theirs
    assert check_digit_ok(f"{head}{digit}") is expected
