"""What is said of a part of a debit row is kept, and posted in the unit's book."""

import datetime as dt

import pytest

from finance.actions.clear_debit import (
    Clearing,
    check_day,
    check_open,
    keep_clearing,
    post_clearing,
)
from finance.records.debits import debit_named
from finance.rules.bank_debits import DebitDay, Means, NothingWaits, NotThatMuchWaits
from finance.runtime.database import Database
from ledger.store import reads
from tests.federation import ACCOUNTANT, Federation, federation
from tests.finance.actions.debits import D1, LATER, NEXT, debit_of, gone


@pytest.fixture
def fed(database: Database) -> Federation:
    """LDA's bank took 500."""
    made = federation(database)
    gone(made, 500)
    return made


def test_no_more_than_waits_on_a_day_that_has_come(fed: Federation) -> None:
    """The first is the day of the bank, the last is today."""
    debit, ctx = debit_of(fed), fed.ctx(LATER)
    for on in (NEXT, LATER):
        check_day(ctx, debit, on)
    for on in (NEXT - dt.timedelta(days=1), LATER + dt.timedelta(days=1)):
        with pytest.raises(DebitDay):
            check_day(ctx, debit, on)
    check_open(debit, 500, 500)
    for amount in (0, -1, 501):
        with pytest.raises(NotThatMuchWaits):
            check_open(debit, amount, 500)
    for left in (0, -1):
        with pytest.raises(NothingWaits):
            check_open(debit, 1, left)


def test_an_entry_of_each_part_with_its_words(fed: Federation) -> None:
    """The text names the row, the bank's reference and what was said; an undoing says so."""
    ctx = fed.ctx(LATER, ACCOUNTANT)
    said = Clearing(Means.SPENDS, 200, "611", LATER, None, "611", "levy", "31", "Phí")
    with fed.database.writing() as session:
        debit = debit_named(session, D1)
        row = keep_clearing(session, ctx, debit, said)
        first = post_clearing(session, ctx, debit, row)
        assert (debit.state, debit.open_vnd) == ("waiting", 300)
        back = Clearing(Means.SPENDS, 200, "611", LATER, None, "611", "levy", "31", undoes=row.seq)
        second = post_clearing(session, ctx, debit, keep_clearing(session, ctx, debit, back))
        assert debit.open_vnd == 500
        session.commit()
    with fed.database.reading() as session:
        entries = [
            reads.entry_by_number(session, "LDA", "BK", 2026, int(name.rsplit("/", 1)[1]))
            for name in (first, second)
        ]
    assert [entry and entry.draft.text for entry in entries] == [
        "Xác định khoản chi LDA/D/1 (NO1): 611. Phí",
        "Gỡ xác định khoản chi LDA/D/1 (NO1): 611",
    ]
    assert (fed.balance("LDA", "13889"), fed.balance("LDA", "611")) == (500, 0)
    fed.assert_sound()


def test_a_closed_month_is_left_alone(fed: Federation) -> None:
    """The entry takes the first open day; the day of the decision stays with it."""
    fed.close("LDA", "2026-07", dt.date(2026, 8, 1))
    ctx = fed.ctx(dt.date(2026, 8, 3), ACCOUNTANT)
    said = Clearing(Means.SPENDS, 500, "111", LATER, None, "111")
    with fed.database.writing() as session:
        debit = debit_named(session, D1)
        post_clearing(session, ctx, debit, keep_clearing(session, ctx, debit, said))
        session.commit()
    moved = fed.tagged(dt.date(2026, 8, 1), dt.date(2026, 8, 1), "LDA")
    assert {row.account for row in moved if row.debit_vnd} == {"111"}
