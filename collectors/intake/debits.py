"""What the bank's debit rows mean, in the terms of the action that keeps them."""

from collections.abc import Sequence

from collectors.matching.debits import Debit, Order, Returnable, Returns, Settles, classify
from finance.rules.bank_debits import DebitMeaning, OpenPayment, OpenReceipt
from finance.rules.facts import BankFacts


def read_debit(
    row: BankFacts, receipts: Sequence[OpenReceipt], payments: Sequence[OpenPayment]
) -> DebitMeaning:
    """Say what a debit row is; it answers `finance.rules.bank_debits.ReadDebit`.

    Takes    the row; receipts of that account not taken back yet; payments ordered and not yet
             settled.
    """
    verdict = classify(
        Debit(row.reference, row.booked_on, row.debit_vnd, row.content, row.counter_account),
        [
            Returnable(
                str(one.seq), one.reference, one.booked_on, one.amount_vnd, one.counter_account
            )
            for one in receipts
        ],
        [
            Order(str(one.seq), _written(one.ref), one.pay_on, one.amount_vnd, one.account_no)
            for one in payments
        ],
    )
    if isinstance(verdict, Returns):
        return DebitMeaning(returns=int(verdict.receipt_id))
    if isinstance(verdict, Settles):
        return DebitMeaning(settles=int(verdict.payment_id))
    return DebitMeaning()


def _written(ref: str) -> tuple[str, ...]:
    """A payment's reference as banks write it: many of them take the slashes out."""
    return ref, ref.replace("/", " "), ref.replace("/", "")
