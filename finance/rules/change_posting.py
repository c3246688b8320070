"""What it is in the books when payers and units change: moves, refunds, hand-over, support.

Pure. Amounts are đồng. Where two books take part, every line between them carries the reference
that both entries share.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from finance.rules.consolidation import ACCUMULATED
from finance.rules.posting import (
    BANK,
    CUSTODY,
    INCOME,
    LEVY,
    PAYERS_CREDIT,
    RECEIPTS_TO_IDENTIFY,
    BookLines,
)
from finance.rules.year_end import STATE
from ledger.entries import Line, credit, debit

OTHER_DUE_FROM: Final = "1368"
OTHER_DUE_TO: Final = "3368"
STATE_SUPPORT: Final = "24"
RECEIVED_BY_HAND_OVER: Final = "40"
HANDED_OVER: Final = "42"


def credit_refunded(amount_vnd: int, bank: str) -> Iterator[Line]:
    """A payer's credit goes back to the payer."""
    yield debit(PAYERS_CREDIT, amount_vnd, fund=LEVY)
    yield credit(bank, amount_vnd)


def credit_passed(giver: str, taker: str, ref: str, amount_vnd: int) -> BookLines:
    """A payer's credit goes to the unit that collects now, with its money."""
    return _passed(giver, taker, ref, PAYERS_CREDIT, amount_vnd)


def custody_passed(giver: str, taker: str, ref: str, amount_vnd: int) -> BookLines:
    """What is held for an employer's workers goes to the unit that collects now, with its money."""
    return _passed(giver, taker, ref, CUSTODY, amount_vnd)


def _passed(giver: str, taker: str, ref: str, account: str, amount_vnd: int) -> BookLines:
    """What the one owes the other for it arises and is paid in the same entry."""
    out = {"fund": LEVY, "counter_book": taker, "interbook_ref": ref}
    back = {"fund": LEVY, "counter_book": giver, "interbook_ref": ref}
    return {
        giver: [
            debit(account, amount_vnd, fund=LEVY),
            credit(OTHER_DUE_TO, amount_vnd, **out),
            debit(OTHER_DUE_TO, amount_vnd, **out),
            credit(BANK, amount_vnd),
        ],
        taker: [
            debit(OTHER_DUE_FROM, amount_vnd, **back),
            credit(account, amount_vnd, fund=LEVY),
            debit(BANK, amount_vnd),
            credit(OTHER_DUE_FROM, amount_vnd, **back),
        ],
    }


def unit_handed_over(
    giver: str, taker: str, ref: str, funds: Mapping[str, int], bank_vnd: int
) -> BookLines:
    """All that a unit has accumulated goes to the one that takes over, with its money.

    Takes    `funds`, what is accumulated by fund, negative where more was spent than came in;
             together they are `bank_vnd`.
    Returns  the lines of both books; they leave each other when the books are added together.
    """
    assert sum(funds.values()) == bank_vnd  # a book balances
    lines: BookLines = {giver: [], taker: []}
    for fund, amount in sorted(funds.items()):
        if amount:
            down, up = (debit, credit) if amount > 0 else (credit, debit)
            tags = {"fund": fund, "interbook_ref": ref}
            lines[giver].append(
                down(ACCUMULATED, abs(amount), item=HANDED_OVER, counter_book=taker, **tags)
            )
            lines[taker].append(
                up(ACCUMULATED, abs(amount), item=RECEIVED_BY_HAND_OVER, counter_book=giver, **tags)
            )
    if bank_vnd:
        lines[giver].append(credit(BANK, bank_vnd))
        lines[taker].append(debit(BANK, bank_vnd))
    return lines


def state_supported(amount_vnd: int) -> Iterator[Line]:
    """Money that came in is the State's support: income of the State's own source.

    Source   (sources: nd_105_2026) article 3(2) and (3): its own account, its own source
    """
    yield debit(RECEIPTS_TO_IDENTIFY, amount_vnd)
    yield credit(INCOME, amount_vnd, fund=STATE, item=STATE_SUPPORT)
