"""`levy list draw`, `levy list pay`, `levy returned`: ways of a share besides `levy distribute`."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from finance.actions.draw_up_list import DrawUpList, draw_up_list
from finance.actions.pay_list import PayList, pay_list
from finance.actions.return_distribution import ReturnDistribution, return_distribution
from finance.cli.ordered import warned
from finance.cli.parameters import DAY
from finance.runtime.context import Context
from finance.shell.commands import command

_ON = click.Option(["--on"], type=DAY, help="The day; today when left out.")


@command(
    "draw",
    "A collecting unit's list for the holder of its money: who is to be paid what.",
    [
        click.Option(["--unit"], required=True, metavar="CODE", help="The collecting unit."),
        click.Option(["--holder"], required=True, metavar="CODE", help="Where the money lies."),
        _ON,
    ],
)
def draw(ctx: Context, unit: str, holder: str, on: dt.date | None) -> dict[str, Any]:
    """Draw the list up; while nothing has changed it is the one drawn before."""
    drawn = draw_up_list(ctx, DrawUpList(unit, holder, on or ctx.today))
    return {
        "list": drawn.name,
        "changed": drawn.fresh,
        "amount_vnd": sum(line.amount_vnd for line in drawn.lines),
        "rows": [asdict(line) for line in drawn.lines],
    }


@command("pay", "Pay a list out of the money that lies here.", [click.Argument(["name"]), _ON])
def pay(ctx: Context, name: str, on: dt.date | None) -> dict[str, Any]:
    """Pay it, once."""
    paid = pay_list(ctx, PayList(name, on or ctx.today))
    return {
        "list": name,
        "changed": bool(paid),
        "amount_vnd": sum(payment.amount_vnd for payment in paid),
        "rows": [asdict(payment) for payment in paid],
        **warned(paid),
    }


@command(
    "returned",
    "A receipt is a payment that came back (share, hand-over, dues, refund): it is owed again.",
    [
        click.Argument(["receipt"]),
        click.Option(["--ref"], required=True, help="Reference of the payment list."),
        click.Option(["--payee"], required=True, metavar="CODE"),
        _ON,
    ],
)
def returned(
    ctx: Context, receipt: str, ref: str, payee: str, on: dt.date | None
) -> dict[str, Any]:
    """Say so; repeated, nothing changes."""
    done = return_distribution(ctx, ReturnDistribution(receipt, ref, payee, on or ctx.today))
    return {"receipt": receipt, "changed": bool(done), "ref": done}


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy list draw", draw),
    ("levy list pay", pay),
    ("levy returned", returned),
)
