"""What stands in the way of closing a month, and what is worth a look."""

import datetime as dt

import pytest
from sqlalchemy import update

from finance.actions.draft_voucher import DraftVoucher, draft_voucher
from finance.actions.submit_voucher import SubmitVoucher, submit_voucher
from finance.records.month_end import tasks
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.rules.month_tasks import Task
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.periods import Period
from tests.builders import E1, E3, account_of, bank_row, decision
from tests.federation import ACCOUNTANT, Federation, federation

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
    return {task.code: (task.count, task.amount_vnd, task.blocks) for task in found}


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
