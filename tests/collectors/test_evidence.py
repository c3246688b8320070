"""What outsiders say, and the form their words are compared in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đóng  kinh phí\tcông đoàn", "DONG KINH PHI CONG DOAN"),
        ("quỹ tiền lương", "QUY TIEN LUONG"),
        ("Quy\u0303 lu\u031bo\u031bng", "QUY LUONG"),
        ("\uff11\uff12\u00a0T6", "12 T6"),
    ],
)
def test_words_compare_without_case_and_diacritics(text: str, folded: str) -> None:
    """The same words are equal however they were typed: composed, apart, wide, or in capitals."""
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """A folded text is in its last form."""
    assert fold(fold(text)) == fold(text)
