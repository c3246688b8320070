"""What happened stays as it was: past the application, in raw SQL, by the database's own word."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from finance.actions.collect_dues import CollectDues, collect_dues
from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.records.scope import EVERYTHING
from finance.rules.relief import ReliefKind
from finance.runtime.database import Database
from ledger.periods import Period, periods_between
from tests.builders import E1
from tests.dues import JUNE as DUES_MONTH
from tests.dues import assessed
from tests.federation import APPROVER, Federation, federation
from tests.relieved import grant

HISTORIES = (
    "obligation_event",
    "match_event",
    "dues_event",
    "share_event",
    "period_event",
    "audit_line",
    "disclosure",
    "relief",
    "relief_list",
)
DAY = dt.date(2026, 7, 31)
YEAR_END = dt.date(2026, 12, 31)


@pytest.fixture
def lived(database: Database) -> Federation:
    """A federation in which every history has a row."""
    fed = federation(database)
    fed.pay(E1, "2026-06", 1_000, dt.date(2026, 7, 10))
    assessed(fed, [("M1", 20_000_000)])
    collect_dues(fed.ctx(DAY), CollectDues("G1", DUES_MONTH, DAY, "111"))
    for month in periods_between(Period("2025-01"), Period("2026-07")):
        fed.close("G1", month, DAY)
    grant(fed, E1, ReliefKind.SUSPENSION, "2026-06", "2026-07", DAY)
    publish_relief_list(fed.ctx(YEAR_END, APPROVER), PublishReliefList("LDA", 2026))
    store_disclosure(fed.ctx(DAY), StoreDisclosure("G1", "period", Period("2026-07"), b"{}"))
    return fed


@pytest.fixture
def raw(lived: Federation, owner_url: str) -> Iterator[Connection]:
    """The owner's own connection, past the application."""
    assert lived
    opened = Database(owner_url).within(EVERYTHING)
    with opened.engine.connect() as connection:
        yield connection
    opened.dispose()


def _refused(connection: Connection, statement: str) -> bool:
    try:
        connection.execute(text(statement))
    except DBAPIError:
        return True
    finally:
        connection.rollback()
    return False


@pytest.mark.parametrize("table", HISTORIES)
def test_no_row_is_deleted_or_replaced(raw: Connection, table: str) -> None:
    """Each history has rows, and none of them goes, by whatever statement."""
    assert raw.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0  # noqa: S608 - ours
    raw.rollback()
    assert _refused(raw, f"DELETE FROM {table}")  # noqa: S608 - ours
    if raw.dialect.name == "sqlite":
        copy = f"SELECT * FROM {table} LIMIT 1"  # noqa: S608 - ours
        assert _refused(raw, f"INSERT OR REPLACE INTO {table} {copy}")
    else:
        assert _refused(raw, f"TRUNCATE {table}")


@pytest.mark.parametrize("table", ["obligation_event", "match_event", "share_event", "dues_event"])
def test_no_amount_changes(raw: Connection, table: str) -> None:
    """A history of amounts is added to, never corrected in place."""
    assert _refused(raw, f"UPDATE {table} SET delta_vnd = delta_vnd + 1")  # noqa: S608 - ours


@pytest.mark.parametrize(
    "change",
    ["content = 'x'", "digest = 'x'", "unit_code = 'x'", "period = '2026-06'", "version = 2"],
)
def test_a_disclosure_keeps_its_bytes_and_its_name(raw: Connection, change: str) -> None:
    """From the moment it is built, what it says and of whom stays."""
    assert _refused(raw, f"UPDATE disclosure SET {change}")  # noqa: S608 - ours


@pytest.mark.parametrize(
    "change", ["relief SET to_period = '2027-01'", "relief_list SET content = 'x'"]
)
def test_what_was_decided_and_published_of_relief_stays(raw: Connection, change: str) -> None:
    """A decision is followed by another, a list by its next version."""
    assert _refused(raw, f"UPDATE {change}")


@pytest.mark.parametrize(
    "change", ["actor = 'x'", "until_us = 5", "to_state = 'open'", "at_us = 1"]
)
def test_what_happened_to_a_month_stays(raw: Connection, change: str) -> None:
    """Who closed it, who opened it again and until when is never written over."""
    assert _refused(raw, f"UPDATE period_event SET {change}")  # noqa: S608 - ours
