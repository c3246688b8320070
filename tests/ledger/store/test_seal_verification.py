"""Every column of seals and of the seal log is held to what can be recomputed."""

import pytest
from sqlalchemy import text

from finance.runtime.database import Database
from ledger.merkle import Frontier
from ledger.store.seal_tables import SealLogRow, SealRow
from ledger.store.seal_verification import verify_log, verify_seals
from tests.ledger.books import draft, open_books, past_the_guards, post
from tests.ledger.sealed import log, seal, sealed


def _found(database: Database, *codes: str) -> set[str]:
    with database.reading() as session:
        seals = {each.code for each in verify_seals(session, codes or None)}
        log_rows = {each.code for each in verify_log(session, ()).rows}
    return {code.removeprefix("verify.") for code in seals | log_rows}


SEAL_CHANGES = {
    "book_id": ("1", "seal_content"),
    "seal_no": ("77", "seal_order"),
    "period": ("'2026-07'", "seal_content"),
    "event_no": ("5", "seal_event"),
    "last_seq": ("last_seq - 1", "seal_log_root"),
    "log_root": ("leaf_hash", "seal_log_root"),
    "turnover_root": ("leaf_hash", "seal_turnover"),
    "turnover_leaves": ("9", "seal_turnover"),
    "debit_vnd": ("debit_vnd + 1", "seal_turnover"),
    "credit_vnd": ("credit_vnd + 1", "seal_turnover"),
    "sealed_at_us": ("1", "seal_content"),
    "frontier": ("leaf_hash", "seal_log_root"),
    "sums": ("leaf_hash", "seal_turnover"),
    "content": ("leaf_hash", "seal_content"),
    "leaf_hash": ("log_root", "seal_content"),
}
LOG_CHANGES = {
    "position": ("99", "seal_log_order"),
    "period": ("'2026-01'", "seal_log_seal"),
    "book_id": ("1", "seal_log_seal"),
    "seal_no": ("77", "seal_log_seal"),
    "content": ("leaf_hash", "seal_log_leaf"),
    "leaf_hash": ("content", "seal_log_leaf"),
    "nodes": ("leaf_hash", "seal_log_leaf"),
}
TOTAL_CHANGES = {
    "sums": ("leaf_hash", "seal_total"),
    "content": ("leaf_hash", "seal_total"),
    "period": ("'2026-12'", "seal_total"),
}


@pytest.fixture
def books(database: Database) -> Database:
    """May and June sealed and in the log."""
    sealed(database)
    return database


def test_honest_seals_verify(books: Database) -> None:
    """All of them, those of one book, and a log with roots at the sizes asked for."""
    assert _found(books) == set()
    assert _found(books, "TLD") == set()
    with books.reading() as session:
        done = verify_log(session, {3, 17, 99})
        leaves = session.scalars(text("SELECT leaf_hash FROM seal_log ORDER BY position")).all()
    grown, roots = Frontier(), {}
    for leaf in leaves:
        grown.append(leaf)
        roots[grown.size] = grown.root()
    assert done.size == 17
    assert done.roots == {size: roots[size] for size in (3, 17)}


def test_a_book_without_seals(database: Database) -> None:
    """There is nothing to hold it to."""
    open_books(database)
    post(database, draft("1"))
    assert _found(database) == set()
    with database.reading() as session:
        assert verify_log(session, {1}).size == 0


def test_a_book_goes_on_after_its_seals(books: Database) -> None:
    """Later entries change nothing of what was sealed, and are sealed in their turn."""
    post(books, draft("7"))
    assert _found(books) == set()
    seal(books, "2026-07")
    log(books)
    assert _found(books) == set()


def test_every_column_is_tried() -> None:
    """A column that is added is tried here as well."""
    assert set(SEAL_CHANGES) == {column.name for column in SealRow.__table__.columns}
    assert set(LOG_CHANGES) | {"sums"} == {column.name for column in SealLogRow.__table__.columns}


@pytest.mark.parametrize("column", SEAL_CHANGES)
def test_a_changed_seal_is_found(books: Database, owner_url: str, column: str) -> None:
    """Each column in turn."""
    value, code = SEAL_CHANGES[column]
    with past_the_guards(owner_url) as connection:
        connection.execute(
            text(f"UPDATE seal SET {column} = {value} WHERE book_id = 2 AND seal_no = 6")  # noqa: S608 - the test's own
        )
    assert code in _found(books)


@pytest.mark.parametrize("column", LOG_CHANGES)
def test_a_changed_leaf_is_found(books: Database, owner_url: str, column: str) -> None:
    """Each column of a seal's leaf in turn."""
    value, code = LOG_CHANGES[column]
    with past_the_guards(owner_url) as connection:
        connection.execute(
            text(f"UPDATE seal_log SET {column} = {value} WHERE position = 5")  # noqa: S608 - the test's own
        )
    assert code in _found(books)


@pytest.mark.parametrize("column", ["content", "sums"])
def test_a_leaf_that_is_not_its_seal_is_told_as_such(
    books: Database, owner_url: str, column: str
) -> None:
    """Other bytes than the seal's, or sums, which only a total has."""
    with past_the_guards(owner_url) as connection:
        connection.execute(
            text(f"UPDATE seal_log SET {column} = leaf_hash WHERE position = 5")  # noqa: S608 - the test's own
        )
    assert "seal_log_seal" in _found(books)


@pytest.mark.parametrize("column", TOTAL_CHANGES)
def test_a_changed_total_is_found(books: Database, owner_url: str, column: str) -> None:
    """Sums that do not follow from the seals, or of a month nobody sealed."""
    value, code = TOTAL_CHANGES[column]
    with past_the_guards(owner_url) as connection:
        connection.execute(
            text(f"UPDATE seal_log SET {column} = {value} WHERE position = 16")  # noqa: S608 - the test's own
        )
    assert code in _found(books)


@pytest.mark.parametrize("change", ["period = '2026-05'", "seal_no = 1", "content = leaf_hash"])
def test_a_total_whose_place_was_taken_is_still_of_its_month(
    books: Database, owner_url: str, change: str
) -> None:
    """Also where a newer total of the month stands: nothing is told of it but what it says."""
    with past_the_guards(owner_url) as connection:
        older = "(SELECT min(position) FROM seal_log WHERE book_id IS NULL)"
        statement = f"UPDATE seal_log SET {change} WHERE position = {older}"  # noqa: S608 - the test's own
        assert connection.execute(text(statement)).rowcount == 1
    assert "seal_total" in _found(books)


def test_only_the_books_asked_for_are_held(books: Database, owner_url: str) -> None:
    """A fault of LDA is none of TLD."""
    with past_the_guards(owner_url) as connection:
        connection.execute(text("UPDATE seal SET debit_vnd = 9 WHERE book_id = 2"))
    with books.reading() as session:
        assert list(verify_seals(session, ["TLD"])) == []
        assert {each.where.split("/")[0] for each in verify_seals(session, ["LDA", "TLD"])} == {
            "LDA"
        }


def test_seals_of_a_book_that_is_gone_are_held_all_the_same(
    books: Database, owner_url: str
) -> None:
    """It has no code any more, and is told by its number."""
    with past_the_guards(owner_url) as connection:
        connection.execute(text("DELETE FROM book WHERE book_id = 2"))
        connection.execute(text("UPDATE seal SET debit_vnd = 9 WHERE book_id = 2"))
    with books.reading() as session:
        assert {each.where.split("/")[0] for each in verify_seals(session)} == {"#2"}


@pytest.mark.parametrize("position", [5, 16])
def test_words_in_the_place_of_bytes_are_told(
    books: Database, owner_url: str, position: int
) -> None:
    """SQLite keeps what it is given; the leaf is wrong then, and the check goes on."""
    with past_the_guards(owner_url) as connection:
        connection.execute(
            text("UPDATE seal_log SET content = 'words' WHERE position = :position"),
            {"position": position},
        )
    assert "seal_log_leaf" in _found(books)


TAKEN = {
    "DELETE FROM seal WHERE book_id = 2 AND seal_no = 1": {"seal_order", "seal_total"},
    "DELETE FROM seal WHERE book_id = 2 AND seal_no = 6": {"seal_missing", "seal_log_seal"},
    "DELETE FROM seal_log WHERE position = 3": {"seal_log_order", "seal_log_leaf"},
    "DELETE FROM entry WHERE book_id = 2 AND seq = 2": {"seal_log_root"},
    "UPDATE entry SET leaf_hash = request_hash WHERE book_id = 2": {"seal_log_root"},
    "UPDATE turnover SET debit_vnd = 9 WHERE period = '2026-06'": {"seal_turnover"},
    "UPDATE period SET state = 'open' WHERE period = '2026-06'": set(),
    "DELETE FROM period_event WHERE book_id = 2 AND event_no = 6": {"seal_event"},
    "UPDATE seal SET sums = leaf_hash WHERE book_id = 1": {"seal_turnover", "seal_total"},
}


@pytest.mark.parametrize(("statement", "codes"), TAKEN.items())
def test_rows_taken_away_or_changed_below_a_seal(
    books: Database, owner_url: str, statement: str, codes: set[str]
) -> None:
    """A seal, a leaf, an entry, a turnover; a month reopened is no fault of its seal."""
    with past_the_guards(owner_url) as connection:
        connection.execute(text(statement))
    assert codes <= _found(books)
    assert codes or _found(books) == set()
