"""What each event of the dues is in the books: lines by book.

Pure. Each unit keeps its part of what reaches it and owes the rest to its direct superior;
what is owed upward is the superior's from the first moment, as shared and not yet received.
"""

from dataclasses import dataclass
from typing import Final

from finance.rules.posting import BANK, INCOME, SHARED_NOT_RECEIVED, BookLines
from ledger.entries import Line, credit, debit, mirrored

DUES: Final = "dues"
DUES_ITEM: Final = "22"
REMITTED_UP: Final = "39"
DUES_RECEIVABLE: Final = "13882"
DUES_ASSESSED: Final = "33884"
DUES_DUE_FROM: Final = "1362"
DUES_DUE_TO: Final = "3362"
DUES_ASSESSMENT: Final = "dues.assess"  # the source of such an entry


@dataclass(frozen=True, slots=True)
class Passing:
    """What a unit keeps of the dues that reach it and owes to its superior (đồng)."""

    unit: str
    superior: str  # empty: nobody above
    kept_vnd: int
    up_vnd: int
    ref: str


def assessment_key(unit: str, period: str, number: int) -> str:
    """The key of an assessment's entry; the month stands behind the unit, for who reads it back."""
    return f"{unit}:{period}:{number}"


def assessed(amount_vnd: int) -> list[Line]:
    """Dues assessed, or (negative) assessed too high: a memorandum that carries no income."""
    lines = [
        debit(DUES_RECEIVABLE, abs(amount_vnd), fund=DUES),
        credit(DUES_ASSESSED, abs(amount_vnd), fund=DUES),
    ]
    return lines if amount_vnd >= 0 else list(mirrored(lines))


def collected(passing: Passing, cash_account: str) -> BookLines:
    """Dues collected from members, in cash or bank."""
    amount = passing.kept_vnd + passing.up_vnd
    own = [
        debit(cash_account, amount),
        credit(DUES_RECEIVABLE, amount, fund=DUES),
        debit(DUES_ASSESSED, amount, fund=DUES),
        credit(INCOME, passing.kept_vnd, fund=DUES, item=DUES_ITEM),
    ]
    lines: BookLines = {passing.unit: own}
    _owe_up(lines, passing)
    return lines


def remitted(giver: str, passing: Passing, ref: str) -> BookLines:
    """Dues paid by a unit to its direct superior, who keeps a part and owes the rest upward.

    Takes    the unit that pays, and what its superior (`passing.unit`) does with the money.
    """
    amount = passing.kept_vnd + passing.up_vnd
    to_superior = {"fund": DUES, "counter_book": passing.unit, "interbook_ref": ref}
    from_giver = {"fund": DUES, "counter_book": giver, "interbook_ref": ref}
    lines: BookLines = {
        giver: [
            debit(DUES_DUE_TO, amount, item=REMITTED_UP, **to_superior),
            credit(BANK, amount),
        ],
        passing.unit: [
            debit(BANK, amount),
            credit(DUES_DUE_FROM, amount, **from_giver),
            debit(SHARED_NOT_RECEIVED, amount, **from_giver),
            credit(INCOME, passing.kept_vnd, item=DUES_ITEM, **from_giver),
        ],
    }
    _owe_up(lines, passing)
    return lines


def _owe_up(lines: BookLines, passing: Passing) -> None:
    if not passing.up_vnd:
        return
    tags = {"fund": DUES, "interbook_ref": passing.ref}
    lines[passing.unit].append(
        credit(DUES_DUE_TO, passing.up_vnd, item=DUES_ITEM, counter_book=passing.superior, **tags)
    )
    lines.setdefault(passing.superior, []).extend(
        [
            debit(DUES_DUE_FROM, passing.up_vnd, counter_book=passing.unit, **tags),
            credit(SHARED_NOT_RECEIVED, passing.up_vnd, counter_book=passing.unit, **tags),
        ]
    )
