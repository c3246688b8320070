"""What stands in the way of closing a month, and what is worth a look."""

import datetime as dt

import pytest
from sqlalchemy import update

from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.refuse_reopening import RefuseReopening, refuse_reopening
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.month_end import tasks
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.rules.month_tasks import Task
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import E1, E3, account_of, bank_row, decision
from tests.federation import ACCOUNTANT, APPROVER, Federation, federation
from tests.ledger.books import past_the_guards

JULY = Period("2026-07")
DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _tasks(fed: Federation, unit: str = "LDA") -> dict[str, tuple[int, int, bool]]:
    with fed.database.reading() as session:
        found: list[Task] = tasks(session, unit, JULY)
    assert all(task.vi != task.en for task in found)
    assert [task.blocks for task in found] == sorted((task.blocks for task in found), reverse=True)
    told = {task.code: (task.count, task.amount_vnd, task.blocks) for task in found}
    if unit == "LDA":  # A1, G1 and G2 below it have their months open in all of these tests
        assert told.pop("close.units_below_open") == (3, 0, False)
    return told


def test_a_quiet_month_has_no_tasks(fed: Federation) -> None:
    """An empty list is an empty list."""
    assert _tasks(fed) == {}


def test_vouchers_of_the_month_that_are_not_posted_block(fed: Federation) -> None:
    """Drafts and submitted ones; not those of another month."""
    ctx = fed.ctx(DAY, ACCOUNTANT)
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    for day in (DAY, DAY, dt.date(2026, 8, 1)):
        draft_voucher(ctx, DraftVoucher("G1", day, day, "Chi", lines))
    submit_voucher(ctx, SubmitVoucher("G1", 2))
    assert _tasks(fed, "G1") == {"close.vouchers_waiting": (2, 0, True)}


def test_money_that_waits_is_told_with_its_amount(fed: Federation) -> None:
    """To identify, suggested, paid out unknown, with another unit, credit, custody, unpaid."""
    fed.receive("LDA", "A", 100, DAY)
    other = fed.receive("LDA", "B", 200, DAY)
    fed.match(DAY, decision(other, E1, {}, certain=False))
    fed.bank(DAY, account_of("LDA"), bank_row("PHI", DAY, -11))
    fed.pay(E3, "2026-06", 1_000, DAY, holder="TLD")
    fed.owe(E3, "2026-06", 1_500, DAY)
    fed.match(DAY, decision(fed.receive("LDA", "C", 50, DAY), E1, {}, 50))
    assert _tasks(fed) == {
        "close.receipts_unidentified": (1, 100, False),
        "close.receipts_suggested": (1, 200, False),
        "close.debits_waiting": (1, 11, False),
        "close.collected_elsewhere": (1, 1_000, False),
        "close.credits": (1, 50, False),
        "close.custody": (1, 750, False),
        "close.levy_unpaid": (1, 500, False),
        "close.bank_unstated_112": (1, 339, False),
    }


def test_a_sub_ledger_that_differs_blocks(fed: Federation) -> None:
    """However it came about; the account and the difference are named."""
    fed.owe(E1, "2026-06", 1_000)
    fed.receive("LDA", "A", 100, DAY)
    with fed.database.writing() as session:
        session.execute(update(ObligationRow).values(amount_vnd=900))
        session.execute(update(ReceiptRow).values(returned_vnd=1))
        session.commit()
    found = _tasks(fed)
    assert found["close.sub_ledger_13881"] == (1, 100, True)
    assert found["close.sub_ledger_33883"] == (1, 100, True)
    assert found["close.sub_ledger_33881"] == (1, 1, True)


def test_a_bank_that_says_otherwise_is_told(fed: Federation) -> None:
    """The difference between the book and the last balance of the statements, by account."""
    fed.bank(DAY, account_of("G1"), bank_row("A", DAY, 100, balance_vnd=Vnd(130)))
    assert _tasks(fed, "G1")["close.bank_112"] == (1, -30, False)
    august = dt.date(2026, 8, 3)
    fed.bank(august, account_of("G1"), bank_row("B", august, 5, balance_vnd=Vnd(999)))
    assert _tasks(fed, "G1")["close.bank_112"] == (1, -30, False)
    fed.bank(DAY, account_of("G1"), bank_row("C", DAY, 7, balance_vnd=Vnd(107)))
    assert "close.bank_112" not in _tasks(fed, "G1")


def test_money_no_statement_tells_of_is_told(fed: Federation) -> None:
    """Until a balance is known by the month's end; an account with nothing on it needs none."""
    assert "close.bank_unstated_112" not in _tasks(fed, "G1")
    fed.bank(DAY, account_of("G1"), bank_row("A", DAY, 100))
    assert _tasks(fed, "G1")["close.bank_unstated_112"] == (1, 100, False)
    august = dt.date(2026, 8, 3)
    fed.bank(august, account_of("G1"), bank_row("B", august, 5, balance_vnd=Vnd(105)))
    assert _tasks(fed, "G1")["close.bank_unstated_112"] == (1, 100, False)
    fed.bank(DAY, account_of("G1"), bank_row("C", DAY, 7, balance_vnd=Vnd(107)))
    assert "close.bank_unstated_112" not in _tasks(fed, "G1")


def test_what_a_bank_does_not_say_is_not_guessed(fed: Federation) -> None:
    """Without a balance in the statement, nothing is compared."""
    fed.bank(DAY, account_of("G1"), bank_row("A", DAY, 100))
    assert "close.bank_112" not in _tasks(fed, "G1")


def test_numbers_that_are_missing_block(fed: Federation, owner_url: str) -> None:
    """An entry that is gone, or a counter that is ahead, keeps the month open."""
    fed.receive("G1", "A", 100, DAY)
    fed.receive("G1", "B", 100, DAY)
    assert "close.numbers_missing" not in _tasks(fed, "G1")
    with past_the_guards(owner_url) as connection:
        connection.exec_driver_sql("UPDATE counter SET last_number = 5 WHERE journal = 'BK'")
    assert _tasks(fed, "G1")["close.numbers_missing"] == (3, 0, True)
    with past_the_guards(owner_url) as connection:
        connection.exec_driver_sql("UPDATE counter SET last_number = 1 WHERE journal = 'BK'")
    assert _tasks(fed, "G1")["close.numbers_missing"] == (1, 0, True)


def test_a_request_to_reopen_blocks_the_months_after_it(fed: Federation) -> None:
    """Until somebody decides, the month behind it stays open."""
    fed.close("G1", "2026-06", DAY)
    june = Period("2026-06")
    until = fed.ctx(DAY).clock.now_us() + 1_000_000
    ask_reopening(fed.ctx(DAY, ACCOUNTANT), AskReopening("G1", june, "Muộn", until))
    assert _tasks(fed, "G1") == {"close.reopening_waiting": (1, 0, True)}
    refuse_reopening(fed.ctx(DAY, APPROVER), RefuseReopening("G1", june, "Không cần"))
    assert _tasks(fed, "G1") == {}
