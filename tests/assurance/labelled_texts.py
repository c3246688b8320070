"""The texts of the labelled set: transfers as employers type them and banks hand them on.

Pure, and on its own: it knows what people write, not how it is read.
"""

import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Final

_LABELS: Final = (
    *("MST ", "MST ", "MST: ", "mst:", "MST.", "MST", "Mã số thuế ", "Mã số thuế: ", "MST so "),
    *("M.S.T ", "MSThue ", "MASOTHUE ", "MST cua cty ", "MS thue: ", "Ma so thue la ", "MSDN "),
)
_VERBS: Final = (
    *("đóng KPCĐ", "nộp KPCĐ", "nộp kinh phí công đoàn", "đóng kinh phí công đoàn 2%"),
    *("thanh toán KPCĐ", "TT KPCD", "chuyển tiền KPCĐ", "nop KPCD 2pct"),
)
_PREFIXES: Final = (
    *("IBFT ", "NAPAS247 ", "CT DEN:{n9} ", "MBVCB.{n10}.", "FT26{n9} ", "TRF-", "CK NHANH 247 "),
    *("IB/", "REF {n9}. ", "ND: ", "NHAN TU {n12} TRACE {n6} ND ", "{n12}-"),
)
_SUFFIXES: Final = (
    *(
        " FT26{n9}",
        "-{n9}-07{n2}26",
        ". TU: {n12}",
        " GD {n6}-{n6}",
        "-CTLNHIDI0000{n6}-1/1-CRE-002",
    ),
    *(" SDT 0912345678", " Trace {n6}", " ngay 10/07/2026", " CAM ON"),
)
_PARTED: Final = ((2, 4, 4), (4, 3, 3), (5, 5), (3, 3, 4), (2, 8), (9, 1))
_ROMAN: Final = ("I", "II", "III", "IV")


def written(text: str, chance: Random) -> str:
    """In some case, with diacritics or without."""
    draw = chance.randrange(10)
    if draw < 5:
        return plain(text).upper()
    if draw < 7:
        return plain(text).lower()
    if draw < 8:
        return plain(text)
    return text.upper() if draw < 9 else text


def plain(text: str) -> str:
    """Without diacritics."""
    apart = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def banked(text: str, chance: Random) -> str:
    """With what a bank puts in front or behind, sometimes."""
    draw = chance.randrange(10)
    if draw < 3:
        text = _filled(chance.choice(_PREFIXES), chance) + text
    if draw in {2, 3, 4}:
        text += _filled(chance.choice(_SUFFIXES), chance)
    return text


def labelled(code: str, chance: Random) -> str:
    """A code behind its label, as its bearer reads it."""
    return chance.choice(_LABELS) + hyphened(code)


def parted(code: str, chance: Random) -> str:
    """A code behind its label with something put between its digits."""
    sign = chance.choice((" ", ".", "-", ". "))
    groups: list[str] = []
    place = 0
    for size in chance.choice(_PARTED):
        groups.append(code[place : place + size])
        place += size
    tail = f"-{code[10:]}" if code[10:] else ""
    return chance.choice(("MST ", "mst:", "Mã số thuế ")) + sign.join(groups) + tail


def hyphened(code: str) -> str:
    """A dependent unit's code with the hyphen people read it by."""
    return f"{code[:10]}-{code[10:]}" if code[10:] else code


def verb(chance: Random) -> str:
    """That it is the levy."""
    return chance.choice(_VERBS)


def months_in_words(months: Sequence[str], chance: Random) -> str:
    """Wage months that follow one another in one year, as people write them."""
    year, numbers = months[0][:4], [int(month[5:]) for month in months]
    if len(months) == 1:
        return _one(year, numbers[0], chance)
    forms = [
        f"T{','.join(map(str, numbers))}/{year}",
        f"tháng {'+'.join(map(str, numbers))}/{year}",
        f"T{numbers[0]}-T{numbers[-1]}/{year}",
        f"tháng {numbers[0]} đến tháng {numbers[-1]} năm {year}",
        ", ".join(f"T{number}/{year}" for number in numbers),
        f"tháng {', '.join(map(str, numbers[:-1]))} và {numbers[-1]} năm {year}",
        f"{numbers[0]:02d}/{year} - {numbers[-1]:02d}/{year}",
    ]
    if len(months) == 3 and numbers[0] % 3 == 1:
        quarter = numbers[0] // 3
        forms += [
            f"quý {_ROMAN[quarter]}/{year}",
            f"Q{quarter + 1}/{year}",
            f"quý {quarter + 1} năm {year}",
            f"QUÝ {_ROMAN[quarter]} NĂM {year}",
            f"Quy {_ROMAN[quarter]}-{year}",
        ] * 2
    return chance.choice(forms)


def _one(year: str, number: int, chance: Random) -> str:
    return chance.choice(
        (
            f"tháng {number:02d} năm {year}",
            f"T{number}/{year}",
            f"{number:02d}-{year}",
            f"tháng {number}/{year}",
            f"T{number:02d}.{year}",
            f"kỳ {year}-{number:02d}",
            f"thang {number} nam {year}",
            f"{number:02d}/{year}",
            f"T{number}/{year[2:]}",
            f"thang{number}/{year}",
            f"kỳ tháng {number:02d}/{year}",
            f"{year}/{number:02d}",
            f"T {number}-{year}",
            f"tháng {number:02d}{year}",
        )
    )


def mistyped(code: str, chance: Random) -> str:
    """A code with one digit wrong: its check digit no longer fits."""
    place = chance.randrange(2, 9)
    digit = (int(code[place]) + chance.randint(1, 9)) % 10
    return f"{code[:place]}{digit}{code[place + 1 :]}"


def _filled(form: str, chance: Random) -> str:
    numbers = {f"n{size}": f"{chance.randrange(10**size):0{size}d}" for size in (2, 6, 9, 10, 12)}
    return form.format(**numbers)
