"""Texts people type, before they are kept. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from ledger.errors import UnfitText

LONGEST_TEXT: Final = 1000
_UNKEPT = re.compile("[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class TextField:
    """What a text is called, where it was typed, and how many characters it may have."""

    place: str
    vi: str
    en: str
    most: int = LONGEST_TEXT


def fits(text: str, most: int = LONGEST_TEXT) -> bool:
    """Whether a text of one line can be kept: not too long, and no sign that is none."""
    return len(text) <= most and not _UNKEPT.search(text)


def one_line(text: str, field: TextField) -> str:
    """A text as it is kept: on one line, no space at its ends, one between words; empty is allowed.

    Raises   UnfitText, which names the place.
    """
    tidy = " ".join(text.split())
    if not fits(tidy, field.most):
        raise UnfitText(place=field.place, field_vi=field.vi, field_en=field.en, most=field.most)
    return tidy
