"""Take opening balances in: one entry for each unit and day, in the journal OB."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from finance.rules.facts import OpeningFacts
from finance.rules.vouchers import check_control
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, Line, credit, debit
from ledger.errors import Refusal, UnknownBook
from ledger.store import reads

_Key = tuple[str, dt.date]


def import_openings(ctx: Context, rows: Sequence[OpeningFacts], keeper: Keeper) -> Judged:
    """Post opening balances; all rows of one unit and day are one entry.

    Returns  what became of each row. All rows of an entry are quarantined when it does not
             balance, names a control account (levy still open from before comes in as
             declarations of its months), or was posted before with other amounts.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "register.import", "")
        widen(session)
        batch_id = keeper.begin(session)
        judged = Judged()
        grouped: dict[_Key, list[OpeningFacts]] = {}
        for row in rows:
            grouped.setdefault((row.unit_code, row.on), []).append(row)
        for key, own in grouped.items():
            _post(session, ctx, key, own, judged)
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "import_openings",
            "",
            f"batch {batch_id}",
            {state.value: judged.count(state) for state in RowState},
        )
        session.commit()
    return judged


def _post(
    session: Session, ctx: Context, key: _Key, own: Sequence[OpeningFacts], judged: Judged
) -> None:
    unit, on = key
    try:
        held = reads.books_by_code(session, {unit}).get(unit)
        if held is None:
            raise UnknownBook(book=unit)
        lines = tuple(_line(row) for row in own)
        check_control(lines, reads.chart(session, held.regime))
        draft = Draft(
            book=unit,
            journal="OB",
            accounting_on=on,
            document_on=on,
            text="Số dư đầu kỳ",
            source="openings",
            key=f"{unit}:{on.isoformat()}",
            lines=lines,
            actor=ctx.actor.name,
        )
        posted = book.post(session, ctx.clock.now_us(), [draft])[0]
    except Refusal as refusal:
        for row in own:
            judged.refuse(row.row, refusal.code, refusal.vi, refusal.en, "account", **refusal.facts)
    else:
        state = RowState.TAKEN if posted.fresh else RowState.UNCHANGED
        for row in own:
            judged.take(row.row, state)


def _line(row: OpeningFacts) -> Line:
    side = debit if row.debit_vnd else credit
    return side(row.account, row.debit_vnd or row.credit_vnd, fund=row.fund, item=row.item)
