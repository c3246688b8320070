"""Keep the lines of a voucher as a template of its unit."""

from dataclasses import dataclass
from typing import Final

from finance.records.runs import next_numbers
from finance.records.templates import TemplateLineRow, TemplateRow, hold_name_free
from finance.records.vouchers import VoucherState, voucher_id, voucher_lines, voucher_of
from finance.runtime import audit
from finance.runtime.context import Context
from ledger.errors import UnfitText

LONGEST_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class MakeTemplate:
    """Which voucher, the template's name, and whether it keeps the amounts."""

    unit: str
    seq: int
    name: str
    with_amounts: bool


def make_template(ctx: Context, request: MakeTemplate) -> int:
    """Make a template of a voucher in whatever state.

    Returns  the template's number within its unit.
    Raises   UnknownVoucher, TemplateNameTaken, UnfitText, PermissionRefused.
    """
    name = template_name(request.name)
    with ctx.database.writing() as session:
        ctx.require(session, "voucher.draft", request.unit)
        row = voucher_of(session, request.unit, request.seq, *VoucherState)
        made = TemplateRow(
            unit_code=request.unit,
            seq=next_numbers(session, request.unit, "template", 1),  # one at a time in a unit
            name=name,
            text=row.text,
            made_by=ctx.actor.name,
            made_at_us=ctx.clock.now_us(),
        )
        hold_name_free(session, request.unit, name)
        session.add(made)
        session.flush()
        session.add_all(
            TemplateLineRow(
                unit_code=made.unit_code,
                seq=made.seq,
                line_no=number,
                account=line.account,
                side=line.side.value,
                amount_vnd=line.amount_vnd if request.with_amounts else None,
                fund=line.fund,
                item=line.item,
            )
            for number, line in enumerate(voucher_lines(session, row), start=1)
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "make_template",
            request.unit,
            f"{request.unit}/T/{made.seq}",
            {"name": name, "from": voucher_id(row)},
        )
        session.commit()
        return made.seq


def template_name(given: str) -> str:
    """A template's name as it is kept.

    Raises   UnfitText for none, one too long, or one with signs that are none.
    """
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UnfitText(
            place="name", field_vi="Tên mẫu", field_en="Name of the template", most=LONGEST_NAME
        )
    return name
