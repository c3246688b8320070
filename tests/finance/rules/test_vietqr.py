"""A transfer order as a QR code: written as banks read it, and read back."""

import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.vietqr import (
    LONGEST_TEXT,
    Transfer,
    UnfitForQr,
    WrongPayload,
    is_account,
    is_bank,
    payload,
    read,
)

TO_ANY = (
    "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F"
)
bins = st.from_regex(r"[0-9]{6}", fullmatch=True)
accounts = st.from_regex(r"[0-9A-Za-z]{1,19}", fullmatch=True)
texts = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=LONGEST_TEXT)


def _closed(body: str) -> str:
    """A payload of these fields with a checksum that holds: the writer's own last field."""
    return f"{body}6304{binascii.crc_hqx(f'{body}6304'.encode(), 0xFFFF):04X}"


def _order(whose: str) -> str:
    """An order in đồng to an account, of which this is said."""
    account = f"01{len(whose):02d}{whose}" if whose else ""
    inside = f"0010A000000727{account}0208QRIBFTTA"
    return _closed(f"38{len(inside):02d}{inside}5303704")


def test_the_scheme_s_own_sample() -> None:
    """Account 0011012345678 at bank 970403, any amount: the published payload to the letter."""
    assert payload("970403", "0011012345678", 0, "") == TO_ANY
    assert read(TO_ANY) == Transfer("970403", "0011012345678", 0, "")
    assert read(TO_ANY[:-4] + TO_ANY[-4:].lower()) == read(TO_ANY)
    assert read(_order("0006970403" + "01130011012345678")) == read(TO_ANY)


def test_with_an_amount_and_a_text() -> None:
    """The amount in whole đồng without a point, the code for one use, the text behind it."""
    made = payload("970403", "0011012345678", 88_000, "DP00000400001226066")
    assert "010212" in made
    assert "540588000" in made
    assert "62230819DP00000400001226066" in made
    assert read(made) == Transfer("970403", "0011012345678", 88_000, "DP00000400001226066")


@given(bins, accounts, st.integers(0, 10**13 - 1), texts)
def test_what_is_written_is_read(bank_bin: str, account_no: str, amount: int, text: str) -> None:
    """Nothing is lost on the way."""
    made = payload(bank_bin, account_no, amount, text)
    assert read(made) == Transfer(bank_bin, account_no, amount, text)


@given(st.integers(0, len(TO_ANY) - 1), st.sampled_from("0123456789ABCXYZ"))
def test_a_sign_misread_is_noticed(place: int, sign: str) -> None:
    """The checksum stands over every sign before it."""
    changed = TO_ANY[:place] + sign + TO_ANY[place + 1 :]
    if changed != TO_ANY:
        with pytest.raises(WrongPayload):
            read(changed)


@pytest.mark.parametrize(
    ("order", "what"),
    [
        (("97040", "1", 1, ""), "bank_bin"),
        (("970403", "", 1, ""), "account_no"),
        (("970403", "1" * 20, 1, ""), "account_no"),
        (("970403", "1 2", 1, ""), "account_no"),
        (("970403", "1", -1, ""), "amount_vnd"),
        (("970403", "1", 10**13, ""), "amount_vnd"),
        (("970403", "1", 1, "x" * 26), "text"),
        (("970403", "1", 1, "đoàn phí"), "text"),
    ],
)
def test_what_the_format_has_no_place_for(order: tuple[str, str, int, str], what: str) -> None:
    """Refused, never cut short: another text would be another payment."""
    with pytest.raises(UnfitForQr) as refused:
        payload(*order)
    assert refused.value.facts["what"] == what


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "CRC"),
        ("đ", "CRC"),
        (_closed("0002đ"), "CRC"),
        (_closed("000201"), "38"),
        (_closed("38140010A000000727"), "38"),
        (_closed("38260010A0000007270208QRIBFTTA5303840"), "53"),
        (_closed("38260010A0000007270208QRIBFTTA5303704540201"), "54"),
        (_order(""), "38"),
        (_order("01011"), "38"),
        (_order("0006970403"), "38"),
        (_order("00059704001011"), "38"),
        (_order("000697040301031 2"), "38"),
        (_closed("0002010002"), "00"),
        (_closed("00020"), "00"),
        (_closed("0x0201"), "0x02"),
        (_closed("000201000201"), "00"),
    ],
)
def test_what_is_no_transfer_order(text: str, why: str) -> None:
    """The field that is wrong is named."""
    with pytest.raises(WrongPayload) as refused:
        read(text)
    assert refused.value.facts["why"] == why


def test_the_forms_of_a_bank_and_an_account() -> None:
    """Six digits; up to 19 letters and digits."""
    assert is_bank("970436")
    assert is_account("20E2")
    assert not any(map(is_bank, ("", "97043", "abcdef")))
    assert not any(map(is_account, ("", "777<", "7" * 20, "7 7")))
