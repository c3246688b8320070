"""Say what a bank debit is: a payment of ours, a receipt taken back, or something that waits.

Pure. A bank account is never posted twice, so a debit must find the payment or receipt it
belongs to; where two fit equally it waits for a person.
"""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from finance.rules.folding import fold
from ledger.money import Vnd

_RETURN = re.compile(
    r"\b(?:HOAN TRA|HOAN TIEN|HOAN LAI|HOAN|TRA LAI|CHUYEN TRA|TRA TIEN THUA|HUY LENH|HUY GD|"
    r"THU HOI|RETURN(?:ED)?|REFUND(?:ED)?|REVERS(?:E|ED|AL)|RTN|REV)\b"
)
_LONG_ENOUGH = 6  # a shorter reference must mix letters and digits, or it may be any word


@dataclass(frozen=True, slots=True)
class Debit:
    """A debit on a bank account."""

    reference: str
    booked_on: dt.date
    amount_vnd: Vnd
    content: str
    counter_account: str = ""


@dataclass(frozen=True, slots=True)
class Returnable:
    """A receipt on the same account, not returned yet."""

    receipt_id: str
    reference: str
    booked_on: dt.date
    amount_vnd: Vnd
    counter_account: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A payment from the same account that has been posted, and no debit has settled yet."""

    payment_id: str
    references: tuple[str, ...]  # any of them may stand in the bank's text
    pay_on: dt.date
    amount_vnd: Vnd
    payee_account: str = ""


class Waiting(StrEnum):
    """Why a debit waits."""

    NOTHING_FITS = "debit.nothing_fits"
    SEVERAL_FIT = "debit.several_fit"


@dataclass(frozen=True, slots=True)
class Returns:
    """The debit takes this receipt back, all of it."""

    receipt_id: str


@dataclass(frozen=True, slots=True)
class Settles:
    """The debit carries out this payment; nothing is posted again."""

    payment_id: str


@dataclass(frozen=True, slots=True)
class Waits:
    """The debit goes to payments to identify."""

    why: Waiting
    candidates: tuple[str, ...] = ()  # ids of what fits, when several do


Verdict = Returns | Settles | Waits


def classify(debit: Debit, receipts: Iterable[Returnable], orders: Iterable[Order]) -> Verdict:
    """Say what a debit is.

    Takes    the debit; receipts and payments of the same account that still may be meant.
    Returns  a receipt or a payment of equal amount that the text names by reference; else one
             that the other account points to, a receipt only when the text speaks of a return
             as well. Of several that are named, the one that the account points to. Nothing
             booked after the debit. When two fit equally well, or none does, the debit waits.
    """
    text = fold(debit.content)
    speaks_of_return = _RETURN.search(text) is not None
    returned = debit.reference if speaks_of_return else ""  # banks give it the same reference
    mine = [
        one
        for one in receipts
        if one.amount_vnd == debit.amount_vnd and one.booked_on <= debit.booked_on
    ]
    paid = [
        one
        for one in orders
        if one.amount_vnd == debit.amount_vnd and one.pay_on <= debit.booked_on
    ]
    named: list[Returns | Settles] = [
        *(
            Returns(one.receipt_id)
            for one in mine
            if _stands_in(text, one.reference) or one.reference == returned
        ),
        *(
            Settles(one.payment_id)
            for one in paid
            if any(_stands_in(text, reference) for reference in one.references)
        ),
    ]
    pointed: list[Returns | Settles] = []
    if speaks_of_return:
        pointed += [Returns(one.receipt_id) for one in mine if _same(debit, one.counter_account)]
    pointed += [Settles(one.payment_id) for one in paid if _same(debit, one.payee_account)]
    both = [one for one in named if one in pointed]
    return _only(both or named or pointed)


def _stands_in(text: str, reference: str) -> bool:
    folded = fold(reference)
    mixed = not folded.isdigit() and not folded.isalpha()
    if len(folded) < _LONG_ENOUGH and not mixed:
        return False
    return re.search(rf"(?<![0-9A-Z]){re.escape(folded)}(?![0-9A-Z])", text) is not None


def _same(debit: Debit, account: str) -> bool:
    return bool(account) and debit.counter_account == account


def _only(fitting: list[Returns | Settles]) -> Verdict:
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        return Waits(Waiting.NOTHING_FITS)
    ids = (one.receipt_id if isinstance(one, Returns) else one.payment_id for one in fitting)
    return Waits(Waiting.SEVERAL_FIT, tuple(ids))
