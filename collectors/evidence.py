"""What an outsider said, row by row, before anybody has judged it.

Pure. A `RawRow` is a row as it came, in text; once every cell has been read it becomes one of
`finance.rules.facts`. Nothing here says whether a statement is true: that an employer is known
or a unit exists is asked further in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledger.errors import Problem


class Feed(StrEnum):
    """What a file is about; the columns of each are in the contract of the feeds."""

    SI = "si"
    TAX = "tax"
    BANK = "bank"
    UNITS = "units"
    EMPLOYERS = "employers"
    ACCOUNTS = "accounts"
    SPLIT_RULES = "split-rules"
    OPENINGS = "openings"
    MEMBERS = "members"
    PAYROLL = "payroll"


@dataclass(frozen=True, slots=True)
class RawRow:
    """One row of a file as it came: text by column, canonical names first known, others kept.

    `row` counts as a spreadsheet does: the header is row 1. `problems` are what the format
    itself holds against the row, such as a number where a code must be text. A row that is not
    readable has said everything in its problems: its cells are kept, and not looked at.
    """

    row: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    readable: bool = True
