"""Proofs are made of a few rows of the seal log, and are those of the whole log."""

from finance.runtime.database import Database
from ledger import merkle
from ledger.merkle import Grown, Place
from ledger.store import reads, seal_reads
from ledger.store.seal_tables import SealLogRow
from tests.ledger.books import open_books
from tests.ledger.sealed import filled, log, seal, sealed


def test_paths_from_kept_nodes_prove_every_leaf(database: Database) -> None:
    """Each leaf, at each size the log ever had, and each growth between two sizes."""
    sealed(database)
    with database.reading() as session:
        size = seal_reads.log_size(session)
        leaves = [session.get_one(SealLogRow, at).leaf_hash for at in range(size)]
        roots = [merkle.root(leaves[:at]) for at in range(size + 1)]
        for until in range(1, size + 1):
            for index in (0, until // 2, until - 1):
                path = seal_reads.log_path(session, merkle.inclusion_spans(index, until))
                assert merkle.includes(leaves[index], Place(index, until, roots[until]), path)
            grown = Grown(until, roots[until], size, roots[size])
            path = seal_reads.log_path(session, merkle.consistency_spans(until, size))
            assert merkle.consistent(grown, path)


def test_an_empty_log(database: Database) -> None:
    """Before the first seal the log has no leaf, and its root is that of nothing."""
    open_books(database)
    with database.reading() as session:
        assert seal_reads.log_size(session) == 0
        assert seal_reads.log_frontier(session).root() == merkle.EMPTY
        assert seal_reads.waiting(session) == []
        assert seal_reads.newest_totals(session) == []
    assert log(database).size == 0


def test_seals_of_a_month(database: Database) -> None:
    """All of a book, or those of one month; what waits is told in order."""
    filled(database)
    seal(database, "2026-05")
    seal(database, "2026-01", "CĐCS-Ô/1")
    with database.reading() as session:
        held = reads.books_by_code(session, ["LDA"])["LDA"]
        assert [row.seal_no for row in seal_reads.seals_of(session, held.book_id)] == [
            1,
            2,
            3,
            4,
            5,
        ]
        assert [row.seal_no for row in seal_reads.seals_of(session, held.book_id, "2026-03")] == [3]
        waiting = [(each.code, each.seal_no) for each in seal_reads.waiting(session)]
        assert waiting == [("CĐCS-Ô/1", 1), *(("LDA", number) for number in range(1, 6))]
        until = list(seal_reads.leaves(session, held.book_id, 1, 3))
        assert until == list(seal_reads.leaves(session, held.book_id, 0))[1:3]
