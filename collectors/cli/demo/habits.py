"""How an employer declares and pays, and how it writes the text of a transfer.

The first employers are cases: one for each habit and style, so that even a small federation
holds every kind of mess. The others are drawn, most of them orderly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from collectors.cli.demo.chance import dice, weighted


class Habit(Enum):
    """How an employer declares and pays."""

    STEADY = auto()
    BACK = auto()  # steady, and pays for months before its union merged
    QUARTERLY = auto()  # registered to pay every three months
    THREE_MONTHS = auto()  # owes monthly, pays three months at once
    PART = auto()
    OVER = auto()
    LATE = auto()
    RETURNED = auto()  # the bank takes a payment back, then it is paid again
    TWICE = auto()  # two equal rows with one reference, both real
    CENTRAL = auto()  # pays into the account of the confederation
    NEVER_PAYS = auto()
    STATE = auto()  # lives on the state budget: owes nothing since June 2025, paid once
    NIL = auto()
    INACTIVE = auto()
    CEASED = auto()
    SILENT = auto()  # known to the tax authority, declares to nobody
    SILENT_PAYER = auto()  # declares nothing and pays
    CORRECTED_DOWN = auto()
    CORRECTED_UP = auto()
    TWO_SI_UNITS = auto()


class Style(Enum):
    """How the text of a transfer is written."""

    PLAIN = auto()  # upper case, no diacritics
    ACCENTED = auto()
    LOWER = auto()
    PREFIXED = auto()
    SEPARATED = auto()
    CUT = auto()
    NO_CODE = auto()
    WRONG_DIGIT = auto()
    TRANSPOSED = auto()
    NO_MONTH = auto()


@dataclass(frozen=True, slots=True)
class Case:
    """One employer's ways."""

    habit: Habit
    style: Style


_BACK_PAYERS = 3
_CASES = (
    Case(Habit.THREE_MONTHS, Style.PLAIN),
    Case(Habit.PART, Style.ACCENTED),
    Case(Habit.OVER, Style.LOWER),
    Case(Habit.RETURNED, Style.PLAIN),
    Case(Habit.CENTRAL, Style.PLAIN),
    Case(Habit.STATE, Style.ACCENTED),
    Case(Habit.CORRECTED_DOWN, Style.PREFIXED),
    Case(Habit.STEADY, Style.WRONG_DIGIT),
    Case(Habit.TWICE, Style.SEPARATED),
    Case(Habit.STEADY, Style.TRANSPOSED),
    Case(Habit.STEADY, Style.NO_CODE),
    Case(Habit.STEADY, Style.CUT),
    Case(Habit.QUARTERLY, Style.ACCENTED),
    Case(Habit.LATE, Style.NO_MONTH),
    Case(Habit.NEVER_PAYS, Style.PLAIN),
    Case(Habit.NIL, Style.PLAIN),
    Case(Habit.INACTIVE, Style.PLAIN),
    Case(Habit.CEASED, Style.PLAIN),
    Case(Habit.SILENT, Style.PLAIN),
    Case(Habit.SILENT_PAYER, Style.PLAIN),
    Case(Habit.CORRECTED_UP, Style.LOWER),
    Case(Habit.TWO_SI_UNITS, Style.ACCENTED),
    Case(Habit.CENTRAL, Style.WRONG_DIGIT),
    Case(Habit.OVER, Style.NO_CODE),
    Case(Habit.THREE_MONTHS, Style.ACCENTED),
    Case(Habit.RETURNED, Style.LOWER),
)
_HABITS: Mapping[Habit, int] = {
    Habit.STEADY: 700,
    Habit.LATE: 60,
    Habit.CENTRAL: 60,
    Habit.PART: 35,
    Habit.OVER: 30,
    Habit.THREE_MONTHS: 30,
    Habit.NEVER_PAYS: 30,
    Habit.QUARTERLY: 20,
    Habit.CORRECTED_UP: 8,
    Habit.CORRECTED_DOWN: 8,
    Habit.NIL: 6,
    Habit.INACTIVE: 6,
    Habit.SILENT: 4,
    Habit.RETURNED: 3,
}
_STYLES: Mapping[Style, int] = {
    Style.PLAIN: 620,
    Style.ACCENTED: 110,
    Style.LOWER: 80,
    Style.PREFIXED: 80,
    Style.SEPARATED: 30,
    Style.NO_CODE: 30,
    Style.NO_MONTH: 20,
    Style.CUT: 12,
    Style.WRONG_DIGIT: 9,
    Style.TRANSPOSED: 9,
}


def case_of(seed: int, number: int, employers: int) -> Case:
    """The ways of one employer of so many."""
    if number < _BACK_PAYERS:
        return Case(Habit.BACK, Style.PLAIN)
    stride = max(1, (employers - _BACK_PAYERS) // len(_CASES))
    place, between = divmod(number - _BACK_PAYERS, stride)
    if between == 0 and place < len(_CASES):
        return _CASES[place]
    chance = dice(seed, "ways", number)
    return Case(weighted(chance, _HABITS), weighted(chance, _STYLES))
