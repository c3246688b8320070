"""Vietnamese text from before Unicode: TCVN3 (ABC fonts) and VNI-Windows, turned into Unicode.

Pure. In TCVN3 a byte is a letter; its capitals with a tone are a matter of the font, so they come
out as the small letters that the bytes name. In VNI a vowel is an ASCII letter, or Ơ and Ư, and
the byte behind it is its mark.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final

_ASCII: Final = {byte: chr(byte) for byte in range(0x80)}
_NO_BREAK_SPACE: Final = {0xA0: "\N{NO-BREAK SPACE}"}

_TCVN3: Final[Mapping[int, str]] = (
    _ASCII
    | _NO_BREAK_SPACE
    | dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True))
    | dict(zip(range(0xB5, 0xBA), "àảãáạ", strict=True))
    | dict(zip(range(0xBB, 0xBF), "ằẳẵắ", strict=True))
    | dict(zip(range(0xC6, 0xCD), "ặầẩẫấậè", strict=True))
    | dict(zip(range(0xCE, 0xD9), "ẻẽéẹềểễếệìỉ", strict=True))
    | dict(zip(range(0xDC, 0xE0), "ĩíịò", strict=True))
    | dict(zip(range(0xE1, 0xF0), "ỏõóọồổỗốộờởỡớợù", strict=True))
    | dict(zip(range(0xF1, 0xFF), "ủũúụừửữứựỳỷỹýỵ", strict=True))
)

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_CIRCUMFLEX, _BREVE = "\u0302", "\u0306"
_TONES: Final = {"ø": _GRAVE, "ù": _ACUTE, "õ": _TILDE, "û": _HOOK, "ï": _DOT}
_ROOFS: Final = {
    "â": _CIRCUMFLEX,
    "à": _CIRCUMFLEX + _GRAVE,
    "á": _CIRCUMFLEX + _ACUTE,
    "ã": _CIRCUMFLEX + _TILDE,
    "å": _CIRCUMFLEX + _HOOK,
    "ä": _CIRCUMFLEX + _DOT,
}
_BOWLS: Final = {
    "ê": _BREVE,
    "è": _BREVE + _GRAVE,
    "é": _BREVE + _ACUTE,
    "ü": _BREVE + _TILDE,
    "ú": _BREVE + _HOOK,
    "ë": _BREVE + _DOT,
}
# Which marks may stand behind which letter, and the letters that need none.
_MARKS: Final[Mapping[str, Mapping[str, str]]] = {
    "a": _TONES | _ROOFS | _BOWLS,
    "e": _TONES | _ROOFS,
    "o": _TONES | _ROOFS,
    "u": _TONES,
    "y": {sign: mark for sign, mark in _TONES.items() if mark != _DOT},
    "ơ": _TONES,
    "ư": _TONES,
}
_ALONE: Final = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))


def from_tcvn3(raw: bytes) -> str | None:
    """Read bytes as TCVN3.

    Returns  composed Unicode (NFC); None when a byte is no letter of that encoding.
    """
    letters = [_TCVN3.get(byte) for byte in raw]
    known = [letter for letter in letters if letter is not None]
    return unicodedata.normalize("NFC", "".join(known)) if len(known) == len(letters) else None


def from_vni(raw: bytes) -> str | None:
    """Read bytes as VNI-Windows.

    Returns  composed Unicode (NFC); None when a mark stands behind no vowel that takes it, or a
             byte means nothing there.
    """
    made: list[str] = []
    for sign in raw.decode("latin-1"):
        if sign.isascii() or sign == _NO_BREAK_SPACE[0xA0]:
            made.append(sign)
        elif sign.lower() in _ALONE:
            letter = _ALONE[sign.lower()]
            made.append(letter.upper() if sign.isupper() else letter)
        elif _may_mark(made, sign):
            made[-1] = unicodedata.normalize("NFC", made[-1] + _marks_of(made[-1])[sign.lower()])
        else:
            return None
    return "".join(made)


def _may_mark(made: list[str], sign: str) -> bool:
    return bool(made) and sign.lower() in _marks_of(made[-1])


def _marks_of(letter: str) -> Mapping[str, str]:
    return _MARKS.get(letter.lower(), {})
