"""Whether a word is a syllable of Vietnamese: the evidence by which an old encoding is known.

Pure. A word is looked at by its parts, not in a list of words: an initial, a rime, and at most one
tone. That tells a right reading of a file from a wrong one, and judges nothing else.
"""

import unicodedata
from typing import Final

_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")  # grave, acute, tilde, hook, dot below
_INITIALS: Final = frozenset(
    (
        *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng"),
        *("ngh", "nh", "p", "ph", "q", "qu", "r", "s", "t", "th", "tr", "v", "x"),
    )
)
_RIMES: Final = frozenset(
    rime
    for line in (
        "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây",
        "e ec em en eng eo ep et ê êch êm ên ênh êng êp êt êu i ia ich im in inh ip it iu",
        "iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu",
        "o oc oi om on ong op ot oa oac oach oai oam oan oang oanh oao oat oay",
        "oăc oăm oăn oăng oăt oe oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt",
        "u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt uơ uê uêch uên uênh",
        "uy uya uych uynh uyt uyu uyên uyêt uân uâng uât uây ư ưa ưc ưi ưm ưn ưng ưt ưu",
        "ươc ươi ươm ươn ương ươp ươt ươu y",
    )
    for rime in line.split()
)
_LONGEST_INITIAL: Final = 3
_LETTERS_OF_ITS_OWN: Final = "ăâêôơưđ"


def is_marked(word: str) -> bool:
    """Whether a word carries a mark on a vowel; a bare Đ, as in `HĐ`, says nothing."""
    apart = unicodedata.normalize("NFD", word)
    return any(unicodedata.combining(sign) for sign in apart)


def is_syllable(word: str) -> bool:
    """Whether a word is built as one syllable of Vietnamese, in capitals or not."""
    bare = _without_tone(word.lower())
    return bare is not None and any(
        bare[:cut] in _INITIALS and bare[cut:] in _RIMES for cut in range(_LONGEST_INITIAL + 1)
    )


def _without_tone(word: str) -> str | None:
    """The word without its tone; None when it has more than one, or other foreign marks."""
    kept: list[str] = []
    tones = 0
    for sign in unicodedata.normalize("NFD", word):
        if sign in _TONES:
            tones += 1
        else:
            kept.append(sign)
    bare = unicodedata.normalize("NFC", "".join(kept))
    known = all(sign.isascii() or sign in _LETTERS_OF_ITS_OWN for sign in bare)
    return bare if known and tones <= 1 else None
