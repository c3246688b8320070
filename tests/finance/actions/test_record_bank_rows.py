"""A bank statement is kept: nothing twice, nothing dropped."""

import datetime as dt
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from finance.actions.record_bank_rows import Statement, UnknownBankAccount, record_bank_rows
from finance.records.receipts import BankDebitRow, PaymentRow, ReceiptRow
from finance.rules.bank_debits import DebitMeaning, OpenPayment, OpenReceipt
from finance.rules.facts import BankFacts
from finance.runtime.batches import Judged, RowState
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.money import Vnd
from tests.builders import E1, account_of, bank_row, returns, settles_first, waits
from tests.federation import Batches, Federation, codes, contents, federation

LDA = account_of("LDA")
DAY, NEXT = dt.date(2026, 7, 10), dt.date(2026, 7, 13)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_a_credit_row_becomes_a_receipt_to_identify(fed: Federation) -> None:
    """One entry for each day of the batch."""
    rows = (bank_row("A", DAY, 100), bank_row("B", DAY, 200), bank_row("C", NEXT, 300))
    judged = fed.bank(NEXT, LDA, *rows)
    assert judged.count(RowState.TAKEN) == 3
    assert fed.balance("LDA", "112") == -fed.balance("LDA", "33881") == 600
    with fed.database.reading() as session:
        held = [(row.public_id, row.amount_vnd) for row in session.scalars(select(ReceiptRow))]
    assert held == [("LDA/R/1", 100), ("LDA/R/2", 200), ("LDA/R/3", 300)]


def test_overlapping_statements_do_not_double(fed: Federation) -> None:
    """Known rows are unchanged, also when they are all of the file."""
    fed.bank(DAY, LDA, bank_row("A", DAY, 100), bank_row("X", DAY, -30))
    before = contents(fed.database)
    again = fed.bank(DAY, LDA, bank_row("A", DAY, 100), bank_row("X", DAY, -30))
    assert again.count(RowState.UNCHANGED) == 2
    assert contents(fed.database) == before
    more = fed.bank(NEXT, LDA, bank_row("A", DAY, 100), bank_row("B", NEXT, 200))
    assert [more.states[row] for row in (2, 3)] == [RowState.UNCHANGED, RowState.TAKEN]
    assert fed.balance("LDA", "33881") == -270 - 30


def test_equal_rows_of_one_day_stay_two(fed: Federation) -> None:
    """The second of a day bears its own occurrence."""
    fed.bank(DAY, LDA, bank_row("A", DAY, 100), bank_row("A", DAY, 100, occurrence=2))
    assert fed.balance("LDA", "33881") == -200


def test_the_same_place_with_another_amount_is_quarantined(fed: Federation) -> None:
    """A row does not change under our hands; it is told and kept apart."""
    fed.bank(DAY, LDA, bank_row("A", DAY, 100))
    judged = fed.bank(DAY, LDA, bank_row("A", DAY, 101), bank_row("B", DAY, 1))
    assert codes(judged) == {2: ["bank.other_amount_known"]}
    assert fed.balance("LDA", "33881") == -101


def test_a_debit_row_that_settles_a_payment_posts_nothing(fed: Federation) -> None:
    """The distribution was posted when it was ordered; 112 is never posted twice."""
    fed.pay(E1, "2026-06", 1_000, DAY)
    paid = fed.distribute(NEXT)
    bank = fed.balance("LDA", "112")
    row = bank_row("UNC 1", NEXT, -paid[0].amount_vnd)
    fed.bank(NEXT, LDA, row, read=settles_first())
    assert fed.balance("LDA", "112") == bank
    with fed.database.reading() as session:
        states = {row.payee: row.state for row in session.scalars(select(PaymentRow))}
        [kept] = session.scalars(select(BankDebitRow))
    assert states == {paid[0].payee: "settled", paid[1].payee: "ordered", paid[2].payee: "ordered"}
    assert (kept.state, kept.settles) == ("settles", "LDA/IB/2")


def test_a_debit_row_nobody_knows_waits(fed: Federation) -> None:
    """Payments to identify are an account of their own."""
    fed.bank(DAY, LDA, bank_row("PHI", DAY, -11_000))
    assert fed.balance("LDA", "13889") == -fed.balance("LDA", "112") == 11_000
    fed.assert_sound()


def test_what_a_reader_of_debits_is_shown(fed: Federation) -> None:
    """Receipts and payments of that amount that are still open, nothing else."""
    fed.bank(DAY, LDA, *(bank_row(name, DAY, amount) for name, amount in (("A", 5), ("B", 7))))
    shown: list[OpenReceipt | OpenPayment] = []

    def read(_: BankFacts, receipts: object, payments: object) -> DebitMeaning:
        assert isinstance(receipts, list)
        assert payments == []
        shown.extend(receipts)
        return DebitMeaning()

    fed.bank(NEXT, LDA, bank_row("H", NEXT, -7), read=read)
    assert shown == [OpenReceipt(2, "B", "", Vnd(7), DAY)]


def test_two_debit_rows_do_not_take_one_receipt_back_twice(fed: Federation) -> None:
    """The second finds it returned and waits."""
    fed.bank(DAY, LDA, bank_row("A", DAY, 5))
    rows = (bank_row("H1", NEXT, -5), bank_row("H2", NEXT, -5))
    fed.bank(NEXT, LDA, *rows, read=returns(1))
    assert fed.receipt("LDA/R/1").returned_vnd == 5
    assert fed.balance("LDA", "13889") == 5
    fed.assert_sound()


def test_rows_of_a_closed_month_are_booked_on_the_next_open_day(fed: Federation) -> None:
    """Their own day stays with them."""
    fed.close("LDA", "2026-07", dt.date(2026, 7, 31))
    fed.bank(dt.date(2026, 8, 3), LDA, bank_row("A", DAY, 100))
    moved = fed.tagged(dt.date(2026, 8, 1), dt.date(2026, 8, 1), "LDA")
    assert {row.account for row in moved if row.debit_vnd} == {"112"}
    assert fed.receipt("LDA/R/1").booked_on == DAY


def test_an_account_nobody_registered_is_refused(fed: Federation) -> None:
    """Whose money would it be?"""
    with pytest.raises(UnknownBankAccount):
        fed.bank(DAY, "999", bank_row("A", DAY, 100))


def test_killed_before_the_commit_nothing_is_kept(fed: Federation) -> None:
    """Rows, receipts and entries come together or not at all."""

    class Falls(Batches):
        def finish(self, session: object, judged: Judged) -> None:
            assert session
            assert judged.states
            raise SystemExit

    before = contents(fed.database)
    statement = Statement(LDA, [bank_row("A", DAY, 100, row=2)], waits)
    with pytest.raises(SystemExit):
        record_bank_rows(fed.ctx(DAY), statement, Falls())
    assert contents(fed.database) == before


def test_an_accountant_takes_in_the_statements_of_their_own_units(fed: Federation) -> None:
    """Not those of a unit above."""
    ctx = fed.ctx(DAY, Actor("a", (Grant("A1", "accountant"),)))
    record_bank_rows(ctx, Statement(account_of("G1"), [], waits), fed.batches)
    with pytest.raises(PermissionRefused):
        record_bank_rows(ctx, Statement(LDA, [], waits), fed.batches)


def test_a_share_that_arrives_is_not_posted_twice(fed: Federation) -> None:
    """A distribution was posted in both books when it was ordered; its arrival posts nothing."""
    fed.pay(E1, "2026-06", 1_000, DAY)
    payments = fed.distribute(NEXT, "LDA")
    (share,) = [each for each in payments if each.payee == "G1"]
    before = fed.balance("G1", "112")
    mangled = f"IBFT.{share.purpose.lower().replace('/', ' ')} CT tu LDA"
    arrives = bank_row("IN", NEXT, share.amount_vnd, content=mangled)
    assert fed.bank(NEXT, account_of("G1"), arrives).count(RowState.TAKEN) == 1
    receipt = fed.receipt("G1/R/1")
    assert (receipt.state, receipt.open_vnd, receipt.evidence) == ("matched", 0, "payment.ours")
    assert fed.balance("G1", "112") == before
    assert fed.balance("G1", "33881") == 0
    fed.assert_sound()


def test_only_the_first_arrival_of_a_payment_is_its_own(fed: Federation) -> None:
    """The same amount and text a second time, or another amount, is money to identify."""
    fed.pay(E1, "2026-06", 1_000, DAY)
    (share,) = [each for each in fed.distribute(NEXT, "LDA") if each.payee == "G1"]
    rows = (
        bank_row("IN1", NEXT, share.amount_vnd, content=share.purpose),
        bank_row("IN2", NEXT, share.amount_vnd, content=share.purpose),
        bank_row("IN3", NEXT, share.amount_vnd + 1, content=share.purpose),
        bank_row("IN4", NEXT, share.amount_vnd, content="CHUYEN TIEN"),
    )
    fed.bank(NEXT, account_of("G1"), *rows)
    states = [fed.receipt(f"G1/R/{number}").state for number in (1, 2, 3, 4)]
    assert states == ["matched", "unidentified", "unidentified", "unidentified"]
    fed.assert_sound()


def test_an_arrived_payment_is_not_taken_back_as_a_receipt(fed: Federation) -> None:
    """A debit beside it waits: undoing a distribution is another act."""
    fed.pay(E1, "2026-06", 1_000, DAY)
    (share,) = [each for each in fed.distribute(NEXT, "LDA") if each.payee == "G1"]
    fed.bank(NEXT, account_of("G1"), bank_row("IN", NEXT, share.amount_vnd, content=share.purpose))
    offered: list[OpenReceipt] = []

    def read(
        _row: BankFacts, receipts: Sequence[OpenReceipt], _payments: Sequence[OpenPayment]
    ) -> DebitMeaning:
        offered.extend(receipts)
        return DebitMeaning()

    fed.bank(NEXT, account_of("G1"), bank_row("OUT", NEXT, -share.amount_vnd), read=read)
    assert offered == []
    fed.assert_sound()
