"""Keep what the tax branch says of employers; a later statement of a year supersedes."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from finance.records.declarations import TaxFactRow
from finance.rules.facts import TaxFacts
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState, twice
from finance.runtime.context import Context
from finance.runtime.database import widen


def record_tax_facts(ctx: Context, rows: Sequence[TaxFacts], keeper: Keeper) -> Judged:
    """Keep tax facts, of employers registered or not: the tax branch may know more than we do.

    Returns  what became of each row: the same facts again are unchanged, others supersede.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "intake", "")
        widen(session)
        batch_id = keeper.begin(session)
        judged = Judged()
        twice(rows, [(row.tax_code, row.year) for row in rows], judged, "tax_code")
        for row in rows:
            if not judged.refused(row.row):
                judged.take(row.row, _take(session, row, batch_id))
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_tax_facts",
            "",
            f"batch {batch_id}",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _take(session: Session, row: TaxFacts, batch_id: int) -> RowState:
    facts = {
        "name": row.name,
        "status": row.status.value,
        "status_on": row.status_on,
        "province_code": row.province_code,
        "employees": row.employees,
        "wages_paid_vnd": row.wages_paid_vnd,
    }
    known = session.scalars(
        select(TaxFactRow).where(
            TaxFactRow.tax_code == row.tax_code, TaxFactRow.year == row.year, TaxFactRow.current
        )
    ).one_or_none()
    if known is not None and all(getattr(known, name) == value for name, value in facts.items()):
        return RowState.UNCHANGED
    version = 1 if known is None else known.version + 1
    if known is not None:
        session.execute(
            update(TaxFactRow)
            .where(TaxFactRow.tax_code == row.tax_code, TaxFactRow.year == row.year)
            .values(current=False)
        )
    session.execute(
        insert(TaxFactRow).values(
            tax_code=row.tax_code,
            year=row.year,
            version=version,
            current=True,
            batch_id=batch_id,
            row_no=row.row,
            **facts,
        )
    )
    return RowState.TAKEN if known is None else RowState.SUPERSEDED
