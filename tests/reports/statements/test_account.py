"""An account's lines as a statement."""

import datetime as dt

from ledger.entries import credit, debit
from reports.figures import Drill, Figure, Words
from reports.queries.lines import Moved
from reports.statements.account import AccountStatement, account_statement, tags
from tests.reports.facts import CHART

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 7, 31)


def test_lines_lead_to_their_entries() -> None:
    """The amount of a line stands on its side and leads to its entry; the balance runs on."""
    line = debit("112", 40)
    moved = Moved(7, "G1/BK/2026/1", FIRST, FIRST, "Thu", line, 140)
    wanted = AccountStatement("G1", "Cơ sở 1", CHART["112"], FIRST, LAST, 100, [moved])
    [section] = account_statement(wanted).sections
    brought, row = section.rows
    assert brought.cells[-1] == Figure(100)
    assert row.cells == (
        Words("01/07/2026"),
        Words("G1/BK/2026/1"),
        Words("Thu"),
        Words(""),
        Figure(40, Drill("G1", FIRST, LAST, entry_seq=7)),
        Figure(None),
        Figure(140),
    )


def test_a_credit_stands_on_its_side() -> None:
    """Credit amounts are in the credit column."""
    moved = Moved(7, "G1/BK/2026/1", FIRST, FIRST, "Chi", credit("112", 40), 60)
    wanted = AccountStatement("G1", "Cơ sở 1", CHART["112"], FIRST, LAST, 100, [moved])
    row = account_statement(wanted).sections[0].rows[1]
    assert row.cells[4] == Figure(None)
    assert row.cells[5] == Figure(40, Drill("G1", FIRST, LAST, entry_seq=7))


def test_tags_are_told_in_words() -> None:
    """Fund, item and other book, one after the other; those a line does not carry are left out."""
    line = credit("337861", 1, fund="levy", item="28.01", counter_book="LDA", interbook_ref="IB1")
    assert tags(line) == Words("KPCĐ · 28.01 · LDA", "levy · 28.01 · LDA")
    assert tags(debit("112", 1)) == Words("")
