"""Clues order suggestions; they never add up to certainty."""

import datetime as dt
from dataclasses import replace

import pytest

from collectors.matching.clues import weigh
from collectors.matching.known import Known, Receipt
from collectors.matching.names import Names
from collectors.matching.transfer_text import read_text
from ledger.money import Vnd

E1, E4 = "9900000016", "9900000048"
DAYS = tuple(dt.date(2026, month, 10) for month in (2, 3, 4))
LATER = dt.date(2026, 5, 10)
KNOWN = Known(
    tax_codes={E1, E4},
    by_name=Names({"E4": (E4,), "E1": (E1,), "AN PHAT": (E1,), "AN PHAT HUNG": (E4,)}),
    by_account={
        "111": {E4: (DAYS[0],)},
        "222": {E1: DAYS, E4: DAYS},
        "333": {E4: DAYS},
    },
    names={E1: ("E1", "AN PHAT"), E4: ("E4", "AN PHAT HUNG", "THUONG MAI AN PHAT")},
    obligations={},
)


def _receipt(content: str, account: str = "", name: str = "") -> Receipt:
    return Receipt(Vnd(1), content, account, name, LATER)


def test_name_payer_and_account_together_are_still_no_certainty() -> None:
    """Without a code in the text a person decides, however much agrees."""
    receipt = _receipt("CTY E4 NOP KPCD", "111", "CTY E4")
    clues = weigh(receipt, read_text(receipt.content), KNOWN)
    assert clues.certain() == ""
    assert clues.ranked() == (E4,)
    assert clues.likelihood() == 80


def test_a_rival_lowers_a_suggestion() -> None:
    """The more another one is pointed at, the less sure the first is."""
    alone = _receipt("CTY E4 NOP KPCD", "111")
    rival = _receipt("CTY E4 NOP KPCD", "111", "CTY E1")
    sure, unsure = (weigh(one, read_text(one.content), KNOWN) for one in (alone, rival))
    assert sure.ranked()[0] == unsure.ranked()[0] == E4
    assert sure.likelihood() > unsure.likelihood()


def test_equal_rivals_are_a_tie() -> None:
    """Unless a code in the text points at one of them."""
    tied = _receipt("NOP KPCD", "222")
    assert weigh(tied, read_text(tied.content), KNOWN).is_tied()
    named = _receipt("MST 9900000016 MST 9900000048")
    assert not weigh(named, read_text(named.content), KNOWN).is_tied()


def test_a_reason_is_told_once() -> None:
    """A text that repeats itself does not make the list of reasons longer."""
    receipt = _receipt("MST 9900000049 MST 9900000049")
    clues = weigh(receipt, read_text(receipt.content), KNOWN)
    assert [one.code for one in clues.reasons()] == ["code.check_digit"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("CTY E4 NOP KPCD T5/2026", ""),
        ("NOP KINH PHI CONG DOAN T5/2026", "CTY E4"),
        ("CTY E4 NOP KPCD", "CTY TNHH E4"),
    ],
)
def test_a_learned_account_and_a_name_stand_for_a_code(content: str, name: str) -> None:
    """It has paid on three earlier days, for one employer alone, whose name is told as well."""
    receipt = _receipt(content, "333", name)
    clues = weigh(receipt, read_text(content), KNOWN)
    assert (clues.certain(), clues.certainty()) == (E4, 85)
    assert "account.learned" in [one.code for one in clues.reasons()]


@pytest.mark.parametrize(
    ("content", "account", "name"),
    [
        ("NOP KPCD T5/2026", "333", ""),  # no name
        ("CTY E4 NOP TIEN T5/2026", "333", "CTY E4"),  # not the levy
        ("CTY E4 NOP KPCD VA DOAN PHI", "333", "CTY E4"),  # not the levy alone
        ("NOP HO KPCD T5/2026", "333", "CTY E4"),  # another's
        ("NOP KPCD CTY LA T5/2026", "333", "CTY E4"),  # somebody nobody knows
        ("CTY E1 NOP KPCD T5/2026", "333", "CTY E4"),  # another's name
        ("CTY E4 NOP KPCD 9900000049", "333", "CTY E4"),  # perhaps a code that fails
        ("CTY E4 NOP KPCD MST 99000", "333", "CTY E4"),  # a code cut short
        ("CTY E4 NOP KPCD MST 9900000062", "333", "CTY E4"),  # a code of nobody
        ("CTY E4 NOP KPCD T5/2026", "111", "CTY E4"),  # paid once
        ("CTY E4 NOP KPCD T5/2026", "222", "CTY E4"),  # pays for two
        ("CTY E4 NOP KPCD T5/2026", "", "CTY E4"),  # no account
    ],
)
def test_less_than_that_is_not_certain(content: str, account: str, name: str) -> None:
    """Whatever else agrees."""
    assert weigh(_receipt(content, account, name), read_text(content), KNOWN).certain() == ""


def test_an_account_is_learned_by_earlier_days_only() -> None:
    """What came on the same day, or later, teaches nothing about a receipt."""
    content = "CTY E4 NOP KPCD T5/2026"
    receipt = Receipt(Vnd(1), content, "333", "", DAYS[2])
    assert weigh(receipt, read_text(content), KNOWN).certain() == ""


def test_another_name_that_the_text_cuts_is_still_another() -> None:
    """The code of one, and the name of somebody else as far as the text goes."""
    for text, certain in (
        (f"KPCD MST {E1} CTY AN PHAT HU", ""),
        (f"KPCD MST {E4} CTY AN PHAT HU", E4),
        (f"KPCD MST {E1} CTY AN PHAT", E1),
    ):
        assert weigh(_receipt(text), read_text(text), KNOWN).certain() == certain


def test_an_account_whose_name_begins_like_many_others_is_not_the_payers() -> None:
    """Too many begin so to say whose it is; that it is not E4's can be said all the same."""
    many = {f"SAN XUAT VA THUONG MAI SO {number:02d}": ("x",) for number in range(21)}
    known = replace(KNOWN, by_name=Names(many))
    text, holder = f"MST {E4} KPCD T5/2026", "CONG TY TNHH SAN XUAT VA THUONG MAI"
    assert weigh(_receipt(text, "", holder), read_text(text), known).certain() == ""
    own = replace(known, names={E4: ("SAN XUAT VA THUONG MAI SO 07",)})
    assert weigh(_receipt(text, "", holder), read_text(text), own).certain() == E4


def test_a_name_in_short_is_no_other_name() -> None:
    """TM AN PHAT is the employer's own name, though another is called AN PHAT."""
    for text, certain in (
        (f"MST {E4} CTY TM AN PHAT NOP KPCD", E4),
        (f"MST {E4} CTY AN PHAT NOP KPCD", ""),
    ):
        assert weigh(_receipt(text), read_text(text), KNOWN).certain() == certain
