"""What a line may name is found by its code and by its name, with diacritics or without."""

import pytest

from finance.web.choices import FUNDS, choices_of, fund_of, fund_word
from ledger.errors import UnknownBook
from tests.doors import House


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("112", "112"),
        (" 112 Tiền gửi ngân hàng, kho bạc", "112"),
        ("tien mat", "111"),
        ("TIỀN MẶT", "111"),
        ("Spending", "611"),
        ("bank and", "112"),
        ("13881", "13881"),
        ("phai thu", None),
        ("ca", None),
        ("999", None),
        ("", None),
        ("11 2", None),
    ],
)
def test_an_account_is_found_by_code_or_name(house: House, text: str, code: str | None) -> None:
    """A name that fits two accounts finds neither; a control account only by its code."""
    with house.database.reading() as session:
        assert choices_of(session, "CTA").account(text) == code


def test_control_accounts_are_not_offered(house: House) -> None:
    """Every account a person may post has its name in both languages; no other is there."""
    with house.database.reading() as session:
        choices = choices_of(session, "CTA")
    assert {"111", "112", "611"} <= {each.code for each in choices.accounts}
    assert not [each.code for each in choices.accounts if choices.chart[each.code].control]
    assert all(each.vi and each.en for each in (*choices.accounts, *choices.items.values()))


@pytest.mark.parametrize(
    ("text", "code"),
    [("31", "31"), ("28.01", "28.01"), ("đoàn phí", "22"), ("công đoàn", None), ("levy", "23")],
)
def test_an_item_is_found_by_code_or_name(house: House, text: str, code: str | None) -> None:
    """By the index of the book's own regime; the whole name goes before a part of another."""
    with house.database.reading() as session:
        assert choices_of(session, "CTA").item(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KPCĐ", "levy"),
        ("kpcd", "levy"),
        ("đoàn phí công đoàn", "dues"),
        ("state", "state"),
        ("Khác", "other"),
        ("restricted:NHA-O.2026", "restricted:NHA-O.2026"),
        ("restricted:", None),
        ("restricted:a b", None),
        ("restricted:" + "x" * 40, None),
        ("quỹ đen", None),
        ("", None),
    ],
)
def test_a_fund_is_found_by_its_word_or_code(text: str, code: str | None) -> None:
    """Restricted funds carry a code of their own; others are one of four."""
    assert fund_of(text) == code


def test_a_fund_is_shown_by_its_word() -> None:
    """What is shown can be typed again."""
    assert all(fund_of(fund_word(each.code)) == each.code for each in FUNDS)
    assert fund_word("restricted:X") == "restricted:X"
    assert fund_word("") == ""


def test_a_unit_without_a_book_has_nothing_to_choose(house: House) -> None:
    """It is refused with the reason."""
    with house.database.reading() as session, pytest.raises(UnknownBook):
        choices_of(session, "CTC")
