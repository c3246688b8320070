"""A month that closes is sealed: its log, its turnovers; all seals hang in one log."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from ledger import book, merkle
from ledger.book import sealing
from ledger.chain import leaf_hash
from ledger.errors import UnknownBook
from ledger.periods import Period
from ledger.seals import (
    account_sums,
    packed_sums,
    sum_leaf,
    total_fields,
    total_of,
    turnover_leaves,
    unpacked_sums,
)
from ledger.store import reads, seal_reads
from ledger.store.seal_tables import SealLogRow, SealRow
from ledger.store.seal_verification import verify_log, verify_seals
from tests.ledger.books import BY, NOW_US, close, draft, entries_of, open_books, post, reopen
from tests.ledger.sealed import JUNE, MAY, filled, log, seal, sealed


def _log(database: Database) -> list[SealLogRow]:
    with database.reading() as session:
        return [session.get_one(SealLogRow, at) for at in range(seal_reads.log_size(session))]


def test_a_seal_fixes_log_and_turnovers(database: Database) -> None:
    """Its roots are those of the entries and of what moved, up to the head of the book."""
    filled(database)
    made = seal(database, "2026-05")
    with database.reading() as session:
        held = reads.books_by_code(session, ["LDA"])["LDA"]
        leaves = list(seal_reads.leaves(session, held.book_id, 0))
        rows = seal_reads.tag_sums(session, held.book_id, Period("2026-05"))
        kept = session.get_one(SealRow, (held.book_id, made.seal_no))
    assert made.last_seq == len(entries_of(database)) == 4
    assert made.log_root == merkle.root(leaves).hex()
    tree = merkle.root(turnover_leaves("LDA", "2026-05", rows))
    assert (made.turnover_root, made.turnover_leaves) == (tree.hex(), 2)
    assert (made.debit_vnd, made.credit_vnd) == (6_000, 6_000)
    assert (made.period, made.seal_no, made.event_no) == ("2026-05", 5, 5)
    assert (kept.content, kept.leaf_hash) == (made.content, leaf_hash(made.content))
    assert kept.sums == packed_sums(account_sums(rows))
    assert kept.log_root.hex() == made.log_root


def test_totals_reach_back_to_the_first_month(database: Database) -> None:
    """A set of tags that moved before and not in the month stands with zero for the month."""
    sealed(database)
    with database.reading() as session:
        held = reads.books_by_code(session, ["LDA"])["LDA"]
        rows = seal_reads.tag_sums(session, held.book_id, Period("2026-06"))
    assert [(row.account, row.debit_vnd, row.total_debit_vnd, row.total_lines) for row in rows] == [
        ("112", 1_000, 7_000, 3),
        ("33881", 0, 0, 3),
    ]


def test_a_book_without_entries_is_sealed_too(database: Database) -> None:
    """Nothing happened, and that is fixed as well."""
    open_books(database)
    made = seal(database, "2026-01", "TLD")
    assert (made.last_seq, made.log_root) == (0, merkle.EMPTY.hex())
    assert (made.turnover_leaves, made.turnover_root) == (0, merkle.EMPTY.hex())


def test_a_seal_goes_on_from_the_one_before(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the entries since then are read; the root is that of the whole log all the same."""
    filled(database)
    seal(database, "2026-05")
    post(database, draft("4", accounting_on=JUNE))
    after: list[int] = []
    read = seal_reads.leaves

    def watched(session: Session, book_id: int, seq: int) -> Iterator[bytes]:
        after.append(seq)
        return read(session, book_id, seq)

    with monkeypatch.context() as patch:
        patch.setattr(seal_reads, "leaves", watched)
        made = seal(database, "2026-06")
    with database.reading() as session:
        held = reads.books_by_code(session, ["LDA"])["LDA"]
        every = list(seal_reads.leaves(session, held.book_id, 0))
    assert after == [4]
    assert (len(every), made.last_seq) == (5, 5)
    assert made.log_root == merkle.root(every).hex()


def test_what_cannot_be_sealed(database: Database) -> None:
    """A book that is not there; a month that is open."""
    filled(database)
    with database.writing() as session:
        with pytest.raises(UnknownBook):
            book.seal_period(session, "XX", Period("2026-05"), NOW_US)
        with pytest.raises(DBAPIError, match="closed period"):
            book.seal_period(session, "LDA", Period("2026-05"), NOW_US)


def test_seals_hang_in_order_of_book_and_number(database: Database) -> None:
    """Then comes the total of each month they are of; what waits no more is left alone."""
    sealed(database)
    rows = _log(database)
    with database.reading() as session:
        codes = {held.book_id: code for code, held in reads.books_by_code(session).items()}
    named = [
        (codes.get(row.book_id, "") if row.book_id else "total", row.seal_no, row.period)
        for row in rows
    ]
    months = [f"2026-{month:02d}" for month in range(1, 7)]
    assert named == [
        *(("LDA", number, month) for number, month in enumerate(months, start=1)),
        *(("TLD", number, month) for number, month in enumerate(months[:5], start=1)),
        *(("total", None, month) for month in months),
    ]
    again = log(database)
    assert (again.size, again.seals, again.totals) == (17, 0, 0)
    assert again.root == merkle.root([leaf_hash(row.content) for row in rows])


def test_a_total_sums_up_the_newest_seals(database: Database) -> None:
    """A month sealed by another book gets a new total; that of other months stays."""
    sealed(database)
    seal(database, "2026-06", "CĐCS-Ô/1")
    done = log(database)
    assert (done.seals, done.totals) == (6, 6)
    row = _log(database)[-1]
    with database.reading() as session:
        counted = seal_reads.counted(session, "2026-06")
        before = seal_reads.counted(session, "2026-06", before=17)
        rows = [session.get_one(SealRow, (each.book_id, each.seal_no)) for each in counted]
        leaves = [sum_leaf(each.leaf_hash, unpacked_sums(each.sums)) for each in rows]
        totals = seal_reads.newest_totals(session)
        earlier = seal_reads.newest_totals(session, before=17)
    total = total_of("2026-06", leaves)
    assert [each.code for each in counted] == ["CĐCS-Ô/1", "LDA"]
    assert [each.code for each in before] == ["LDA"]
    assert row.content == total.content
    assert row.sums == packed_sums(total.root.sums)
    assert [(each.period, total_fields(each.content)[1]) for each in totals] == [
        *((f"2026-{month:02d}", 3) for month in range(1, 6)),
        ("2026-06", 2),
    ]
    assert [each.position for each in earlier] == list(range(11, 17))


def test_many_seals_are_logged_a_chunk_at_a_time(database: Database) -> None:
    """However many wait, each hangs once, and its place is known."""
    open_books(database, years=(2026,))
    with database.writing() as session:
        many = [(f"B{number:03d}", "Sổ") for number in range(50)]
        book.open_books(session, many, "R1", [2026])
        for code, _ in many:
            for month in range(1, 13):
                period = Period(f"2026-{month:02d}")
                book.close_period(session, code, period, BY)
                book.seal_period(session, code, period, NOW_US)
        session.commit()
    done = log(database)
    assert (done.size, done.seals, done.totals) == (612, 600, 12)
    with database.reading() as session:
        held = reads.books_by_code(session, ["B049"])["B049"]
        assert seal_reads.position_of(session, held.book_id, 12) == 599
        assert seal_reads.position_of(session, held.book_id, 13) is None
        assert len(seal_reads.seals_of(session, held.book_id)) == 12
        assert seal_reads.log_frontier(session).root() == done.root


def test_the_seal_log_has_one_writer_at_a_time(database: Database) -> None:
    """Who hangs seals in it keeps every other writer out until the end of the transaction."""

    def free() -> bool:
        if database.engine_name == "postgresql":
            with database.reading() as other:
                asked = text("SELECT pg_try_advisory_xact_lock(:key)")
                return bool(other.execute(asked, {"key": sealing._LOGGING}).scalar_one())  # noqa: SLF001 - the very lock
        with closing(sqlite3.connect(str(database.engine.url.database), timeout=0)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            return True

    open_books(database)
    assert free()
    with database.writing() as session:
        book.log_seals(session)
        assert not free()
    assert free()


def test_closing_by_itself_seals_nothing(database: Database) -> None:
    """A month closed without its seal has none; the next seal reaches over it."""
    filled(database)
    for month in range(1, 6):
        close(database, f"2026-{month:02d}")
    post(database, draft("4", accounting_on=JUNE))
    assert MAY < JUNE
    made = seal(database, "2026-06")
    assert (made.seal_no, made.last_seq) == (1, 5)


def test_a_month_closed_again_has_the_next_seal(database: Database) -> None:
    """Reopened by two people and closed again: a new seal, of that closing; the first stays."""
    filled(database)
    first = seal(database, "2026-05")
    reopen(database, "2026-05")
    post(database, draft("4", accounting_on=MAY))
    with database.writing() as session:
        assert book.close_period(session, "LDA", Period("2026-05"), BY)
        second = book.seal_period(session, "LDA", Period("2026-05"), NOW_US)
        session.commit()
    assert (first.seal_no, first.event_no, first.debit_vnd) == (5, 5, 6_000)
    assert (second.seal_no, second.event_no, second.debit_vnd) == (6, 7, 7_000)
    assert second.last_seq == first.last_seq + 1
    assert log(database).seals == 6
    with database.reading() as session:
        assert [each.seal_no for each in seal_reads.counted(session, "2026-05")] == [6]
        assert list(verify_seals(session)) == []
        assert verify_log(session, ()).rows == []
