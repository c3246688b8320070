"""Names are compared by the words that tell employers apart."""

import pytest

from collectors.matching.names import name_key, names_in
from finance.rules.folding import fold

BY_NAME = {
    "AN PHAT": ("1",),
    "AN PHAT HUNG": ("2",),
    "E4": ("4",),
    "HOA BINH": ("5", "6"),
}


@pytest.mark.parametrize(
    "name",
    [
        "Công ty TNHH MTV An Phát",
        "CTY CP AN PHAT",
        "CONG TY CO PHAN AN PHAT.",
        "An Phát (TNHH)",
        "DNTN An-Phát",
    ],
)
def test_the_legal_form_says_nothing(name: str) -> None:
    """However it is written, in full or short."""
    assert name_key(name) == "AN PHAT"


def test_a_name_of_nothing_but_legal_form_stays() -> None:
    """Something must be left to compare."""
    assert name_key("Tổng công ty") == "TONG CONG TY"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CTY TNHH AN PHAT DONG KPCD", (("1",),)),
        ("CTY TNHH AN PHAT HUNG DONG KPCD", (("2",),)),
        ("AN PHAT NOP HO CTY AN PHAT HUNG", (("1",), ("2",))),
        ("CONG TY E4 DONG KPCD", (("4",),)),
        ("PHONG E4 TOA NHA B", ()),
        ("AN PHAT, AN PHAT", (("1",),)),
        ("KHU HOA BINH", (("5", "6"),)),
        ("CHUYEN TIEN", ()),
        ("", ()),
    ],
)
def test_known_names_are_found_in_a_text(text: str, found: tuple[tuple[str, ...], ...]) -> None:
    """The longest one counts; a name of one short word only behind a legal form."""
    assert names_in(fold(text), BY_NAME) == found
