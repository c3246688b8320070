"""Creates or migrates the database, by the migrations that come with the package."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from finance.runtime.database import Database


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    config.attributes["url"] = database.url
    return config


def upgrade(database: Database) -> tuple[str, str]:
    """Bring a database to the newest shape.

    Returns  the revision before (empty for a new database) and after.
    """
    before = current(database)
    command.upgrade(_config(database), "head")
    return before, current(database)


def current(database: Database) -> str:
    """The revision a database is at; empty when it was never made."""
    database.make_folder()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest(database: Database) -> str:
    """The revision this version of the program wants."""
    return ScriptDirectory.from_config(_config(database)).get_current_head() or ""
