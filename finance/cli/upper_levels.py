"""`levy overdue`, `levy support …`, `levy estimate …`, `levy true-up …`."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from finance.actions.approve_estimate import ApproveEstimate, approve_estimate
from finance.actions.approve_support import ApproveSupport, approve_support
from finance.actions.enter_estimate import EnterEstimate, enter_estimate
from finance.actions.pay_true_up import PayTrueUp, pay_true_up
from finance.actions.propose_support import ProposeSupport, propose_support
from finance.actions.true_up import TrueUp, true_up
from finance.cli.parameters import DAY
from finance.cli.scope import readable
from finance.records.overdue_shares import overdue_shares
from finance.rules.support import FUNDS
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command

_MOVED_VI = (
    "Sau khi bù trừ, phần cấp trên của năm đã thay đổi: số thay đổi giữ theo tỷ lệ phân phối, "
    "không bù trừ lại; nếu cần điều chỉnh thì cấp hỗ trợ hoặc tính vào dự toán năm sau."
)
_MOVED_EN = (
    "The year's upper parts have moved since the true-up: what moved stays as the split rule gave "
    "it and is not trued up again; where that is not meant, give support or see to it in the next "
    "year's estimate."
)
_MOST_VND = 10**15
_AMOUNT = click.IntRange(0, _MOST_VND)
_ON = click.Option(["--on"], type=DAY, help="The day; today when left out.")
_UNIT = click.Option(["--unit"], required=True, metavar="CODE", help="The collecting unit.")
_YEAR = click.Option(["--year"], type=click.IntRange(2000, 9999), required=True)


class _Part(click.ParamType[tuple[str, int]]):
    name = "CODE=VND"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int]:
        code, sign, amount = value.rpartition("=")
        if not sign or not code:
            self.fail(f"“{value}” is not CODE=VND.", param, ctx)
        return code, _AMOUNT.convert(amount, param, ctx)


@command(
    "overdue",
    "Shares that were not passed on in time, and who is to pay them.",
    [click.Option(["--as-of"], type=DAY, help="The day; today when left out.")],
)
def overdue(ctx: Context, as_of: dt.date | None) -> dict[str, Any]:
    """By who is to pay, beneficiary and booking day of the receipts."""
    with ctx.database.reading() as session:
        rows = overdue_shares(session, as_of or ctx.today, law(), readable(ctx))
    return {
        "amount_vnd": sum(row.amount_vnd for row in rows),
        "rows": [
            {
                **asdict(row),
                "booked_on": row.booked_on.isoformat(),
                "since": row.since.isoformat(),
                "due_on": row.due_on.isoformat(),
            }
            for row in rows
        ],
    }


@command(
    "propose",
    "Propose to give money to a unit below.",
    [
        click.Option(["--unit"], required=True, metavar="CODE", help="Who gives."),
        click.Option(["--to", "receiver"], required=True, metavar="CODE"),
        click.Option(["--amount"], type=_AMOUNT, required=True, metavar="VND"),
        click.Option(["--fund"], type=click.Choice(FUNDS), default="levy"),
        click.Option(["--decision"], required=True, metavar="NO"),
        _ON,
    ],
)
def propose(
    ctx: Context,
    *,
    unit: str,
    receiver: str,
    amount: int,
    fund: str,
    decision: str,
    on: dt.date | None,
) -> dict[str, Any]:
    """Keep the proposal; another person approves it."""
    wish = ProposeSupport(unit, receiver, amount, decision, on or ctx.today, fund)
    name, fresh = propose_support(ctx, wish)
    return {"support": name, "changed": fresh}


@command("approve", "Approve support and pay it.", [click.Argument(["name"]), _ON])
def approve(ctx: Context, name: str, on: dt.date | None) -> dict[str, Any]:
    """Post in both books and order the payment, once."""
    paid = approve_support(ctx, ApproveSupport(name, on or ctx.today))
    return {"support": name, "changed": bool(paid), "rows": [asdict(each) for each in paid]}


@command(
    "enter",
    "The estimate of a year's upper parts: what each unit shall have.",
    [
        _UNIT,
        _YEAR,
        click.Option(["--decision"], required=True, metavar="NO"),
        click.Argument(["parts"], type=_Part(), nargs=-1, required=True),
    ],
)
def enter(
    ctx: Context, unit: str, year: int, decision: str, parts: tuple[tuple[str, int], ...]
) -> dict[str, Any]:
    """Keep it; another person approves it."""
    fresh = enter_estimate(ctx, EnterEstimate(unit, year, dict(parts), decision))
    return {"unit": unit, "year": year, "changed": fresh}


@command("approve", "Approve the estimate of a year's upper parts.", [_UNIT, _YEAR])
def approve_parts(ctx: Context, unit: str, year: int) -> dict[str, Any]:
    """Keep who approved it."""
    return {
        "unit": unit,
        "year": year,
        "changed": approve_estimate(ctx, ApproveEstimate(unit, year)),
    }


@command("post", "Bring a year's upper parts to the approved estimate.", [_UNIT, _YEAR])
def post(ctx: Context, unit: str, year: int) -> dict[str, Any]:
    """Post the differences, once."""
    done = true_up(ctx, TrueUp(unit, year))
    rows = [{"unit": code, "difference_vnd": each} for code, each in done.changes.items()]
    told: dict[str, Any] = {"unit": unit, "year": year, "changed": done.fresh, "ref": done.ref}
    if done.moved:
        told["moved_since"] = [
            {"unit": code, "amount_vnd": each} for code, each in done.moved.items()
        ]
        told |= {"message": _MOVED_VI, "message_en": _MOVED_EN}
    return {**told, "rows": rows}


@command(
    "pay",
    "Pay what a unit owes its neighbours from a true-up.",
    [
        click.Option(["--by"], required=True, metavar="CODE", help="Who pays."),
        _UNIT,
        _YEAR,
        _ON,
    ],
)
def pay(ctx: Context, by: str, unit: str, year: int, on: dt.date | None) -> dict[str, Any]:
    """Pay, once."""
    paid = pay_true_up(ctx, PayTrueUp(by, unit, year, on or ctx.today))
    return {"unit": unit, "year": year, "changed": bool(paid), "rows": [asdict(p) for p in paid]}


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy overdue", overdue),
    ("levy support propose", propose),
    ("levy support approve", approve),
    ("levy estimate enter", enter),
    ("levy estimate approve", approve_parts),
    ("levy true-up post", post),
    ("levy true-up pay", pay),
)
