"""A word of Vietnamese is known by how it is built."""

import pytest

from collectors.sources.syllables import is_marked, is_syllable

SOUND = (
    "Liên Lao động tỉnh Nghệ An Quỳnh Lưu chuyển tiền kinh phí công đoàn tháng sáu quý giữa "
    "giếng gì khuỷu nguyệt thuế thuở ngoằn ngoèo quốc hưởng rượu yến ý Ông Đỗ Lê quyết huỳnh ĐÓNG"
)


@pytest.mark.parametrize("word", SOUND.split())
def test_words_as_they_are_written(word: str) -> None:
    """In capitals or not, with any tone."""
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Coâng", "ñoaøn", "Hơtel", "Vieọt", "ắố", "bộộ", "xçx", "фа", ""])
def test_what_is_none(word: str) -> None:
    """Another script, two tones, a rime that does not exist: text read in the wrong encoding."""
    assert not is_syllable(word)


def test_a_bare_letter_says_nothing() -> None:
    """HĐ may stand in any text; a vowel with a mark may not."""
    assert [word for word in ("HĐ", "CONG", "Công", "ơn") if is_marked(word)] == ["Công", "ơn"]
