"""Give a template of vouchers another name."""

from dataclasses import dataclass

from finance.actions.make_template import template_name
from finance.records.runs import next_numbers
from finance.records.templates import hold_name_free, template_of
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class RenameTemplate:
    """Which template, and its new name."""

    unit: str
    seq: int
    name: str


def rename_template(ctx: Context, request: RenameTemplate) -> None:
    """Rename a template in use; the same name again changes nothing.

    Raises   UnknownTemplate, TemplateNameTaken, UnfitText, PermissionRefused.
    """
    name = template_name(request.name)
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        next_numbers(session, request.unit, "template", 0)  # one at a time in a unit
        row = template_of(session, request.unit, request.seq)
        before = row.name
        if name != before:
            hold_name_free(session, request.unit, name)
            row.name = name
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "rename_template",
            request.unit,
            f"{request.unit}/T/{row.seq}",
            {"name": name, "before": before},
        )
        session.commit()
