"""`levy reward propose|list`: rewards to those outside the union; approved as their vouchers."""

from typing import Any, Final

import click

from finance.actions.propose_reward import ProposeReward, propose_reward
from finance.cli.cases import CASE
from finance.cli.parameters import DAY, Numbered
from finance.cli.scope import READ
from finance.records.rewards import HeldReward, rewards
from finance.rules.posting import BANK
from finance.rules.rewards import Recipient
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.money import Vnd

_CASH: Final = "111"


@command(
    "propose",
    "Propose a reward; another person approves its voucher (`voucher approve`).",
    [
        click.Argument(["unit"]),
        click.Option(["--key"], required=True, help="Your own word for it; proposed once."),
        click.Option(
            ["--to"], type=click.Choice([each.value for each in Recipient]), required=True
        ),
        click.Option(["--name"], required=True, help="The recipient."),
        click.Option(
            ["--identity"], required=True, help="Citizen number, tax code, number of a decision."
        ),
        click.Option(["--amount"], type=click.IntRange(1, 10**16), required=True, help="Đồng."),
        click.Option(["--reason"], required=True, help="For what."),
        click.Option(["--case"], type=CASE, help="The case they helped in."),
        click.Option(["--outside"], is_flag=True, help="They stand outside the union's system."),
        click.Option(["--cash"], is_flag=True, help="Paid in cash; by bank if left out."),
        click.Option(["--on"], type=DAY, help="Accounting day; today when left out."),
    ],
)
def propose(ctx: Context, unit: str, case: Numbered | None, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - as many as a proposal has parts
    """Propose it; the same proposal under the same key changes nothing."""
    done = propose_reward(
        ctx,
        ProposeReward(
            unit=unit,
            recipient=Recipient(given["to"]),
            name=given["name"],
            identity=given["identity"],
            amount_vnd=Vnd(given["amount"]),
            on=given["on"] or ctx.today,
            reason=given["reason"],
            outside=given["outside"],
            key=given["key"],
            case_no="" if case is None else case.named("C"),
            account=_CASH if given["cash"] else BANK,
        ),
    )
    with ctx.database.reading() as session:
        [held] = [each for each in rewards(session, [unit]) if each.row.seq == done.seq]
        return {"changed": done.fresh, **_told(held)}


@command("list", "The rewards of a unit, each as far as its voucher.", [click.Argument(["unit"])])
def listed(ctx: Context, unit: str) -> dict[str, Any]:
    """The newest first."""
    with ctx.database.reading() as session:
        ctx.require(session, READ, unit)
        return {"rows": [_told(each) for each in rewards(session, [unit])]}


def _told(held: HeldReward) -> dict[str, Any]:
    row = held.row
    return {
        "reward": row.public_id,
        "key": row.key,
        "recipient": row.recipient,
        "name": row.name,
        "identity": row.identity,
        "amount_vnd": row.amount_vnd,
        "reason": row.reason,
        "case": row.case_no,
        "proposed_on": row.proposed_on.isoformat(),
        "proposed_by": row.proposed_by,
        "voucher": f"{row.unit_code}/V/{row.voucher_seq}",
        "state": held.state.value,
        "entry": held.entry,
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy reward propose", propose),
    ("levy reward list", listed),
)
