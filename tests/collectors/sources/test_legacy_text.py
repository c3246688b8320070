"""The old encodings come out letter by letter as their fonts showed them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.sources.legacy_text import from_tcvn3, from_vni

# What a person sees who opens such text in a font of today, beside what it says.
TCVN3 = [
    ("C«ng ®oµn ViÖt Nam", "Công đoàn Việt Nam"),
    ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
    ("l­¬ng th\xb8ng s\xb8u n¨m, chuyÓn kho¶n", "lương tháng sáu năm, chuyển khoản"),
    ("NguyÔn ThÞ BÝch Thñy; D­¬ng V¨n Dòng", "Nguyễn Thị Bích Thủy; Dương Văn Dũng"),
    ("quü tiÒn mÆt; tæng sè; nî; gèc; x· Kú Së", "quỹ tiền mặt; tổng số; nợ; gốc; xã Kỳ Sở"),
    ("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ"),
]
VNI = [
    ("Coâng ñoaøn Vieät Nam", "Công đoàn Việt Nam"),
    ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
    ("löông thaùng saùu naêm, chuyeån khoaûn", "lương tháng sáu năm, chuyển khoản"),
    ("Nguyeãn Thò Bích Thuûy; Döông Vaên Duõng", "Nguyễn Thị Bích Thủy; Dương Văn Dũng"),
    ("quyõ tieàn maët; toång soá; nôï; goác; xaõ Kyø", "quỹ tiền mặt; tổng số; nợ; gốc; xã Kỳ"),
    ("COÂNG ÑOAØN ÔÛ XÆ", "CÔNG ĐOÀN Ở XỈ"),
]


@pytest.mark.parametrize(("shown", "said"), TCVN3)
def test_tcvn3(shown: str, said: str) -> None:
    """One byte, one letter."""
    assert from_tcvn3(shown.encode("latin-1")) == said


@pytest.mark.parametrize(("shown", "said"), VNI)
def test_vni(shown: str, said: str) -> None:
    """A vowel and the mark behind it."""
    assert from_vni(shown.encode("latin-1")) == said


@pytest.mark.parametrize("raw", [b"\x92", b"a\xd7", b"b\xf8", b"\xf8a", b"a\xf8\xf8", b"i\xf8"])
def test_what_vni_never_writes_is_not_read(raw: bytes) -> None:
    """A mark behind no vowel that takes it is the sign of another encoding."""
    assert from_vni(raw) is None


@pytest.mark.parametrize("raw", [b"\x92", b"\xc4", b"C\xff"])
def test_what_tcvn3_never_writes_is_not_read(raw: bytes) -> None:
    """A byte without a letter."""
    assert from_tcvn3(raw) is None


@given(st.binary())
def test_what_is_read_is_composed(raw: bytes) -> None:
    """Whatever comes out is in the one form of Unicode that the house keeps."""
    for read in (from_tcvn3(raw), from_vni(raw)):
        assert read is None or read == unicodedata.normalize("NFC", read)


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_are_the_same_in_all(text: str) -> None:
    """What stands in ASCII stays."""
    assert from_tcvn3(text.encode()) == from_vni(text.encode()) == text
