"""Months of G1 closed up to June by its accountant, and the people who act on them."""

import datetime as dt
from typing import Final

from finance.actions.ask_reopening import AskReopening, ask_reopening
from finance.runtime.context import Context
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period, PeriodState
from ledger.store import reads
from tests.federation import Federation, federation

MAY, JUNE, JULY = Period("2026-05"), Period("2026-06"), Period("2026-07")
ON = dt.date(2026, 7, 20)
DAY_US: Final = 86_400_000_000
LAN = Actor("lan", (Grant("G1", "accountant"),))
MAI = Actor("mai", (Grant("G1", "approver"),))
MINH = Actor("minh", (Grant("A1", "approver"),))
STRANGER = Actor("x", (Grant("G2", "approver"), Grant("G2", "accountant")))


def closed_to_june(database: Database) -> Federation:
    """The federation; G1's months are closed up to June, by nobody in particular."""
    made = federation(database)
    made.close("G1", JUNE, ON)
    return made


def state_of(fed: Federation, unit: str, period: Period) -> PeriodState:
    """The state of a unit's month."""
    with fed.database.reading() as session:
        held = reads.books_by_code(session, [unit])[unit]
        return reads.period_states(session, held.book_id)[period]


def ask(ctx: Context, period: Period = JUNE, after_us: int = DAY_US, reason: str = "Muộn") -> bool:
    """Ask for a month of G1 to be opened, for a day unless told otherwise."""
    until = ctx.clock.now_us() + after_us
    return ask_reopening(ctx, AskReopening("G1", period, reason, until))
