"""The same key twice is one entry; the same key with other content is a conflict."""

import threading

import pytest

from finance.runtime.database import Database
from ledger.errors import KeyConflict
from ledger.store.verification import verify
from tests.assurance.figures import Figures
from tests.assurance.together import PATIENCE_S, at_once
from tests.ledger.books import draft, entries_of, open_books, post, received

REFUSED = ("", False)


@pytest.fixture
def books(database: Database) -> Database:
    """Three books of 2026, on each engine."""
    open_books(database)
    return database


def _send(database: Database, key: str, amount_vnd: int) -> tuple[str, bool]:
    """The entry a request is answered with, and whether it was made for it."""
    try:
        posted = post(database, draft(key, received(amount_vnd)))[0]
    except KeyConflict:
        return REFUSED
    return posted.public_id, posted.fresh


def _pairs(
    database: Database, pairs: int, lanes: int, amounts: tuple[int, int]
) -> list[list[tuple[str, bool]]]:
    """Each key sent from two connections in the same moment, with these amounts; the answers."""
    gates = [threading.Barrier(2, timeout=PATIENCE_S) for _ in range(lanes)]
    answers: list[list[tuple[str, bool]]] = [[] for _ in range(pairs)]

    def work(thread: int) -> None:
        lane, side = divmod(thread, 2)
        for number in range(lane, pairs, lanes):
            gates[lane].wait()
            answers[number].append(_send(database, f"{amounts}-{number}", amounts[side]))

    at_once(work, 2 * lanes)
    return answers


def test_pairs_of_one_request(books: Database, figures: Figures) -> None:
    """Two answers, one entry; later the key with another amount is a conflict, every time."""
    pairs, lanes = figures.size("pairs"), figures.size("lanes")
    answers = _pairs(books, pairs, lanes, (1_000, 1_000))
    same = sum(one[0] == other[0] for one, other in answers)
    fresh = sum(one[1] + other[1] for one, other in answers)
    figures.exactly("entries in the book", pairs, len(entries_of(books)))
    figures.exactly("pairs answered with one entry", pairs, same)
    figures.exactly("answers that say it is new", pairs, fresh)
    conflicts = sum(
        _send(books, f"{(1_000, 1_000)}-{number}", 1_001) == REFUSED for number in range(pairs)
    )
    figures.exactly("other content afterwards: conflicts", pairs, conflicts)
    figures.exactly("entries afterwards", pairs, len(entries_of(books)))


def test_pairs_of_one_key_with_other_content(books: Database, figures: Figures) -> None:
    """Sent in the same moment, one is posted and the other is a conflict."""
    pairs, lanes = figures.size("pairs"), figures.size("lanes")
    answers = _pairs(books, pairs, lanes, (2_000, 2_001))
    conflicts = sum([one, other].count(REFUSED) == 1 for one, other in answers)
    figures.exactly("other content at the same moment: one conflict", pairs, conflicts)
    figures.exactly("entries of one content or the other", pairs, len(entries_of(books)))
    with books.reading() as session:
        figures.exactly("problems the ledger finds", 0, len(verify(session).rows))
