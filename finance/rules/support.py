"""What support given downward is in the books of giver and receiver.

Pure. Amounts are đồng. On consolidation the giver's spending and the receiver's income leave.
"""

from typing import Final

from finance.rules.consolidation import SPENDING
from finance.rules.posting import BANK, INCOME, BookLines
from ledger.entries import credit, debit

SUPPORT_ITEM: Final = "support"  # of the giver's spending
SUPPORT_RECEIVED: Final = "28.02"
FUNDS: Final = ("levy", "dues", "other")


def support_given(giver: str, receiver: str, fund: str, amount_vnd: int, ref: str) -> BookLines:
    """Money given to a unit below out of one source: spending here, income there.

    Takes    an amount above zero; the reference both entries carry.
    Source   (sources: qd_1408_tld): support downward is decided in the annual estimate
    """
    here = {"fund": fund, "counter_book": receiver, "interbook_ref": ref}
    there = {"fund": fund, "counter_book": giver, "interbook_ref": ref}
    return {
        giver: [debit(SPENDING, amount_vnd, item=SUPPORT_ITEM, **here), credit(BANK, amount_vnd)],
        receiver: [
            debit(BANK, amount_vnd),
            credit(INCOME, amount_vnd, item=SUPPORT_RECEIVED, **there),
        ],
    }
