"""Names are compared by the words that tell employers apart."""

import pytest

from collectors.matching.names import (
    Named,
    Names,
    bearers_of,
    begun_in,
    cut_name_in,
    has_form,
    name_key,
    names_in,
)
from finance.rules.folding import fold

BY_NAME = Names(
    {
        "AN PHAT": ("1",),
        "AN PHAT HUNG": ("2",),
        "E4": ("4",),
        "HOA BINH": ("5", "6"),
        "THUONG MAI DICH VU BIEN XANH": ("7",),
    }
)


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
    assert tuple(each.bearers for each in names_in(fold(text), BY_NAME)) == found


def test_names_are_known_like_a_dictionary() -> None:
    """By their key, one by one."""
    assert BY_NAME["E4"] == ("4",)
    assert (len(BY_NAME), next(iter(BY_NAME))) == (5, "AN PHAT")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("MST 1 CTY TNHH AN PHAT HU", "AN PHAT HU"),
        ("NOP KPCD CTY AN P", "AN P"),
        ("CTY HO", "HO"),
        ("CTY AN PHAT", ""),
        ("CTY AN PHAT HU. CAM ON", ""),
        ("CTY AN PHAT HU ?", ""),
        ("AN PHAT HU", ""),
        ("CTY LA", ""),
        ("NOP KPCD", ""),
        ("NOP KPCD CTY", ""),
    ],
)
def test_a_name_that_the_end_of_the_text_cuts(text: str, left: str) -> None:
    """From its legal form to the end of the text, when somebody's name goes on from there."""
    assert cut_name_in(text, BY_NAME) == left


def test_too_common_a_beginning_tells_nobody() -> None:
    """Twenty names that begin alike still do; one more, and it might be anybody."""
    names = {f"THUONG MAI SO {number:02d}": (str(number),) for number in range(20)}
    assert len(Names(names).of_cut("THUONG MAI")) == 20
    assert Names({**names, "THUONG MAI XA": ("x",)}).of_cut("THUONG MAI") == ()
    assert Names(names).of_cut("THUON") == set()


def test_the_name_of_an_account_may_be_cut() -> None:
    """A long one only: a short one that nobody bears is somebody else's."""
    assert bearers_of("CTY TNHH AN PHAT", BY_NAME) == ("1",)
    assert set(bearers_of("CONG TY TNHH THUONG MAI DICH VU BIEN", BY_NAME)) == {"7"}
    assert bearers_of("CTY AN PHAT HU", BY_NAME) == ()


def test_what_is_left_of_the_name_of_an_account() -> None:
    """Its key, where somebody's name goes on from it; a short name is not cut by any bank."""
    assert begun_in("CONG TY TNHH THUONG MAI DICH VU BI", BY_NAME) == "THUONG MAI DICH VU BI"
    assert begun_in("CONG TY TNHH THUONG MAI VA NHUNG THU KHAC", BY_NAME) == ""
    assert begun_in("CTY AN PHAT", BY_NAME) == ""


def test_the_end_of_a_name_written_short_is_not_another_name() -> None:
    """TMDV, DV or the word itself: what stands before must be what the longer name says there."""
    own = "THUONG MAI DICH VU AN PHAT"
    for before in ("TMDV", "DV", "VU"):
        (found,) = names_in(f"CTY {before} AN PHAT NOP KPCD", BY_NAME)
        assert found.is_within(own)
    for text in ("CTY AN PHAT", "CTY XD AN PHAT", "AN PHAT"):
        (found,) = names_in(text, BY_NAME)
        assert not found.is_within(own)
    assert not Named("AN PHAT", ("1",), "AN").is_within("AN PHAT")
    assert not Named("HOA BINH", ("5",), "VU").is_within(own)


def test_a_legal_form_speaks_of_an_employer() -> None:
    """Known or not."""
    assert has_form("NOP KPCD CTY LA")
    assert not has_form("NOP KPCD T6/2026")
