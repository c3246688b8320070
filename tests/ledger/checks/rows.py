"""Stored rows of an entry, right unless a test says otherwise."""

from collections.abc import Iterable

from ledger.chain import sealed
from ledger.checks.stored import StoredEntry, StoredLine
from ledger.entries import Draft, Posted
from ledger.errors import Problem
from tests.ledger.books import NOW_US, draft


def rows(
    made: Draft | None = None, seq: int = 1, number: int = 1
) -> tuple[StoredEntry, list[StoredLine]]:
    """The rows of an entry as the book writes them."""
    posted = Posted(draft("1") if made is None else made, seq, number, NOW_US + seq)
    given = posted.draft
    day = given.accounting_on.isoformat()
    entry = StoredEntry(
        given.book,
        seq,
        given.journal,
        given.accounting_on.year,
        number,
        given.period,
        day,
        given.document_on.isoformat(),
        posted.recorded_at_us,
        given.text,
        given.source,
        given.key,
        given.actor,
        given.reverses_seq,
        len(given.lines),
        given.papers,
        *sealed(posted),
    )
    lines = [
        StoredLine(
            n,
            line.account,
            line.side.value,
            line.amount_vnd,
            line.fund,
            line.item,
            line.counter_book,
            line.interbook_ref,
            day,
        )
        for n, line in enumerate(given.lines, start=1)
    ]
    return entry, lines


def said(problems: Iterable[Problem]) -> list[str]:
    """Where each problem is, and its sentence in English."""
    return [f"{problem.where}: {problem.sentence('en')}" for problem in problems]
