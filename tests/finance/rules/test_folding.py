"""Folding: two ways of writing the same words compare as equal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đóng  kinh phí", "DONG KINH PHI"),
        ("  Liên đoàn Lao động\ttỉnh Quảng Ngãi ", "LIEN DOAN LAO DONG TINH QUANG NGAI"),
        ("ƯỚC ượng", "UOC UONG"),
        ("１２３ ＡＢＣ", "123 ABC"),  # noqa: RUF001 - full width is the case
        ("שָׁלוֹם Đà", "שלום DA"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    """Upper case, without diacritics, with single spaces."""
    assert fold(text) == folded


@given(st.text())
def test_forms_of_unicode_fold_alike(text: str) -> None:
    """However the letters were composed, the folded words are the same, and folding ends."""
    folded = fold(unicodedata.normalize("NFC", text))
    assert fold(unicodedata.normalize("NFD", text)) == folded


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ ABCĐ"))
def test_folded_words_are_plain(text: str) -> None:
    """Vietnamese words become plain letters, and a folded text folds to itself."""
    folded = fold(text)
    assert folded.isascii()
    assert fold(folded) == folded
