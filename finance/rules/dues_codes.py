"""The code a member's transfer carries: whose dues it pays and for which month.

Pure. `DP`, six digits of the unit, six of the member, four of the month and one check digit, all
together: `DP00000400001226066`. The numbers are those the house gave units and members, so the
code tells an outsider nothing. The check digit is Damm's: over a quasigroup of ten in which no
two neighbours commute, so that every single wrong digit and every exchange of two neighbours is
found. A code that fails is nobody's: nothing is ever corrected or guessed.
"""

import re
from dataclasses import dataclass
from typing import Final

from finance.rules.errors import RuleError
from finance.rules.folding import fold
from ledger.periods import Period

MARK: Final = "DP"
_UNIT, _MEMBER, _MONTH = 6, 6, 4
_DIGITS: Final = _UNIT + _MEMBER + _MONTH + 1
_CENTURY: Final = "20"
_LAST_MONTH: Final = 12
# H. Michael Damm's table of order 10: totally anti-symmetric, zeros on the diagonal.
_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
# Together as we write it; or parted by what programs put inside. A few digits more or less are
# still an attempt at a code: it fails, and is said to.
_TOGETHER: Final = re.compile(rf"{MARK}[ .\-_]?(\d{{{_DIGITS}}})(?!\d)", re.ASCII)
_PARTED: Final = re.compile(
    rf"{MARK}((?:[ .\-_]?\d){{{_DIGITS - 2},{_DIGITS + 2}}})(?!\d)", re.ASCII
)
_NO_DIGIT: Final = re.compile(r"\D", re.ASCII)


class CodeFull(RuleError):
    """A number is too large for its place in the code."""

    code = "dues.code_full"
    vi = "Số {number} vượt quá {digits} chữ số dành cho nó trong mã chuyển khoản."
    en = "Number {number} is beyond the {digits} digits it has in the code of a transfer."


@dataclass(frozen=True, slots=True)
class DuesCode:
    """Whose dues, for which month: the numbers the house gave the unit and the member in it."""

    unit_no: int
    member_no: int
    period: Period


@dataclass(frozen=True, slots=True)
class CodesRead:
    """What a text holds: codes whose check digit is right, and whether one is wrong."""

    codes: tuple[DuesCode, ...]  # each once, in the order of the text
    wrong: bool

    @property
    def any(self) -> bool:
        """Whether the text tries to name a member's dues at all."""
        return bool(self.codes) or self.wrong

    @property
    def only(self) -> DuesCode | None:
        """The one code that holds, with nothing beside it that does not."""
        return self.codes[0] if len(self.codes) == 1 and not self.wrong else None


def write_code(code: DuesCode) -> str:
    """Write a code as it is printed and sent.

    Raises   CodeFull for a number that needs more digits than it has.
    Source   (sources: lua_chon_noi_bo)
    """
    digits = (
        _padded(code.unit_no, _UNIT)
        + _padded(code.member_no, _MEMBER)
        + code.period[2:4]
        + code.period[5:]
    )
    return f"{MARK}{digits}{check_digit(digits)}"


def read_codes(text: str) -> CodesRead:
    """Find the codes in the text of a transfer, whatever case or separators the bank gave it."""
    folded = fold(text)
    runs = [found[1] for found in _TOGETHER.finditer(folded)]
    runs += [found[1] for found in _PARTED.finditer(_TOGETHER.sub(" ? ", folded))]
    read = [_read(_NO_DIGIT.sub("", run)) for run in runs]
    codes = dict.fromkeys(code for code in read if code is not None)
    return CodesRead(tuple(codes), wrong=None in read)


def check_digit(digits: str) -> str:
    """Damm's check digit of a row of digits; of the row with its check digit it is 0."""
    state = "0"
    for digit in digits:
        state = _DAMM[int(state)][int(digit)]
    return state


def _padded(number: int, digits: int) -> str:
    if not 0 < number < 10**digits:
        raise CodeFull(number=number, digits=digits)
    return f"{number:0{digits}d}"


def _read(digits: str) -> DuesCode | None:
    if len(digits) != _DIGITS or check_digit(digits) != "0":
        return None
    unit, member = digits[:_UNIT], digits[_UNIT : _UNIT + _MEMBER]
    year, month = digits[-5:-3], digits[-3:-1]
    if not (int(unit) and int(member) and 1 <= int(month) <= _LAST_MONTH):
        return None
    return DuesCode(int(unit), int(member), Period(f"{_CENTURY}{year}-{month}"))
