"""Open the months of a year in every book."""

from finance.records.closings import handed_over_units
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book


def open_year(ctx: Context, year: int) -> int:
    """Give every book the twelve months of a year it does not have yet.

    A book that was handed over takes nothing any more, and gets no new year.
    Returns  how many months were opened.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "batch.run", "")
        widen(session)
        opened = book.open_year(session, year, handed_over_units(session))
        if opened:
            audit.write(
                session, ctx.clock, ctx.actor, "open_year", "", str(year), {"months": opened}
            )
        session.commit()
    return opened
