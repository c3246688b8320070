"""What a bank's debit row may mean, what it is weighed against, and what persons may say of it.

Pure. A debit row settles a payment already posted, takes a receipt back, or waits for a person.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from finance.rules.errors import RuleError
from finance.rules.facts import BankFacts
from ledger.money import Vnd


@dataclass(frozen=True, slots=True)
class OpenReceipt:
    """A receipt that a bank could still take back."""

    seq: int
    reference: str
    counter_account: str
    amount_vnd: Vnd
    booked_on: dt.date


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A payment ordered and not yet seen on a statement."""

    seq: int
    ref: str
    account_no: str
    amount_vnd: Vnd
    pay_on: dt.date


@dataclass(frozen=True, slots=True)
class DebitMeaning:
    """What a debit row is taken for; with neither, it waits for a person."""

    returns: int | None = None  # seq of the receipt
    settles: int | None = None  # seq of the payment


ReadDebit = Callable[[BankFacts, Sequence[OpenReceipt], Sequence[OpenPayment]], DebitMeaning]


class Means(StrEnum):
    """What a person may say that a debit row was."""

    RETURNS = "returns"  # it took a receipt back
    SETTLES = "settles"  # it carried out a payment of ours
    SPENDS = "spends"  # it was something else, which two people put on its account


class UnknownDebit(RuleError):
    """No debit row of that name."""

    code = "debit.unknown"
    vi = "Không có khoản chi ngân hàng {debit}."
    en = "There is no debit row {debit}."


class UnknownClearing(RuleError):
    """Nothing was said under that name."""

    code = "debit.unknown_clearing"
    vi = "Không có lần xác định khoản chi {clearing}."
    en = "Nothing was said of a debit row as {clearing}."


class ClearingDecided(RuleError):
    """What was said of a debit row is decided once."""

    code = "debit.decided"
    vi = "Việc xác định {clearing} đã được {person} quyết định."
    en = "{clearing} was decided by {person} already."


class NothingWaits(RuleError):
    """A debit row that was understood, or was cleared, waits for nobody."""

    code = "debit.nothing_waits"
    vi = "Khoản chi {debit} không còn số tiền chờ xác định."
    en = "Nothing of debit row {debit} still waits."


class NotThatMuchWaits(RuleError):
    """No more is cleared of a debit row than waits of it."""

    code = "debit.not_that_much"
    vi = "Khoản chi {debit} chỉ còn {open} đồng chờ xác định, không đủ {amount} đồng."
    en = "Only {open} đồng of debit row {debit} still wait, not {amount} đồng."


class NotThatMuchThere(RuleError):
    """No more of a receipt is taken back than a payer has in it."""

    code = "debit.receipt_short"
    vi = (
        "Khoản thu {receipt} chỉ còn {left} đồng ngân hàng có thể lấy lại, không đủ {amount} đồng. "
        "Phần đã ghi đoàn phí hoặc việc khác phải gỡ ra trước."
    )
    en = (
        "Only {left} đồng of receipt {receipt} can be taken back, not {amount} đồng. What went to "
        "dues or to something else is released first."
    )


class AnotherUnitsReceipt(RuleError):
    """A bank takes back from an account what came into an account of the same unit, not later."""

    code = "debit.another_units_receipt"
    vi = "Khoản thu {receipt} không phải của {unit}, hoặc về sau ngày {booked_on}."
    en = "Receipt {receipt} is not of {unit}, or came after {booked_on}."


class NoSuchOrder(RuleError):
    """A debit row settles a payment of the same unit that is ordered and was not seen yet."""

    code = "debit.no_such_order"
    vi = "{unit} không có lệnh chi {ref} nào còn chờ ngân hàng thực hiện đến ngày {booked_on}."
    en = "{unit} has no payment {ref} that still waited for the bank on {booked_on}."


class OtherwiseDecided(RuleError):
    """Of one debit row and one receipt or payment there is one decision."""

    code = "debit.otherwise_decided"
    vi = "Đã xác định {amount} đồng của {debit} cho {name} ({clearing}): hãy gỡ trước."
    en = "{amount} đồng of {debit} are cleared by {name} already ({clearing}): undo that first."


class NothingToUndo(RuleError):
    """Only what was done and still stands is undone."""

    code = "debit.nothing_to_undo"
    vi = "Việc xác định {clearing} không còn hiệu lực nên không gỡ được."
    en = "{clearing} does not stand, so it cannot be undone."


class DebitDay(RuleError):
    """What a debit row was is said on no day before the bank booked it, nor ahead of today."""

    code = "debit.day"
    vi = "Ngày {on} phải từ ngày {first} đến hôm nay, {today}."
    en = "The day {on} must lie between {first} and today, {today}."


class WhatForWanted(RuleError):
    """Two people put money on an account only with words that say what it was."""

    code = "debit.what_for"
    vi = "Phải ghi nội dung khoản chi (tối đa {most} ký tự)."
    en = "Say what the money was for (at most {most} characters)."
