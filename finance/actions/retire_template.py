"""Take a template of vouchers out of use."""

from dataclasses import dataclass

from finance.records.templates import template_of
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class RetireTemplate:
    """Which template."""

    unit: str
    seq: int


def retire_template(ctx: Context, request: RetireTemplate) -> None:
    """Retire a template; it is offered no more, and its name is free again.

    Raises   UnknownTemplate, PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = template_of(session, request.unit, request.seq)
        row.retired_by, row.retired_at_us = ctx.actor.name, ctx.clock.now_us()
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "retire_template",
            request.unit,
            f"{request.unit}/T/{row.seq}",
            {"name": row.name},
        )
        session.commit()
