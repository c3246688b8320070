"""Checking books on demand."""

import datetime as dt

import pytest
from sqlalchemy import update

from finance.records.dues_pairs import WAITING
from finance.records.receipts import ReceiptRow
from finance.runtime.database import Database
from ledger import book
from ledger.entries import Draft, credit, debit
from ledger.errors import UnknownBook
from reports.queries.checks import SUB_LEDGER, check_books, unit_of
from tests.ledger.books import NOW_US
from tests.reports.june_2026 import LINES


def test_a_right_book_is_clean(june: Database) -> None:
    """Nothing is off in a book that was only ever posted to, and every line was looked at."""
    with june.reading() as session:
        found = check_books(session, "A1")
    assert found.clean
    assert found.rows == ()
    assert found.more == 0
    with LINES.open(encoding="utf-8") as file:
        assert found.lines == sum(line.split(",")[1] == "A1" for line in file)


def test_a_sub_ledger_that_differs_is_told(own_june: Database) -> None:
    """A control account that is not its sub-ledger is named with both amounts."""
    with own_june.writing() as session:
        session.execute(
            update(ReceiptRow).where(ReceiptRow.reference == "R3").values(amount_vnd=750_001)
        )
        session.commit()
    with own_june.reading() as session:
        found = check_books(session, "LDA")
    [problem] = [row for row in found.rows if row.facts.get("account") == "33881"]
    assert not found.clean
    assert problem.code == SUB_LEDGER
    assert unit_of(problem) == "LDA"
    assert "750.000" in problem.sentence("vi")
    assert "750.001" in problem.sentence("en")


def test_dues_that_wait_and_are_not_owed_are_told(own_june: Database) -> None:
    """A1 made 7 đồng of G1's dues its own that G1 never paid; both units' checks say so."""
    day = dt.date(2026, 8, 3)
    tags = {"fund": "dues", "counter_book": "G1", "interbook_ref": "X"}
    lines = (debit("33885", 7, **tags), credit("337861", 7, item="22", **tags))
    with own_june.writing() as session:
        book.post(session, NOW_US, [Draft("A1", "DU", day, day, "Sai", "test", "X", lines, "lan")])
        session.commit()
    for unit in ("A1", "G1", ""):
        with own_june.reading() as session:
            rows = check_books(session, unit).rows
        [problem] = [row for row in rows if row.code == WAITING]
        assert unit_of(problem) == "A1"


def test_a_book_nobody_keeps(june: Database) -> None:
    """A unit without a book cannot be checked."""
    with june.reading() as session, pytest.raises(UnknownBook):
        check_books(session, "NOBODY")
