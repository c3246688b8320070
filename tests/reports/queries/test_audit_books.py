"""Books read for an auditor's program."""

import datetime as dt

from finance.runtime.database import Database
from ledger.store import reads
from reports.queries.audit_books import audit_books, days_of
from tests.reports.june_2026 import FIRST, LAST


def test_masters_then_entries_by_journal(june: Database) -> None:
    """Accounts that moved or stand, the tags that lines carry, entries by journal and number."""
    with june.reading() as session:
        held = reads.books_by_code(session)
        [book] = audit_books(session, [held["LDA"]], (FIRST, LAST))
        journals = [(journal, list(entries)) for journal, entries in book.journals]
        names = {code: each.name for code, each in held.items()}
    assert (book.code, book.currency) == ("LDA", "VND")
    assert book.totals.debit_vnd == book.totals.credit_vnd == 492_328_939
    assert sum(len(entries) for _, entries in journals) == book.totals.entries
    assert [journal for journal, _ in journals] == sorted(journal for journal, _ in journals)
    for journal, entries in journals:
        assert {each.posted.draft.journal for each in entries} == {journal}
        numbers = [each.posted.number for each in entries]
        assert numbers == sorted(numbers)
        assert all(len(each.leaf_hash) == 32 for each in entries)
    lines = [
        line for _, entries in journals for each in entries for line in each.posted.draft.lines
    ]
    assert {line.account for line in lines} <= {each.code for each in book.accounts}
    assert {line.fund for line in lines if line.fund} <= {each.code for each in book.funds}
    assert {line.item for line in lines if line.item} <= {each.code for each in book.items}
    assert all(each.name.vi == names[each.code] for each in book.owners)


def test_the_days_of_books(june: Database) -> None:
    """From the first entry to the last; a book without entries has none."""
    with june.reading() as session:
        ids = [book.book_id for book in reads.books_by_code(session).values()]
        assert days_of(session, ids) == (dt.date(2026, 6, 30), dt.date(2026, 7, 29))
        assert days_of(session, [99]) is None
