"""Publish a built disclosure; its bytes never change again."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.disclosures import DisclosureRow
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context

_PARTS = 4  # UNIT-KIND-PERIOD-vVERSION, and a unit's code or a period may hold a dash
_VERSION = re.compile(r"v[0-9]{1,4}")


class UnknownDisclosure(RuleError):
    """No such disclosure."""

    code = "disclosure.unknown"
    vi = "Không có bản công khai {disclosure}."
    en = "There is no disclosure {disclosure}."


@dataclass(frozen=True, slots=True)
class PublishDisclosure:
    """Which one, by its public id."""

    disclosure: str


def publish_disclosure(ctx: Context, request: PublishDisclosure) -> bool:
    """Make a built disclosure public under the name of who publishes it.

    Returns  False when it was public already.
    Raises   UnknownDisclosure, PermissionRefused.
    """
    with ctx.database.writing() as session:
        row = _find(session, request.disclosure)
        ctx.require(session, "disclosure.publish", row.unit_code)
        if row.state == "published":
            return False
        row.state, row.published_by = "published", ctx.actor.name
        row.published_at_us = ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "publish_disclosure",
            row.unit_code,
            row.public_id,
            {"digest": row.digest},
        )
        session.commit()
        return True


def _find(session: Session, name: str) -> DisclosureRow:
    parts = name.rsplit("-", _PARTS)  # the period itself holds one dash
    if len(parts) == _PARTS + 1 and _VERSION.fullmatch(parts[4]):
        unit, kind = parts[0], parts[1]
        row = session.scalars(
            select(DisclosureRow).where(
                DisclosureRow.unit_code == unit,
                DisclosureRow.kind == kind,
                DisclosureRow.period == f"{parts[2]}-{parts[3]}",
                DisclosureRow.version == int(parts[4].removeprefix("v")),
            )
        ).one_or_none()
        if row is not None:
            return row
    raise UnknownDisclosure(disclosure=name)
