"""A debit finds its payment or its receipt, or it waits; nothing is guessed."""

import datetime as dt
from dataclasses import replace

import pytest

from collectors.matching.debits import (
    Debit,
    Order,
    Returnable,
    Returns,
    Settles,
    Verdict,
    Waiting,
    Waits,
    classify,
)
from ledger.money import Vnd

JULY_14, JULY_17, JULY_20 = (dt.date(2026, 7, day) for day in (14, 17, 20))
R5 = Returnable("LDA/R/5", "R5", JULY_14, Vnd(1_200_000), "555")
IB05 = Order("LDA/P/1", ("IB05", "DS-1/2026"), JULY_17, Vnd(59_537_036), "777")
NOTHING = Waits(Waiting.NOTHING_FITS)


def _debit(
    content: str, amount: int = 1_200_000, *, reference: str = "D1", counter_account: str = ""
) -> Debit:
    return Debit(reference, JULY_17, Vnd(amount), content, counter_account)


def _told(debit: Debit, *others: Returnable | Order) -> Verdict:
    known = (R5, IB05, *others)
    receipts = [one for one in known if isinstance(one, Returnable)]
    return classify(debit, receipts, [one for one in known if isinstance(one, Order)])


@pytest.mark.parametrize(
    "debit",
    [
        _debit("HOAN TRA R5"),
        _debit("GD R5 sai ten don vi huong"),
        _debit("Trả lại tiền", counter_account="555"),
        _debit("REFUND", counter_account="555"),
        _debit("Hoàn trả", reference="R5"),
    ],
)
def test_a_debit_that_names_a_receipt_takes_it_back(debit: Debit) -> None:
    """By its reference, or as a return to the account it came from, of the same amount."""
    assert _told(debit) == Returns("LDA/R/5")


@pytest.mark.parametrize(
    "debit",
    [
        _debit("CHI PHAN PHOI KPCD IB05", 59_537_036),
        _debit("TT DS-1/2026", 59_537_036),
        _debit("PHAN PHOI KPCD", 59_537_036, counter_account="777"),
    ],
)
def test_a_debit_that_carries_out_a_payment_settles_it(debit: Debit) -> None:
    """By a reference of the payment, or by amount and payee."""
    assert _told(debit) == Settles("LDA/P/1")


@pytest.mark.parametrize(
    "debit",
    [
        _debit("HOAN TRA R5", 1_199_999),
        _debit("HOAN TRA R55"),
        _debit("HOAN TRA"),
        _debit("CHUYEN KHOAN", counter_account="555"),
        _debit("CHUYEN KHOAN", reference="R5"),
        _debit("PHAN PHOI", 59_537_036),
        _debit("PHI DICH VU", 11_000),
        replace(_debit("HOAN TRA R5"), booked_on=dt.date(2026, 7, 13)),
        replace(_debit("IB05", 59_537_036), booked_on=JULY_14),
    ],
)
def test_what_does_not_fit_waits(debit: Debit) -> None:
    """Another amount, half a reference, no link, no word of a return, or before its time."""
    assert _told(debit) == NOTHING


def test_where_two_fit_the_debit_waits() -> None:
    """Two payments of one amount to one payee, or two receipts of one reference."""
    twin = replace(IB05, payment_id="LDA/P/2", references=("IB06",))
    paid = _debit("PHAN PHOI KPCD", 59_537_036, counter_account="777")
    assert _told(paid, twin) == Waits(Waiting.SEVERAL_FIT, ("LDA/P/1", "LDA/P/2"))
    again = replace(R5, receipt_id="LDA/R/6")
    assert _told(_debit("HOAN TRA R5"), again) == Waits(Waiting.SEVERAL_FIT, ("LDA/R/5", "LDA/R/6"))


def test_a_reference_is_stronger_than_an_account() -> None:
    """Of two payments to one payee, the one that is named."""
    twin = replace(IB05, payment_id="LDA/P/2", references=("IB06",))
    assert _told(_debit("KPCD IB06", 59_537_036, counter_account="777"), twin) == Settles("LDA/P/2")


def test_a_return_and_a_payment_of_one_amount_are_not_chosen_between() -> None:
    """Both fit by account alone."""
    order = Order("LDA/P/9", ("IB09",), JULY_14, Vnd(1_200_000), "555")
    told = _told(_debit("HOAN TRA", counter_account="555"), order)
    assert told == Waits(Waiting.SEVERAL_FIT, ("LDA/R/5", "LDA/P/9"))


@pytest.mark.parametrize("reference", ["2026", "KPCD", "1"])
def test_a_short_reference_without_letters_and_digits_names_nothing(reference: str) -> None:
    """It may be any word or number of the text."""
    vague = replace(R5, receipt_id="LDA/R/7", reference=reference, amount_vnd=Vnd(7))
    assert _told(_debit("KPCD 1 NAM 2026", 7), vague) == NOTHING


def test_a_long_number_names_a_receipt() -> None:
    """Banks' own references are long."""
    numbered = replace(R5, receipt_id="LDA/R/8", reference="020097041", amount_vnd=Vnd(8))
    assert _told(_debit("HT GD 020097041", 8), numbered) == Returns("LDA/R/8")
