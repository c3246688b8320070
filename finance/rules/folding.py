"""Words as banks and search boxes write them: upper case, without diacritics.

Pure.
"""

import unicodedata

_BARRED = str.maketrans({"đ": "d", "Đ": "D"})  # a letter of its own: no mark falls off it


def fold(text: str) -> str:
    """Write a text in upper case, without diacritics, with single spaces.

    Takes    any text, in any form of Unicode.
    Returns  the same words to compare by: `Đóng  kinh phí` becomes `DONG KINH PHI`. Digits of
             full width become plain ones.
    """
    apart = unicodedata.normalize("NFKD", text.translate(_BARRED))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.upper().split())
