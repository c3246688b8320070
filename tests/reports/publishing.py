"""Publishing a month the way the commands do, for tests that need it published."""

from finance.actions.publish_disclosure import PublishDisclosure, publish_disclosure
from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.runtime.clock import Clock
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from reports.library import period_content
from tests.doors import SETTINGS

APPROVER = Actor("duyet", (Grant("TLD", "approver"),))


def publish(database: Database, clock: Clock, unit_code: str, period: Period) -> str:
    """Build, keep and publish a unit's month; returns its public id."""
    ctx = Context(database, clock, APPROVER, SETTINGS)
    with database.reading() as session:
        content = period_content(session, unit_code, period)
    made = store_disclosure(ctx, StoreDisclosure(unit_code, "period", period, content))
    publish_disclosure(ctx, PublishDisclosure(made))
    return made
