"""Each control account beside its sub-ledger."""

import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import make_transient

from finance.records.matches import ShareEventRow
from finance.records.receipts import ReceiptRow
from finance.records.subledgers import Compared, compare, untied
from finance.runtime.database import Database
from ledger import book
from ledger.entries import credit, debit
from ledger.money import Vnd
from ledger.store import reads
from ledger.store.tables import TurnoverRow
from tests.builders import E1, E3, account_of, bank_row, decision
from tests.federation import Federation, federation
from tests.ledger.books import NOW_US, draft

DAY = dt.date(2026, 7, 10)


@pytest.fixture
def fed(database: Database) -> Federation:
    """A month with something in every account."""
    made = federation(database)
    made.pay(E3, "2026-06", 1_000, DAY)
    made.owe(E1, "2026-06", 500)
    made.match(DAY, decision(made.receive("LDA", "A", 70, DAY), E1, {}, 70))
    made.receive("LDA", "B", 30, DAY)
    made.bank(DAY, account_of("LDA"), bank_row("PHI", DAY, -11))
    return made


def test_every_account_on_its_own_side(fed: Federation) -> None:
    """Positive is what the account is for; book and sub-ledger agree."""
    with fed.database.reading() as session:
        found = {line.account: line for line in compare(session, "LDA")}
    amounts = {
        "13881": 500,
        "33883": 500,
        "13882": 0,
        "33884": 0,
        "13889": 11,
        "33811": 750,
        "33812": 0,
        "33881": 30,
        "33882": 70,
    }
    assert found == {code: Compared(code, amount, amount) for code, amount in amounts.items()}


def test_a_difference_is_seen(fed: Federation) -> None:
    """On the account whose sub-ledger was changed, and on no other."""
    with fed.database.writing() as session:
        session.execute(update(ReceiptRow).where(ReceiptRow.reference == "A").values(credit_vnd=60))
        [held] = session.scalars(select(ShareEventRow).where(ShareEventRow.place == "custody"))
        make_transient(held)
        held.seq, held.delta_vnd = 99, 1
        session.add(held)
        session.flush()
        off = {line.account: line.difference_vnd for line in compare(session, "LDA")}
    assert {account: each for account, each in off.items() if each} == {
        "33882": 10,
        "33881": -10,
        "33811": -1,
    }


def test_two_books_that_do_not_agree(fed: Federation) -> None:
    """Seen from both sides, with the family."""
    with fed.database.writing() as session:
        assert untied(session, "LDA") == untied(session, "A1") == []
        books = reads.books_by_code(session)
        loose = {"period": "2026-08", "account": "1361", "fund": "levy", "counter_book": "LDA"}
        moved = {"debit_vnd": 0, "credit_vnd": 1, "lines": 1}
        session.add(TurnoverRow(book_id=books["A1"].book_id, item="", **loose, **moved))
        session.flush()
        assert [(line.counter_book, line.difference_vnd) for line in untied(session, "LDA")] == [
            ("A1", -1)
        ]
        assert [line.counter_book for line in untied(session, "A1")] == ["LDA"]
        assert untied(session, "TLD") == []


def test_any_sum_the_book_takes_is_compared(fed: Federation) -> None:
    """Two months whose movements add up past 64 bits stop nobody from looking at a third."""
    most = Vnd(2**63 - 1)
    with fed.database.writing() as session:
        for day in (dt.date(2026, 9, 1), dt.date(2026, 10, 1)):
            lines = (debit("331", most), credit("112", most))
            book.post(session, NOW_US, [draft(str(day), lines, accounting_on=day)])
        session.commit()
    with fed.database.reading() as session:
        assert all(line.difference_vnd == 0 for line in compare(session, "LDA"))
        assert untied(session, "LDA") == []
