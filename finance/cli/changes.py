"""`levy move`, `levy follow`, `levy state-support`, `units hand-over`: payers and units change."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from finance.actions.follow_register import FollowRegister, follow_register
from finance.actions.hand_over_unit import HandOverUnit, hand_over_unit
from finance.actions.move_employer import MoveEmployer, move_employer
from finance.actions.record_state_support import (
    EVIDENCE,
    RecordStateSupport,
    record_state_support,
)
from finance.actions.release_receipt import find_receipt
from finance.cli.ordered import warned
from finance.cli.parameters import DAY, MONTH
from finance.records.closings import UnitClosingRow
from finance.rules.tax_codes import normalise
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.periods import Period

_ON = click.Option(["--on"], type=DAY, help="The day; today when left out.")
_DECISION = click.Option(["--decision"], required=True, metavar="NO", help="By which decision.")


@command(
    "move",
    "Move an employer to another collecting unit, or merge it into another employer.",
    [
        click.Option(["--employer"], required=True, metavar="MST"),
        click.Option(["--to", "to_unit"], default="", metavar="CODE", help="Who collects then."),
        click.Option(["--into"], default="", metavar="MST", help="The employer that takes over."),
        click.Option(["--grassroots"], metavar="CODE", help="Its union there; as it was if not."),
        click.Option(["--upper"], metavar="CODE", help="The upper unit there; as it was if not."),
        click.Option(
            ["--period", "periods"],
            type=MONTH,
            multiple=True,
            help="These months only; with --into a split: who was split goes on.",
        ),
        _DECISION,
        _ON,
    ],
)
def move(ctx: Context, employer: str, on: dt.date | None, **wish: Any) -> dict[str, Any]:  # noqa: ANN401 - click's own
    """Move what is open; what was paid stays where it was paid."""
    request = MoveEmployer(
        normalise(employer),
        on or ctx.today,
        wish["decision"],
        to_unit=wish["to_unit"],
        into=normalise(wish["into"]) if wish["into"] else "",
        grassroots_unit=wish["grassroots"],
        upper_unit=wish["upper"],
        periods=_months(wish["periods"]),
    )
    done = move_employer(ctx, request)
    return {
        "changed": done.changed,
        "unit": done.unit,
        "tax_code": done.tax_code,
        "registered": done.registered,
        "amount_vnd": sum(month.amount_vnd for month in done.months),
        "credit_vnd": done.credit_vnd,
        "custody_vnd": done.custody_vnd,
        "rows": [asdict(month) for month in done.months],
        "payments": [asdict(payment) for payment in done.payments],
        **warned(done.payments),
    }


def _months(periods: tuple[Period, ...]) -> tuple[str, ...]:
    return tuple(str(period) for period in periods)


@command(
    "follow",
    "Move what a unit still keeps of employers that the register gives to others by now.",
    [click.Argument(["unit"]), _ON],
)
def follow(ctx: Context, unit: str, on: dt.date | None) -> dict[str, Any]:
    """Bring a unit's open obligations and credits after the register."""
    done = follow_register(ctx, FollowRegister(unit, on or ctx.today))
    return {
        "changed": done.employers > 0,
        "employers": done.employers,
        "amount_vnd": sum(month.amount_vnd for month in done.months),
        "credit_vnd": done.credit_vnd,
        "custody_vnd": done.custody_vnd,
        "rows": [asdict(month) for month in done.months],
        "payments": [asdict(payment) for payment in done.payments],
        **warned(done.payments),
    }


@command(
    "state-support",
    "Say that a receipt is the State's support, or with --undo take that back.",
    [
        click.Argument(["receipt"]),
        _DECISION,
        click.Option(["--undo"], is_flag=True),
        _ON,
    ],
)
def state_support(
    ctx: Context,
    receipt: str,
    decision: str,
    undo: bool,  # noqa: FBT001 - click gives flags so
    on: dt.date | None,
) -> dict[str, Any]:
    """Make a receipt income of the State's own source."""
    with ctx.database.reading() as session:
        before = find_receipt(session, receipt).evidence == EVIDENCE
    changed = before is undo
    if changed or undo:
        wish = RecordStateSupport(receipt, on or ctx.today, decision, undo=undo)
        record_state_support(ctx, wish)
    with ctx.database.reading() as session:
        row = find_receipt(session, receipt)
    return {
        "changed": changed,
        "receipt": row.public_id,
        "amount_vnd": row.amount_vnd,
        "state": row.state,
        "evidence": row.evidence,
    }


@command(
    "hand-over",
    "Hand over what a unit that has gone has left; its book takes nothing more.",
    [
        click.Argument(["unit"]),
        click.Option(["--to", "taker"], default="", metavar="CODE", help="Its heir if left out."),
        _DECISION,
        _ON,
    ],
)
def hand_over(
    ctx: Context, unit: str, taker: str, decision: str, on: dt.date | None
) -> dict[str, Any]:
    """Hand a unit over; refused with a list while anything is open."""
    with ctx.database.reading() as session:
        closed = session.get(UnitClosingRow, unit)
    if closed is not None and taker in ("", closed.taker):
        return {
            "changed": False,
            "unit": unit,
            "taker": closed.taker,
            "on": closed.handed_on.isoformat(),
            "amount_vnd": closed.amount_vnd,
        }
    done = hand_over_unit(ctx, HandOverUnit(unit, on or ctx.today, decision, taker))
    return {
        "changed": True,
        "unit": unit,
        "taker": done.taker,
        "on": (on or ctx.today).isoformat(),
        "amount_vnd": sum(done.funds.values()),
        "months_closed": done.months_closed,
        "rows": [{"fund": fund, "amount_vnd": amount} for fund, amount in done.funds.items()],
        "payments": [asdict(payment) for payment in done.payments],
        **warned(done.payments),
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy move", move),
    ("levy follow", follow),
    ("levy state-support", state_support),
    ("units hand-over", hand_over),
)
