"""What was heard of an employer for a wage month: five different things, never one for another.

Pure. Nil, inactive and ceased are said by somebody; silence is that nothing was said of an employer
from whom a declaration is to be expected.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from finance.rules.facts import DeclarationStatus


class Heard(StrEnum):
    """What is known of an employer's wages in a month."""

    ACTIVE = "active"  # it declared wages
    NIL = "nil"  # it said that it owes nothing this month
    INACTIVE = "inactive"  # it is known, and has no activity
    CEASED = "ceased"  # it is gone, as was said for this month or an earlier one
    SILENT = "silent"  # the register expects it, and nothing was heard
    NO_PAYER = "no_payer"  # a body of a kind that owes nothing


_STRONGEST: Final = (
    DeclarationStatus.ACTIVE,
    DeclarationStatus.NIL,
    DeclarationStatus.INACTIVE,
    DeclarationStatus.CEASED,
)


def heard_of(now: Iterable[str], before: Iterable[str], *, owes: bool) -> Heard:
    """Say what was heard of an employer for a month.

    Takes    the statuses its SI units declare for the month; those they declared when last heard
             of before it; whether an employer of its kind owes anything for the month.
    Returns  the strongest of what was said for the month: wages of one SI unit outweigh the end of
             another. Where nothing was said, an employer that was last heard of as ceased is not
             expected any more; any other that owes is silent.
    """
    said = {DeclarationStatus(status) for status in now}
    for status in _STRONGEST:
        if status in said:
            return Heard(status.value)
    last = {DeclarationStatus(status) for status in before}
    if last == {DeclarationStatus.CEASED}:
        return Heard.CEASED
    return Heard.SILENT if owes else Heard.NO_PAYER
