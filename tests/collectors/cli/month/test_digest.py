"""The digest says what stands, not when or in which order it came to stand."""

import datetime as dt
from collections.abc import Callable

from collectors.cli.month.digest import digest_of
from finance.runtime.database import Database
from tests.builders import E1, E2
from tests.federation import federation

DAY, LATER = dt.date(2026, 7, 10), dt.date(2026, 7, 20)


def _digest(database: Database) -> str:
    with database.reading() as session:
        return digest_of(session)


def _told(database: Database, order: tuple[str, str], last_vnd: int = 400) -> str:
    fed = federation(database)
    for tax_code in order:
        fed.pay(tax_code, "2026-06", 1_000 if tax_code == E1 else last_vnd, DAY)
    return _digest(database)


def test_the_order_of_recording_does_not_matter(new_database: Callable[[], Database]) -> None:
    """Two payers in either order come to the same; one đồng more comes to something else."""
    one, other = (_told(new_database(), order) for order in ((E1, E2), (E2, E1)))
    assert one == other != _told(new_database(), (E1, E2), 401)


def test_what_is_done_is_seen(database: Database) -> None:
    """Paying out and closing a month change the digest; looking at it does not."""
    fed = federation(database)
    fed.pay(E1, "2026-06", 1_000, DAY)
    before = _digest(database)
    assert _digest(database) == before
    fed.distribute(LATER)
    assert _digest(database) != before
