"""Runs the migrations on the database whose URL it is given."""

from alembic import context
from sqlalchemy import create_engine, event

import collectors.tables
import finance.records
import ledger.store.seal_tables
import ledger.store.tables
from ledger.store.base import Base

assert collectors.tables
assert finance.records
assert ledger.store.seal_tables
assert ledger.store.tables


def _url() -> str:
    url = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True).get(
        "url"
    )
    return str(url or "sqlite:///:memory:")


def run() -> None:
    """Upgrade or downgrade inside one transaction."""
    engine = create_engine(_url())
    if engine.dialect.name == "sqlite":
        event.listen(
            engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None)
        )
        event.listen(
            engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
        )
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7501)")
                # Row security binds the owner of the tables too: a migration sees every row.
                connection.exec_driver_sql(
                    "SELECT set_config('union_finance.scope', 'everything', true)"
                )
            context.run_migrations()
    engine.dispose()


run()
