"""The files that were taken in, as one looks them up."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, or_, select, true
from sqlalchemy.orm import Session

from collectors.tables import BatchRow, RawRowRow
from finance.records.units import top_units
from ledger.errors import Refusal

Seen = ColumnElement[bool]  # which batches may be seen

EVERYTHING: Seen = true()


class UnknownBatch(Refusal):
    """No such batch, or none that one may see."""

    code = "intake.unknown_batch"
    vi = "Không có lô {batch}."
    en = "There is no batch {batch}."


def seen_from(session: Session, own: Collection[str], units: Select[Any]) -> Seen:
    """What somebody may see of the batches.

    Takes    the units in which they hold a role, and a query for these and all below.
    Returns  the batches of these units; those of no unit, such as the registers, are seen from
             the very top only.
    """
    mine = BatchRow.unit_code.in_(units)
    at_the_top = not set(own).isdisjoint(top_units(session))
    return or_(mine, BatchRow.unit_code == "") if at_the_top else mine


def batch(session: Session, seen: Seen, number: int) -> BatchRow:
    """One batch.

    Raises   UnknownBatch.
    """
    found = session.scalars(select(BatchRow).where(BatchRow.id == number, seen)).one_or_none()
    if found is None:
        raise UnknownBatch(batch=number)
    return found


def latest_batches(session: Session, seen: Seen, most: int) -> Sequence[BatchRow]:
    """The batches that came last, the last first."""
    return session.scalars(
        select(BatchRow).where(seen).order_by(BatchRow.id.desc()).limit(most)
    ).all()


def keeping(session: Session, seen: Seen, number: int) -> int:
    """The batch that keeps the rows of a batch: itself, or the same file's when it came before.

    Raises   UnknownBatch.
    """
    asked = batch(session, seen, number)
    found = session.scalars(
        select(BatchRow.id)
        .where(
            BatchRow.id <= asked.id,
            BatchRow.digest == asked.digest,
            BatchRow.feed == asked.feed,
            BatchRow.account_no == asked.account_no,
            exists().where(RawRowRow.batch_id == BatchRow.id),
        )
        .order_by(BatchRow.id.desc())
        .limit(1)
    ).one_or_none()
    return asked.id if found is None else found
