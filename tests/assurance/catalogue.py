"""What guards a database has, read from its own catalogue, so that no list can forget one."""

from sqlalchemy import text

from finance.runtime.database import Database

_TRIGGERED = {
    "sqlite": "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal"
    ),
}


def guarded_tables(database: Database) -> set[str]:
    """The tables on which a trigger speaks."""
    with database.reading() as session:
        return set(session.scalars(text(_TRIGGERED[database.engine_name])))
