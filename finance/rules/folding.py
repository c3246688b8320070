"""Words as banks and search boxes write them: upper case, without diacritics.

Pure.
"""

import re
import unicodedata

_BARRED = str.maketrans({"đ": "d", "Đ": "D"})  # a letter of its own: no mark falls off it
_MARKS = re.compile("[\u0300-\u0314\u031b\u0323-\u0338]+")  # those of Vietnamese among them


def fold(text: str) -> str:
    """Write a text in upper case, without diacritics, with single spaces.

    Takes    any text, in any form of Unicode.
    Returns  the same words to compare by: `Đóng  kinh phí` becomes `DONG KINH PHI`. Digits of
             full width become plain ones.
    """
    plain = text
    if not text.isascii():
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", text.translate(_BARRED)))
        if not plain.isascii():  # marks of other scripts
            plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(plain.upper().split())
