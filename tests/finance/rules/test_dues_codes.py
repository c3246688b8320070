"""The code a member's transfer carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.dues_codes import (
    MARK,
    CodeFull,
    CodesRead,
    DuesCode,
    check_digit,
    read_codes,
    write_code,
)
from ledger.periods import Period, shift

JUNE = Period("2026-06")
CODE = DuesCode(4, 12, JUNE)
WRITTEN = "DP00000400001226066"
codes = st.builds(
    DuesCode,
    st.integers(1, 999_999),
    st.integers(1, 999_999),
    st.integers(0, 12 * 73).map(lambda months: shift(Period("2026-01"), months)),
)


def _held(text: str) -> bool:
    return bool(read_codes(text).codes)


def test_damms_own_example() -> None:
    """572 has the check digit 4."""
    assert check_digit("572") == "4"
    assert check_digit("5724") == "0"


def test_as_it_is_printed() -> None:
    """Unit, member, month and check digit; 19 signs, so that a QR code has room for it."""
    assert write_code(CODE) == WRITTEN
    assert len(WRITTEN) == 19


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN,
        f"MBVCB.1234567.{WRITTEN}.CT tu 0123",
        "nguyen van a dong doan phi dp00000400001226066",
        "IBFT DP 000004 000012 2606 6",
        "DP.000004-000012-2606-6 2026",
        f"NGUYENVAN{WRITTEN}",
        f"{WRITTEN} {WRITTEN}",
        f"{WRITTEN} 26",
    ],
)
def test_found_whatever_the_bank_made_of_it(text: str) -> None:
    """Case, prefix, separators."""
    found = read_codes(text)
    assert found == CodesRead((CODE,), wrong=False)
    assert found.only == CODE
    assert found.any


@pytest.mark.parametrize(
    "text",
    [
        "DP00000400001226067",  # another check digit
        "DP0000040000122606",  # cut short
        "DP000004000012260665",  # a digit too many
        "DP00000000001226065",  # no unit
        f"{WRITTEN} DP00000400001226067",  # one that holds, one that does not
    ],
)
def test_a_code_that_fails_is_said_to(text: str) -> None:
    """And nothing is taken of it."""
    found = read_codes(text)
    assert found.wrong
    assert found.any
    assert found.only is None


def test_a_month_there_is_none_of() -> None:
    """Month 13, and no member, fail whatever their check digit."""
    for digits in ("0000040000122613", "0000040000002606"):
        assert read_codes(f"{MARK}{digits}{check_digit(digits)}") == CodesRead((), wrong=True)


def test_two_members_in_one_text() -> None:
    """Nobody says how much is whose."""
    other = DuesCode(4, 13, JUNE)
    found = read_codes(f"{WRITTEN} {write_code(other)}")
    assert found.codes == (CODE, other)
    assert found.only is None


@pytest.mark.parametrize("text", ["", "DONG DP T6/2026", "MST 9900000016 DONG KPCD", "DP 06 2026"])
def test_a_text_without_one(text: str) -> None:
    """Neither found nor wrong."""
    assert read_codes(text) == CodesRead((), wrong=False)
    assert not read_codes(text).any


@given(codes)
def test_what_is_written_is_read(code: DuesCode) -> None:
    """For every unit, member and month of the century."""
    assert read_codes(write_code(code)).only == code


@given(codes, st.integers(2, 18), st.integers(1, 9))
def test_every_wrong_digit_is_found(code: DuesCode, place: int, off: int) -> None:
    """Whichever digit, whatever stands there instead."""
    right = write_code(code)
    wrong = right[:place] + str((int(right[place]) + off) % 10) + right[place + 1 :]
    assert not _held(wrong)


@given(codes, st.integers(2, 17))
def test_every_exchange_of_neighbours_is_found(code: DuesCode, place: int) -> None:
    """Two digits typed the wrong way round, the check digit among them."""
    right = write_code(code)
    wrong = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert _held(wrong) == (wrong == right)


@pytest.mark.parametrize("code", [DuesCode(1_000_000, 1, JUNE), DuesCode(1, 0, JUNE)])
def test_a_number_without_room_is_refused(code: DuesCode) -> None:
    """A millionth unit needs another form of code, not a shorter number."""
    with pytest.raises(CodeFull):
        write_code(code)
