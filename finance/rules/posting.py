"""What each event of the levy is in the books: lines by book, never who writes them.

Pure. Amounts are đồng; a change may be negative, and then stands on the opposite side. The
accounts are those of the regime's chart; every line between two books carries the reference
that all entries of the transaction share.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ledger.entries import Line, credit, debit

LEVY: Final = "levy"
LEVY_RECEIVED: Final = "23"  # collected here, or sent from below
SENT_FROM_ABOVE: Final = "28.01"
REMITTED_UP: Final = "39"

BANK: Final = "112"
SHARE_DUE_FROM: Final = "1361"
COLLECTED_BY: Final = "1363"
LEVY_RECEIVABLE: Final = "13881"
PAYMENTS_TO_IDENTIFY: Final = "13889"
SHARE_DUE_TO: Final = "3361"
COLLECTED_FOR: Final = "3363"
INCOME: Final = "337861"
CUSTODY: Final = "33811"
WORKERS_ORGANISATION: Final = "33812"
RECEIPTS_TO_IDENTIFY: Final = "33881"
PAYERS_CREDIT: Final = "33882"
LEVY_ASSESSED: Final = "33883"
SHARED_NOT_RECEIVED: Final = "33885"

BookLines = dict[str, list[Line]]


class Place(StrEnum):
    """Where a share stands in the collecting unit's book."""

    OWN = "own"  # the collecting unit's own share
    UNIT = "unit"  # owed to another unit
    CUSTODY = "custody"  # held for the workers of one employer
    ORGANISATION = "organisation"  # owed to a workers' organisation, never a union's income


@dataclass(frozen=True, slots=True)
class Way:
    """Between whom money moves: who collects, in whose account it lies, and the reference."""

    collector: str
    holder: str
    ref: str
    above: frozenset[str]  # the units above the collector
    bank: str = BANK

    @property
    def elsewhere(self) -> bool:
        """Whether the money lies in another unit's account."""
        return self.holder != self.collector


@dataclass(frozen=True, slots=True)
class ReceiptChange:
    """A receipt's money moving between: to identify, an obligation, a payer's credit (đồng)."""

    matched_vnd: int  # onto obligations; negative: off them
    credit_vnd: int  # into the payer's credit; negative: out of it

    @property
    def identified_vnd(self) -> int:
        """What leaves the receipts to identify."""
        return self.matched_vnd + self.credit_vnd


@dataclass(frozen=True, slots=True)
class ShareChange:
    """A share given or taken back: what is not income yet, and what already is (đồng)."""

    place: Place
    beneficiary: str
    waiting_vnd: int
    settled_vnd: int

    @property
    def total_vnd(self) -> int:
        """The change of what belongs to the beneficiary."""
        return self.waiting_vnd + self.settled_vnd


def assessed(change_vnd: int) -> Iterator[Line]:
    """Levy assessed (or, negative, taken off): a memorandum that carries no income."""
    yield from _debit(LEVY_RECEIVABLE, change_vnd, fund=LEVY)
    yield from _credit(LEVY_ASSESSED, change_vnd, fund=LEVY)


def received(amount_vnd: int, bank: str) -> Iterator[Line]:
    """Money came in; whose it is, is not known yet."""
    yield from _debit(bank, amount_vnd)
    yield from _credit(RECEIPTS_TO_IDENTIFY, amount_vnd)


def taken_back(amount_vnd: int, bank: str) -> Iterator[Line]:
    """The bank took a receipt back."""
    yield from _debit(RECEIPTS_TO_IDENTIFY, amount_vnd)
    yield from _credit(bank, amount_vnd)


def paid_unknown(amount_vnd: int, bank: str) -> Iterator[Line]:
    """Money went out and nothing says what for: it waits."""
    yield from _debit(PAYMENTS_TO_IDENTIFY, amount_vnd)
    yield from _credit(bank, amount_vnd)


def explained(amount_vnd: int, account: str, **tags: str) -> Iterator[Line]:
    """What money that had gone out was for (or, negative, was not): it waits no more.

    Takes    the account it belongs on, with its fund and item.
    """
    yield from _debit(account, amount_vnd, **tags)
    yield from _credit(PAYMENTS_TO_IDENTIFY, amount_vnd)


def matched(way: Way, change: ReceiptChange) -> BookLines:
    """A receipt's money put on obligations and credit, or taken off them.

    Money in another unit's account is collected for the collecting unit: the employer has
    paid, wherever the money lies.
    """
    own: list[Line] = []
    lines: BookLines = {way.collector: own}
    moved = change.identified_vnd
    if way.elsewhere:
        tags = {"fund": LEVY, "interbook_ref": way.ref}
        own.extend(_debit(COLLECTED_BY, moved, counter_book=way.holder, **tags))
        lines[way.holder] = [
            *_debit(RECEIPTS_TO_IDENTIFY, moved),
            *_credit(COLLECTED_FOR, moved, counter_book=way.collector, **tags),
        ]
    else:
        own.extend(_debit(RECEIPTS_TO_IDENTIFY, moved))
    own.extend(_credit(LEVY_RECEIVABLE, change.matched_vnd, fund=LEVY))
    own.extend(_credit(PAYERS_CREDIT, change.credit_vnd, fund=LEVY))
    own.extend(_debit(LEVY_ASSESSED, change.matched_vnd, fund=LEVY))
    return lines


def shared(way: Way, changes: Iterable[ShareChange]) -> BookLines:
    """Shares given or taken back, in the collecting unit's book and each beneficiary's.

    A share taken back reduces what is shared and not yet received; what is income already
    falls at once, and the debt between the two turns round.
    """
    lines: BookLines = {way.collector: []}
    for change in changes:
        lines[way.collector].extend(_in_collector(way, change))
        if change.place is Place.UNIT:
            lines.setdefault(change.beneficiary, []).extend(_in_beneficiary(way, change))
    return lines


def _in_collector(way: Way, change: ShareChange) -> Iterator[Line]:
    total = change.total_vnd
    if change.place is Place.CUSTODY:
        yield from _credit(CUSTODY, total, fund=LEVY)
    elif change.place is Place.ORGANISATION:
        yield from _credit(WORKERS_ORGANISATION, total, fund=LEVY)
    elif change.place is Place.UNIT:
        item = LEVY_RECEIVED if change.beneficiary in way.above else ""
        yield from _credit(
            SHARE_DUE_TO,
            total,
            fund=LEVY,
            item=item,
            counter_book=change.beneficiary,
            interbook_ref=way.ref,
        )
    else:
        yield from _credit(INCOME, change.settled_vnd, fund=LEVY, item=LEVY_RECEIVED)
        yield from _credit(
            SHARED_NOT_RECEIVED,
            change.waiting_vnd,
            fund=LEVY,
            counter_book=way.holder,
            interbook_ref=way.ref,
        )


def _in_beneficiary(way: Way, change: ShareChange) -> Iterator[Line]:
    tags = {"fund": LEVY, "counter_book": way.collector, "interbook_ref": way.ref}
    yield from _debit(SHARE_DUE_FROM, change.total_vnd, **tags)
    yield from _credit(SHARED_NOT_RECEIVED, change.waiting_vnd, **tags)
    item = income_item(way, change.beneficiary)
    yield from _credit(INCOME, change.settled_vnd, item=item, **tags)


def income_item(way: Way, beneficiary: str) -> str:
    """The index line of a share's income: sent from above, or collected and sent from below."""
    return LEVY_RECEIVED if beneficiary in way.above else SENT_FROM_ABOVE


def distributed(way: Way, beneficiary: str, paid_vnd: int, settled_vnd: int) -> BookLines:
    """A share paid out: what was shared and not yet received becomes income.

    Takes    the cash paid, and the shares it settles; they differ by what was owed back.
    """
    up = beneficiary in way.above
    tags = {"fund": LEVY, "interbook_ref": way.ref}
    here = [
        *_debit(
            SHARE_DUE_TO,
            paid_vnd,
            item=REMITTED_UP if up else "",
            counter_book=beneficiary,
            **tags,
        ),
        *_credit(way.bank, paid_vnd),
    ]
    back = {"counter_book": way.collector, **tags}
    there = [
        *_debit(BANK, paid_vnd),
        *_credit(SHARE_DUE_FROM, paid_vnd, **back),
        *_debit(SHARED_NOT_RECEIVED, settled_vnd, **back),
        *_credit(INCOME, settled_vnd, item=income_item(way, beneficiary), **back),
    ]
    return {way.collector: here, beneficiary: there}


def brought_back(way: Way, beneficiary: str, amount_vnd: int, unsettled_vnd: int) -> BookLines:
    """A distribution the bank brought back: what was paid is owed again, and income no more.

    Takes    the cash that came back, and how much of the shares it had settled. Where another
             unit holds the money and paid by a list, it holds it for the collecting unit again.
    """
    if not way.elsewhere:
        return distributed(way, beneficiary, -amount_vnd, -unsettled_vnd)
    own = replace(way, bank=BANK)  # the collecting unit's: nothing moved on it
    back = distributed(own, beneficiary, -amount_vnd, -unsettled_vnd)
    books = merged([handed_over(way, -amount_vnd, 0), back])
    books[way.collector] = net_bank(books[way.collector])
    return books


def organisation_brought_back(way: Way, amount_vnd: int) -> BookLines:
    """What a workers' organisation was paid came back: it is due to it again."""
    if not way.elsewhere:
        return {way.collector: organisation_paid(-amount_vnd, way.bank)}
    books = handed_over(way, -amount_vnd, 0)
    books[way.collector] = net_bank([*books[way.collector], *organisation_paid(-amount_vnd, BANK)])
    return books


def organisation_sent_back(amount_vnd: int) -> list[Line]:
    """A workers' organisation that ended sent back what it had not used.

    The receipt is identified; the part is the union's again, or in custody.
    """
    return [*_debit(RECEIPTS_TO_IDENTIFY, amount_vnd)]


def organisation_paid(amount_vnd: int, bank: str) -> list[Line]:
    """A workers' organisation is paid its part."""
    return [*_debit(WORKERS_ORGANISATION, amount_vnd, fund=LEVY), *_credit(bank, amount_vnd)]


def handed_over(way: Way, amount_vnd: int, own_vnd: int) -> BookLines:
    """Money collected for a unit is handed to it; its own share of it becomes income."""
    tags = {"fund": LEVY, "interbook_ref": way.ref}
    return {
        way.holder: [
            *_debit(COLLECTED_FOR, amount_vnd, counter_book=way.collector, **tags),
            *_credit(way.bank, amount_vnd),
        ],
        way.collector: [
            *_debit(BANK, amount_vnd),
            *_credit(COLLECTED_BY, amount_vnd, counter_book=way.holder, **tags),
            *_debit(SHARED_NOT_RECEIVED, own_vnd, counter_book=way.holder, **tags),
            *_credit(INCOME, own_vnd, fund=LEVY, item=LEVY_RECEIVED),
        ],
    }


def net_bank(lines: Sequence[Line]) -> list[Line]:
    """Net what comes into and leaves the bank in one transaction: only the difference moves."""
    kept = [line for line in lines if line.account != BANK]
    moved = sum(line.signed_vnd for line in lines if line.account == BANK)
    return [*_debit(BANK, moved), *kept]


def merged(parts: Iterable[BookLines]) -> BookLines:
    """Put the lines of several events together, book by book."""
    books: BookLines = {}
    for part in parts:
        for book, lines in part.items():
            books.setdefault(book, []).extend(lines)
    return books


def _debit(account: str, amount_vnd: int, **tags: str) -> Iterator[Line]:
    if amount_vnd > 0:
        yield debit(account, amount_vnd, **tags)
    elif amount_vnd < 0:
        yield credit(account, -amount_vnd, **tags)


def _credit(account: str, amount_vnd: int, **tags: str) -> Iterator[Line]:
    yield from _debit(account, -amount_vnd, **tags)
