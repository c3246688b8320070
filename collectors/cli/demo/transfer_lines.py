"""The text of a transfer, as employers type it and banks hand it on."""

from collections.abc import Sequence
from random import Random

from collectors.cli.demo.federation import Employer
from collectors.cli.demo.habits import Style
from collectors.cli.demo.mess import Mess
from finance.rules.folding import fold
from finance.rules.tax_codes import shown
from ledger.periods import Period

_CODE = 10
_CUT = 7  # digits left of a code that was cut short
_QUARTERS = {"01": "I", "04": "II", "07": "III", "10": "IV"}
_SEPARATED = ("{a}.{b}.{c}", "{a} {b} {c}", "{a}-{b}-{c}")
_MONTH_FORMS = (
    "tháng {mm} năm {yyyy}",
    "T{m}/{yyyy}",
    "{mm}-{yyyy}",
    "kỳ {yyyy}-{mm}",
    "thang {mm}/{yyyy}",
)
_PREFIXES = ("IBFT ", "MBVCB.7{number}.", "NAPAS247 ", "CK NHANH 247 ")
_UPPER_CASE = {Style.PLAIN, Style.PREFIXED, Style.CUT, Style.WRONG_DIGIT, Style.TRANSPOSED}


def transfer_text(
    employer: Employer, periods: Sequence[Period], chance: Random
) -> tuple[str, tuple[Mess, ...]]:
    """Write the text of one transfer in the employer's style.

    Takes    the wage months it is meant for; the chance of this one transfer.
    Returns  the text, and the kinds of mess in it.
    """
    style = employer.case.style
    code, kinds = _code(employer.tax_code, style, chance)
    months = "" if style is Style.NO_MONTH else " " + _months(periods, chance)
    text = f"MST {code} {employer.name} đóng KPCĐ{months}"
    if style is Style.NO_CODE:
        text = f"{employer.name} nộp kinh phí công đoàn{months}"
    elif style is Style.CUT:
        text = f"{employer.name} đóng KPCĐ{months} MST {code}"
    elif style is Style.NO_MONTH:
        kinds = (*kinds, Mess.MONTH_MISSING)
    if style is Style.PREFIXED:
        prefix = chance.choice(_PREFIXES).format(number=f"{chance.randrange(10**9):09d}")
        text, kinds = prefix + text, (*kinds, Mess.BANK_PREFIX)
    return _cased(text, style, kinds)


def _cased(text: str, style: Style, kinds: tuple[Mess, ...]) -> tuple[str, tuple[Mess, ...]]:
    if style in _UPPER_CASE:
        return fold(text), (*kinds, Mess.NO_DIACRITICS)
    if style is Style.LOWER:
        return fold(text).lower(), (*kinds, Mess.NO_DIACRITICS, Mess.LOWER_CASE)
    return text, kinds


def _code(tax_code: str, style: Style, chance: Random) -> tuple[str, tuple[Mess, ...]]:
    if style is Style.WRONG_DIGIT:
        place = chance.randrange(2, _CODE - 1)
        digit = (int(tax_code[place]) + chance.randint(1, 9)) % 10
        wrong = f"{tax_code[:place]}{digit}{tax_code[place + 1 :]}"
        return shown(wrong), (Mess.CODE_WRONG_DIGIT,)
    if style is Style.TRANSPOSED:
        return shown(_transposed(tax_code)), (Mess.CODE_TRANSPOSED,)
    if style is Style.SEPARATED:
        form = chance.choice(_SEPARATED)
        parted = form.format(a=tax_code[:2], b=tax_code[2:6], c=tax_code[6:_CODE])
        rest = f"-{tax_code[_CODE:]}" if tax_code[_CODE:] else ""
        return parted + rest, (Mess.CODE_SEPARATED,)
    if style is Style.CUT:
        return tax_code[:_CUT], (Mess.TEXT_CUT_SHORT,)
    if style is Style.NO_CODE:
        return "", (Mess.CODE_MISSING,)
    return shown(tax_code), ()


def _transposed(tax_code: str) -> str:
    """Two neighbours changed places, the last two that differ before the check digit."""
    for place in range(_CODE - 2, 1, -1):
        one, two = tax_code[place], tax_code[place + 1]
        if one != two:
            return f"{tax_code[:place]}{two}{one}{tax_code[place + 2 :]}"
    raise AssertionError(tax_code)


def _months(periods: Sequence[Period], chance: Random) -> str:
    year, month = periods[0][:4], periods[0][5:]
    if len(periods) == 1:
        form = chance.choice(_MONTH_FORMS)
        return form.format(yyyy=year, mm=month, m=int(month))
    if len(periods) == 3 and month in _QUARTERS and chance.randrange(2):  # noqa: PLR2004 - a quarter
        return f"quý {_QUARTERS[month]}/{year}"
    if all(each[:4] == year for each in periods):
        return f"T{','.join(str(int(each[5:])) for each in periods)}/{year}"
    return ", ".join(f"{each[5:]}/{each[:4]}" for each in periods)
