"""Each question about seals is of one book, one month and one moment of the seal log."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from ledger import merkle
from ledger.entries import credit, debit
from ledger.merkle import Grown, Place
from ledger.periods import Period
from ledger.seals import TagSums, sum_leaf, unpacked_sums
from ledger.store import reads, seal_reads
from ledger.store.seal_reads import Sealed
from ledger.store.seal_tables import SealLogRow, SealRow
from tests.ledger.books import DAY, draft, open_books, past_the_guards, post, received, reopen
from tests.ledger.sealed import JUNE, MAY, filled, log, seal, sealed


def _book(session: Session, code: str) -> int:
    return reads.books_by_code(session, [code])[code].book_id


def _sealed_again(database: Database) -> None:
    """The sealed books, with May and June of LDA reopened, closed again and in the log."""
    sealed(database)
    reopen(database, "2026-06")
    reopen(database, "2026-05")
    seal(database, "2026-06")
    log(database)


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


def test_a_book_tells_its_own_seals_in_order(database: Database, owner_url: str) -> None:
    """They come in the order they were made, wherever their rows lie by now."""
    _sealed_again(database)
    with past_the_guards(owner_url) as connection:
        for number in (5, 1):
            moved = f"UPDATE seal SET event_no = event_no WHERE book_id = 2 AND seal_no = {number}"  # noqa: S608 - the test's own
            assert connection.execute(text(moved)).rowcount == 1
    with database.reading() as session:
        lda, tld = _book(session, "LDA"), _book(session, "TLD")
        assert lda == 2
        every = [(row.book_id, row.seal_no) for row in seal_reads.seals_of(session, lda)]
        of_may = [
            (row.book_id, row.seal_no) for row in seal_reads.seals_of(session, lda, "2026-05")
        ]
        assert every == [(lda, number) for number in range(1, 9)]
        assert of_may == [(lda, 5), (lda, 7)]
        assert [row.seal_no for row in seal_reads.seals_of(session, tld, "2026-05")] == [5]
        assert seal_reads.seals_of(session, tld, "2026-06") == []


def test_the_last_seal_is_the_newest_of_its_book(database: Database) -> None:
    """It is the one made last, and a book that was never sealed has none."""
    sealed(database)
    with database.reading() as session:
        last = seal_reads.last_seal(session, _book(session, "LDA"))
        of_tld = seal_reads.last_seal(session, _book(session, "TLD"))
        assert seal_reads.last_seal(session, _book(session, "CĐCS-Ô/1")) is None
    assert last is not None
    assert of_tld is not None
    assert (last.seal_no, last.period) == (6, "2026-06")
    assert (of_tld.seal_no, of_tld.period) == (5, "2026-05")


def test_the_event_that_closed_a_month(database: Database) -> None:
    """It is that of the book and the month; a month nobody ever closed has none."""
    sealed(database)
    may, june = Period("2026-05"), Period("2026-06")
    with database.reading() as session:
        lda, tld = _book(session, "LDA"), _book(session, "TLD")
        assert seal_reads.closing_event(session, lda, may) == 5
        assert seal_reads.closing_event(session, lda, june) == 6
        assert seal_reads.closing_event(session, tld, may) == 5
        assert seal_reads.closing_event(session, tld, june) == 0
        assert seal_reads.closing_event(session, lda, Period("2026-07")) == 0


def test_a_month_closed_again_was_closed_by_the_newer_event(database: Database) -> None:
    """Reopening closes nothing: until the month closes again its first closing stands."""
    sealed(database)
    may, june = Period("2026-05"), Period("2026-06")
    reopen(database, "2026-06")
    reopen(database, "2026-05")
    with database.reading() as session:
        lda = _book(session, "LDA")
        assert seal_reads.closing_event(session, lda, may) == 5
        assert seal_reads.closing_event(session, lda, june) == 6
    seal(database, "2026-06")
    with database.reading() as session:
        assert seal_reads.closing_event(session, lda, may) == 9
        assert seal_reads.closing_event(session, lda, june) == 10


def test_leaves_of_a_book_are_fetched_few_at_a_time(database: Database) -> None:
    """PostgreSQL keeps a cursor open while they are read, so a long book fits into memory."""
    filled(database)
    with database.reading() as session:
        reading = seal_reads.leaves(session, _book(session, "LDA"), 0)
        assert len(next(reading)) == merkle.HASH_BYTES
        if session.connection().dialect.name == "postgresql":
            opened = session.execute(text("SELECT count(*) FROM pg_cursors"))
            assert opened.scalar_one() == 1
        assert len(list(reading)) == 3


def test_sums_of_a_month_and_since_the_beginning(database: Database) -> None:
    """Each side counts by itself; later months and other books count for nothing."""
    open_books(database)
    spent = (debit("33881", 300), credit("112", 300))
    spent_later = (debit("33881", 70), credit("112", 70))
    post(
        database,
        draft("1", received(5_000_000_000), accounting_on=MAY),
        draft("2", spent, accounting_on=MAY),
        draft("3", received(2_000), accounting_on=JUNE),
        draft("4", received(1_000), accounting_on=JUNE),
        draft("5", spent_later, accounting_on=JUNE),
        draft("6", received(9), accounting_on=DAY),
        draft("7", received(11), accounting_on=JUNE, book="TLD"),
    )
    may, june = 5_000_000_000, 5_000_003_000
    none = ("", "", "")
    with database.reading() as session:
        lda, tld = _book(session, "LDA"), _book(session, "TLD")
        assert seal_reads.tag_sums(session, lda, Period("2026-04")) == []
        assert seal_reads.tag_sums(session, lda, Period("2026-05")) == [
            TagSums("112", *none, may, 300, 2, may, 300, 2),
            TagSums("33881", *none, 300, may, 2, 300, may, 2),
        ]
        assert seal_reads.tag_sums(session, lda, Period("2026-06")) == [
            TagSums("112", *none, 3_000, 70, 3, june, 370, 5),
            TagSums("33881", *none, 70, 3_000, 3, 370, june, 5),
        ]
        assert seal_reads.tag_sums(session, tld, Period("2026-06")) == [
            TagSums("112", *none, 11, 0, 1, 11, 0, 1),
            TagSums("33881", *none, 0, 11, 1, 0, 11, 1),
        ]


def test_what_waits_is_what_no_leaf_names(database: Database) -> None:
    """A seal waits though the log holds its number of another book, or another of its book."""
    sealed(database)
    with database.reading() as session:
        assert seal_reads.waiting(session) == []
        lda, other = _book(session, "LDA"), _book(session, "CĐCS-Ô/1")
    seal(database, "2026-07")
    seal(database, "2026-02", "CĐCS-Ô/1")
    with database.reading() as session:
        assert seal_reads.waiting(session) == [
            Sealed("CĐCS-Ô/1", 1, other, "2026-01"),
            Sealed("CĐCS-Ô/1", 2, other, "2026-02"),
            Sealed("LDA", 7, lda, "2026-07"),
        ]


def test_a_total_counts_the_books_of_its_month(database: Database) -> None:
    """It counts each book once, with its newest seal of that month, in order of code."""
    _sealed_again(database)
    seal(database, "2026-05", "CĐCS-Ô/1")
    log(database)
    with database.reading() as session:
        lda, tld = _book(session, "LDA"), _book(session, "TLD")
        assert seal_reads.counted(session, "2026-05") == [
            Sealed("CĐCS-Ô/1", 5, _book(session, "CĐCS-Ô/1"), "2026-05"),
            Sealed("LDA", 7, lda, "2026-05"),
            Sealed("TLD", 5, tld, "2026-05"),
        ]
        assert seal_reads.counted(session, "2026-06") == [Sealed("LDA", 8, lda, "2026-06")]
        assert seal_reads.counted(session, "2026-07") == []


def test_a_total_counts_what_hung_before_it(database: Database) -> None:
    """A seal at the very position is not before it, and a newer seal leaves the past alone."""
    _sealed_again(database)
    with database.reading() as session:
        lda, tld = _book(session, "LDA"), _book(session, "TLD")
        first, second = Sealed("LDA", 5, lda, "2026-05"), Sealed("LDA", 7, lda, "2026-05")
        other = Sealed("TLD", 5, tld, "2026-05")
        assert seal_reads.counted(session, "2026-05", 0) == []
        assert seal_reads.counted(session, "2026-05", 4) == []
        assert seal_reads.counted(session, "2026-05", 5) == [first]
        assert seal_reads.counted(session, "2026-05", 10) == [first]
        assert seal_reads.counted(session, "2026-05", 11) == [first, other]
        assert seal_reads.counted(session, "2026-05", 17) == [first, other]
        assert seal_reads.counted(session, "2026-05", 18) == [second, other]


def test_seals_are_read_in_the_order_asked_for(database: Database) -> None:
    """However many are asked for, and also when one is asked for twice."""
    sealed(database)
    with database.reading() as session:
        wanted = [*reversed(seal_reads.counted(session, "2026-05"))] * 300
        wanted += seal_reads.counted(session, "2026-06")
        rows = [session.get_one(SealRow, (each.book_id, each.seal_no)) for each in wanted]
        assert len(rows) == 601
        kept = [(row.content, row.leaf_hash) for row in rows]
        sums = [sum_leaf(row.leaf_hash, unpacked_sums(row.sums)) for row in rows]
        assert list(seal_reads.contents(session, wanted)) == kept
        assert list(seal_reads.sum_leaves(session, wanted)) == sums
        assert list(seal_reads.contents(session, [])) == []


def test_the_edge_of_the_log_is_that_of_its_leaves(database: Database) -> None:
    """It has as many leaves as seals and totals were hung, and goes on from them."""
    sealed(database)
    with database.reading() as session:
        assert seal_reads.log_size(session) == 17
        leaves = [session.get_one(SealLogRow, at).leaf_hash for at in range(17)]
        edge = seal_reads.log_frontier(session)
        assert (edge.size, edge.root()) == (17, merkle.root(leaves))
        edge.append(leaves[0])
        assert (edge.size, edge.root()) == (18, merkle.root([*leaves, leaves[0]]))


def test_a_seal_has_its_own_place_in_the_log(database: Database) -> None:
    """Neither another book's seal of that number nor another of the book stands for it."""
    sealed(database)
    with database.reading() as session:
        lda, tld = _book(session, "LDA"), _book(session, "TLD")
        assert [seal_reads.position_of(session, lda, number) for number in (1, 5, 6)] == [0, 4, 5]
        assert [seal_reads.position_of(session, tld, number) for number in (1, 5)] == [6, 10]
        assert seal_reads.position_of(session, tld, 6) is None
    seal(database, "2026-07")
    with database.reading() as session:
        assert seal_reads.position_of(session, lda, 7) is None


def _places(session: Session, before: int | None = None) -> list[tuple[int, str]]:
    return [(each.position, each.period) for each in seal_reads.newest_totals(session, before)]


def test_each_month_has_one_newest_total(database: Database) -> None:
    """Months come in order, also when an early one was summed up last, and as the log has them."""
    sealed(database)
    seal(database, "2026-01", "CĐCS-Ô/1")
    log(database)
    with database.reading() as session:
        months = [f"2026-{month:02d}" for month in range(1, 7)]
        assert _places(session) == list(zip([18, 12, 13, 14, 15, 16], months, strict=True))
        for each in seal_reads.newest_totals(session):
            row = session.get_one(SealLogRow, each.position)
            told = (each.period, each.content, each.sums)
            assert told == (row.period, row.content, row.sums)
            assert row.book_id is None


def test_totals_as_the_log_stood_before_a_position(database: Database) -> None:
    """A total at the very position is not before it; the one it took the place of is."""
    sealed(database)
    seal(database, "2026-01", "CĐCS-Ô/1")
    log(database)
    with database.reading() as session:
        assert _places(session, 0) == []
        assert _places(session, 11) == []
        assert _places(session, 12) == [(11, "2026-01")]
        assert _places(session, 13) == [(11, "2026-01"), (12, "2026-02")]
        assert _places(session, 18)[0] == (11, "2026-01")
        assert _places(session, 19)[0] == (18, "2026-01")
        assert len(_places(session, 18)) == len(_places(session, 19)) == 6
