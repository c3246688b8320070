"""The surroundings of a made-up month in tests."""

from collectors.cli.month.feeds import DAY
from finance.runtime.clock import FixedClock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import SYSTEM
from finance.runtime.settings import Settings


def at_work(database: Database) -> Context:
    """The system at work on a database, on the day of the month."""
    settings = Settings(database_url=database.url)
    return Context(database, FixedClock(DAY), SYSTEM, settings)
