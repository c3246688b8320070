"""Clues order suggestions; they never add up to certainty."""

from collectors.matching.clues import weigh
from collectors.matching.known import Known, Receipt
from collectors.matching.transfer_text import read_text
from ledger.money import Vnd

E1, E4 = "9900000016", "9900000048"
KNOWN = Known(
    tax_codes={E1, E4},
    by_name={"E4": (E4,), "E1": (E1,)},
    by_account={"111": (E4,), "222": (E1, E4)},
    obligations={},
)


def _receipt(content: str, account: str = "", name: str = "") -> Receipt:
    return Receipt(Vnd(1), content, account, name)


def test_name_payer_and_account_together_are_still_no_certainty() -> None:
    """Without a code in the text a person decides, however much agrees."""
    receipt = _receipt("CTY E4 NOP KPCD", "111", "CTY E4")
    clues = weigh(receipt, read_text(receipt.content), KNOWN)
    assert not clues.is_certain()
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
