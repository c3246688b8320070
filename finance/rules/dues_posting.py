"""What each event of the dues is in the books: lines by book.

Pure. Each unit keeps its part of what reaches it and owes the rest to its direct superior; what
is owed upward is the superior's from the first moment, as shared and not yet received. What waits
there is always what the unit still owes, and never less than nothing: of dues taken back after
they were paid the superior gives back its part at once, and the debt between the two turns round.
Amounts are đồng; a change may be negative, and then stands on the opposite side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from finance.rules.posting import BANK, INCOME, SHARED_NOT_RECEIVED, BookLines
from ledger.entries import Line, credit, debit

DUES: Final = "dues"
DUES_ITEM: Final = "22"
REMITTED_UP: Final = "39"
DUES_RECEIVABLE: Final = "13882"
DUES_ASSESSED: Final = "33884"
DUES_DUE_FROM: Final = "1362"
DUES_DUE_TO: Final = "3362"


@dataclass(frozen=True, slots=True)
class Pair:
    """What has passed between a unit and a superior in dues, since the first day (đồng)."""

    unit: str
    superior: str
    shared_vnd: int  # became the superior's when it reached the unit
    paid_vnd: int  # went up, in money or set off, and did not come back
    waiting_vnd: int  # stands in the superior's book as shared and not yet received

    @property
    def owed_vnd(self) -> int:
        """What the unit owes its superior; negative: the superior owes it back."""
        return self.shared_vnd - self.paid_vnd

    @property
    def received_vnd(self) -> int:
        """What the superior has made its own and passed on: shared, and paid."""
        return self.shared_vnd - self.waiting_vnd

    def after(self, *, shared_vnd: int = 0, paid_vnd: int = 0) -> "Pair":
        """The pair when so much more was shared and paid: what is owed waits, no other amount."""
        shared, paid = self.shared_vnd + shared_vnd, self.paid_vnd + paid_vnd
        return replace(self, shared_vnd=shared, paid_vnd=paid, waiting_vnd=max(0, shared - paid))


def assessment_key(unit: str, period: str, number: int) -> str:
    """The key of an assessment's entry; the month stands behind the unit, for who reads it back."""
    return f"{unit}:{period}:{number}"


def assessed(amount_vnd: int) -> list[Line]:
    """Dues assessed, or (negative) assessed too high: a memorandum that carries no income."""
    return [
        *_debit(DUES_RECEIVABLE, amount_vnd, fund=DUES),
        *_credit(DUES_ASSESSED, amount_vnd, fund=DUES),
    ]


def collected(amount_vnd: int, kept_vnd: int, cash_account: str) -> list[Line]:
    """Dues collected from members, in cash or bank, or given back; what goes up is not in it."""
    return [
        *_debit(cash_account, amount_vnd),
        *_credit(DUES_RECEIVABLE, amount_vnd, fund=DUES),
        *_debit(DUES_ASSESSED, amount_vnd, fund=DUES),
        *_credit(INCOME, kept_vnd, fund=DUES, item=DUES_ITEM),
    ]


def passed_up(before: Pair, after: Pair, kept_vnd: int, ref: str, bank: str = BANK) -> BookLines:
    """Dues shared with a superior, paid to it, taken back or brought back, in both books.

    Takes    the pair as it was and as it is; what the superior keeps of what it received
             in between (the rest it owes its own superior, which is another pair); the unit's
             account that the money leaves.
    """
    shared = after.shared_vnd - before.shared_vnd
    paid = after.paid_vnd - before.paid_vnd
    up = {"fund": DUES, "counter_book": before.superior, "interbook_ref": ref}
    down = {"fund": DUES, "counter_book": before.unit, "interbook_ref": ref}
    return {
        before.unit: [
            *_credit(DUES_DUE_TO, shared, item=DUES_ITEM, **up),
            *_debit(DUES_DUE_TO, paid, item=REMITTED_UP, **up),
            *_credit(bank, paid),
        ],
        before.superior: [
            *_debit(BANK, paid),
            *_debit(DUES_DUE_FROM, shared - paid, **down),
            *_credit(SHARED_NOT_RECEIVED, after.waiting_vnd - before.waiting_vnd, **down),
            *_credit(INCOME, kept_vnd, item=DUES_ITEM, **down),
        ],
    }


def _debit(account: str, amount_vnd: int, **tags: str) -> Iterator[Line]:
    if amount_vnd > 0:
        yield debit(account, amount_vnd, **tags)
    elif amount_vnd < 0:
        yield credit(account, -amount_vnd, **tags)


def _credit(account: str, amount_vnd: int, **tags: str) -> Iterator[Line]:
    yield from _debit(account, -amount_vnd, **tags)
