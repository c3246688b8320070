"""Entries and lines of a book, a page at a time."""

import pytest

from finance.runtime.database import Database
from ledger.errors import UnknownAccount, UnknownEntry
from reports.queries import lines
from reports.queries.lines import PAGE, Span, Tags, account_lines, entry_page, journal
from tests.reports.june_2026 import FIRST, LAST

JULY = Span(FIRST, LAST)


def test_the_running_balance_leads_from_opening_to_closing(june: Database) -> None:
    """G1's bank: each balance is the one before plus the line, the last is the closing balance."""
    with june.reading() as session:
        found = account_lines(session, "G1", Tags("112"), JULY)
    balance = found.opening_vnd
    for moved in found.lines:
        balance += moved.line.signed_vnd
        assert moved.balance_vnd == balance
    assert (found.opening_vnd, found.closing_vnd) == (6_500_000, 63_334_793)
    assert balance == found.closing_vnd
    assert (found.debit_vnd, found.credit_vnd) == (59_962_403, 3_127_610)
    assert [moved.public_id for moved in found.lines][:2] == ["G1/DU/2026/1", "G1/DS/2026/1"]


def test_tags_narrow_a_statement(june: Database) -> None:
    """Only lines with the tags asked for are shown, and the balances are theirs."""
    with june.reading() as session:
        by_fund = account_lines(session, "G1", Tags("337861", fund="dues"), JULY)
        by_item = account_lines(session, "G1", Tags("337861", item="28.01"), JULY)
        by_book = account_lines(session, "LDA", Tags("3361", counter_book="TLD"), JULY)
    assert by_fund.closing_vnd == -297_757
    assert by_item.closing_vnd == -58_870_370
    assert by_book.closing_vnd == -405_556
    assert {moved.line.counter_book for moved in by_book.lines} == {"TLD"}


def test_pages_of_a_statement_join(june: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page begins with the balance the page before ended with."""
    monkeypatch.setattr(lines, "PAGE", 3)
    with june.reading() as session:
        whole = account_lines(session, "LDA", Tags("3361"), JULY)
        pages = [
            account_lines(session, "LDA", Tags("3361"), Span(FIRST, LAST, page))
            for page in range(1, -(-whole.count // 3) + 1)
        ]
    assert tuple(moved for page in pages for moved in page.lines) == whole.lines
    before = whole.opening_vnd
    for page in pages:
        assert page.before_vnd == before
        before = page.lines[-1].balance_vnd


def test_an_account_the_chart_does_not_have(june: Database) -> None:
    """A statement of an unknown account is refused, not empty."""
    with june.reading() as session, pytest.raises(UnknownAccount):
        account_lines(session, "G1", Tags("999"), JULY)


def test_the_journal_is_in_order_of_days(june: Database) -> None:
    """Entries of the span by accounting day, with their lines, and how many there are."""
    with june.reading() as session:
        entries, count = journal(session, "G1", Span(FIRST, LAST, 1))
        second, _ = journal(session, "G1", Span(FIRST, LAST, 2))
    days = [posted.draft.accounting_on for posted in entries]
    assert count == len(entries) == 8
    assert count < PAGE
    assert days == sorted(days)
    assert second == []


def test_an_entry_with_what_it_hangs_together_with(june: Database) -> None:
    """An entry that neither reverses nor was reversed hangs together with none."""
    with june.reading() as session:
        found = entry_page(session, "G1", 1)
        with pytest.raises(UnknownEntry):
            entry_page(session, "G1", 99)
    assert found.posted.public_id == "G1/OB/2026/1"
    assert found.reverses is None
    assert found.reversed_by is None
