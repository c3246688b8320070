"""Keep the bytes of a disclosure that was built from a closed period."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select

from finance.records.disclosures import DisclosureRow
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.errors import PeriodNotOpen, UnknownBook
from ledger.periods import Period
from ledger.store import reads


class PeriodStillOpen(PeriodNotOpen):
    """Only closed periods are disclosed."""

    code = "disclosure.period_still_open"
    vi = "Kỳ {period} của {book} chưa khóa sổ nên chưa thể công khai."
    en = "Period {period} of {book} is not closed, so it cannot be disclosed yet."


@dataclass(frozen=True, slots=True)
class StoreDisclosure:
    """What was built: for which unit and month, and its bytes."""

    unit: str
    kind: str
    period: Period
    content: bytes


def store_disclosure(ctx: Context, request: StoreDisclosure) -> str:
    """Keep a version; the same bytes as the latest version are that version.

    Returns  its public id, UNIT-KIND-PERIOD-vVERSION.
    Raises   UnknownBook, PeriodStillOpen, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "disclosure.build", request.unit)
        held = reads.books_by_code(session, {request.unit}).get(request.unit)
        if held is None:
            raise UnknownBook(book=request.unit)
        state = reads.period_states(session, held.book_id).get(request.period)
        if state is None or not state.shut:
            raise PeriodStillOpen(book=request.unit, period=request.period)
        digest = hashlib.sha256(request.content).hexdigest()
        latest = session.scalars(
            select(DisclosureRow)
            .where(
                DisclosureRow.unit_code == request.unit,
                DisclosureRow.kind == request.kind,
                DisclosureRow.period == request.period,
            )
            .order_by(DisclosureRow.version.desc())
            .limit(1)
        ).one_or_none()
        if latest is not None and latest.digest == digest:
            return latest.public_id
        row = DisclosureRow(
            unit_code=request.unit,
            kind=request.kind,
            period=request.period,
            version=1 if latest is None else latest.version + 1,
            state="built",
            content=request.content,
            digest=digest,
            built_at_us=ctx.clock.now_us(),
            built_by=ctx.actor.name,
        )
        session.add(row)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "store_disclosure",
            request.unit,
            row.public_id,
            {"digest": digest},
        )
        session.commit()
        return row.public_id
