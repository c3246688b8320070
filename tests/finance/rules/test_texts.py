"""Texts people type are held to what can be kept."""

import pytest

from finance.rules.texts import TextField, fits, one_line
from ledger.errors import UnfitText

FIELD = TextField("reason", "Lý do", "Reason", 5)


@pytest.mark.parametrize(
    ("text", "kept"), [("Lý do", True), ("", True), ("sáu chữ", False), ("\x00", False)]
)
def test_a_text_fits(text: str, kept: bool) -> None:  # noqa: FBT001 - one of the cases
    """As long as the field at most, and only signs that a database keeps."""
    assert fits(text, FIELD.most) is kept


def test_a_text_is_kept_on_one_line() -> None:
    """Spaces and new lines between words become one space."""
    assert one_line("  a \n b\t", FIELD) == "a b"


@pytest.mark.parametrize("text", ["123456", "a\x07", "\ud800"])
def test_a_text_that_cannot_be_kept_names_its_field(text: str) -> None:
    """Where it was typed, what it is called, and how long it may be."""
    with pytest.raises(UnfitText) as refused:
        one_line(text, FIELD)
    assert refused.value.facts == {
        "place": "reason",
        "field_vi": "Lý do",
        "field_en": "Reason",
        "most": 5,
    }
