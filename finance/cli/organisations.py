"""`levy wo-notice` and what else becomes of workers' organisations."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from finance.actions.end_organisation import EndOrganisation, end_organisation
from finance.actions.excuse_notice import ExcuseNotice, excuse_notice
from finance.actions.record_wo_notice import WoNotice, record_wo_notice
from finance.actions.register_organisation import RegisterOrganisation, register_organisation
from finance.actions.return_organisation_money import (
    ReturnOrganisationMoney,
    return_organisation_money,
)
from finance.cli.parameters import DAY, MONTH
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.money import Vnd
from ledger.periods import Period

_MOST_VND = 10**15
_EMPLOYER = click.Option(["--employer"], required=True, metavar="MST")
_ON = click.Option(["--on"], type=DAY, help="Accounting day; today when left out.")


@command(
    "wo-notice",
    "A workers' organisation's monthly notice: the levy paid on its members' wages.",
    [
        click.Option(["--employer"], required=True, metavar="MST"),
        click.Option(["--period"], type=MONTH, required=True),
        click.Option(["--organisation"], required=True, metavar="NAME"),
        click.Option(["--amount"], type=click.IntRange(0, _MOST_VND), required=True, metavar="VND"),
        click.Option(["--received"], type=DAY, required=True),
    ],
)
def notice(
    ctx: Context,
    *,
    employer: str,
    period: Period,
    organisation: str,
    amount: int,
    received: dt.date,
) -> dict[str, Any]:
    """Keep the notice and share its month by it; repeated, nothing changes."""
    kept = record_wo_notice(ctx, WoNotice(employer, period, Vnd(amount), received, organisation))
    return {
        "tax_code": employer,
        "period": period,
        "changed": kept.fresh,
        **asdict(kept),
        "due_on": None if kept.due_on is None else kept.due_on.isoformat(),
    }


@command(
    "wo-register",
    "A workers' organisation, the province's answer to it, and the account it is paid at.",
    [
        _EMPLOYER,
        click.Option(["--organisation"], required=True, metavar="NAME"),
        click.Option(["--registration"], required=True, metavar="NO"),
        click.Option(["--answered"], type=DAY, required=True, help="Day of the written answer."),
        click.Option(["--account"], default="", metavar="NO"),
        click.Option(["--bank-bin"], default="", metavar="BIN"),
        click.Option(["--from", "first"], type=MONTH, help="First wage month; of the answer."),
        _ON,
    ],
)
def register(
    ctx: Context,
    *,
    employer: str,
    organisation: str,
    registration: str,
    answered: dt.date,
    account: str,
    bank_bin: str,
    first: Period | None,
    on: dt.date | None,
) -> dict[str, Any]:
    """Keep the organisation; its months wait for its notices from here on."""
    wish = RegisterOrganisation(
        tax_code=employer,
        name=organisation,
        registration=registration,
        answered_on=answered,
        account=("".join(account.split()), "".join(bank_bin.split())),
        on=on or ctx.today,
        period=first,
    )
    kept = register_organisation(ctx, wish)
    return {
        "tax_code": employer,
        "changed": kept.fresh,
        "valid_from": kept.valid_from.isoformat(),
        "refs": list(kept.refs),
    }


@command(
    "wo-excuse",
    "Accept why a notice came late or is missing: distribution is not suspended for it.",
    [
        _EMPLOYER,
        click.Option(["--period"], type=MONTH, required=True),
        click.Option(["--reason"], required=True, metavar="TEXT"),
    ],
)
def excuse(ctx: Context, employer: str, period: Period, reason: str) -> dict[str, Any]:
    """Keep the reason; the first one stays."""
    fresh = excuse_notice(ctx, ExcuseNotice(employer, period, reason, ctx.today))
    return {"tax_code": employer, "period": period, "changed": fresh}


@command(
    "wo-end",
    "A workers' organisation has ended: what it was not paid goes back.",
    [_EMPLOYER, click.Option(["--ended"], type=DAY, required=True), _ON],
)
def end(ctx: Context, employer: str, ended: dt.date, on: dt.date | None) -> dict[str, Any]:
    """Share its months anew without it."""
    refs = end_organisation(ctx, EndOrganisation(employer, ended, on or ctx.today))
    return {"tax_code": employer, "changed": bool(refs), "refs": list(refs)}


@command(
    "wo-returned",
    "A receipt is what an ended workers' organisation sent back unused.",
    [click.Argument(["receipt"]), _EMPLOYER, _ON],
)
def returned(ctx: Context, receipt: str, employer: str, on: dt.date | None) -> dict[str, Any]:
    """Give it to the union, or into custody."""
    wish = ReturnOrganisationMoney(receipt, employer, on or ctx.today)
    ref = return_organisation_money(ctx, wish)
    return {"receipt": receipt, "tax_code": employer, "changed": bool(ref), "ref": ref}


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy wo-notice", notice),
    ("levy wo-register", register),
    ("levy wo-excuse", excuse),
    ("levy wo-end", end),
    ("levy wo-returned", returned),
)
