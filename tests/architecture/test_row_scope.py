"""No table of a unit stands outside row-level security, and it binds its owner too."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

import collectors.tables
import finance.records
import ledger.store.tables
from finance.runtime.database import Database
from ledger.store.base import Base
from tests.engines import PostgresEngine

assert collectors.tables
assert finance.records
assert ledger.store.tables

# Tables under no policy: open registers, and what is read before anybody's scope is known.
REGISTERS = {
    "account": "the chart of a regime, the same for every unit",
    "alembic_version": "the shape of the database",
    "bank_account": "whoever pays or is paid must find whose account it is",
    "checkpoint": "what is published of the seals of all books",
    "employer": "names, tax codes and who collects from whom: money is led by it across units",
    "job_run": "the house's own work, of no unit",
    "login_attempt": "counted before anybody is known",
    "role_grant": "a scope is made of it",
    "seal_log": "one log over the seals of all books: whoever checks it reads all of it",
    "signing_key": "the public halves of the keys",
    "split_rule": "rules of sharing, which bind every unit",
    "unit": "the register of units is public",
    "unit_closure": "the tree by which scopes are told",
    "user": "asked before anybody's scope is known",
    "web_session": "asked before anybody's scope is known",
}
# Policies that ask for no scope: what is public by nature.
OPEN = {
    ("book", "register"),
    ("column_profile", "register"),
    ("disclosure", "published"),
    ("relief_list", "published"),
    ("seal", "proof"),
}
_FORCED = text(
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, "
    "(SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('*', 'r')) "
    "FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
)


@pytest.fixture
def application(postgresql_engine: PostgresEngine) -> Iterator[Database]:
    """A PostgreSQL database as the application opens it, seeing nothing."""
    url = postgresql_engine.fresh()
    opened = Database(url)
    yield opened
    opened.dispose()
    postgresql_engine.drop(url)


def test_every_table_is_forced_or_an_open_register(application: Database) -> None:
    """A new table is put under a policy, or someone says here why everyone may read it."""
    with application.reading() as session:
        found = {name: (forced, policies) for name, forced, policies in session.execute(_FORCED)}
    assert set(found) >= set(Base.metadata.tables)
    assert {name for name, (forced, _) in found.items() if not forced} == set(REGISTERS)
    assert [name for name, (forced, count) in found.items() if forced and not count] == []


def test_without_a_scope_nothing_of_a_unit_is_seen(application: Database) -> None:
    """Every policy asks for the scope: told none, it refuses."""
    names = sorted(set(Base.metadata.tables) - set(REGISTERS))
    with application.reading() as session:
        for name in names:
            asked = text(
                "SELECT polname, pg_get_expr(polqual, polrelid) FROM pg_policy "
                "WHERE polrelid = CAST(:name AS regclass) AND polqual IS NOT NULL"
            )
            for policy, condition in session.execute(asked, {"name": name}):
                assert (name, policy) in OPEN or "union_finance.scope" in condition, (name, policy)
