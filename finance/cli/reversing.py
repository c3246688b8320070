"""`ledger reverse`: the first person asks, the second gives the same command and posts it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import click
from sqlalchemy.orm import Session

from finance.actions.approve_voucher import ApproveVoucher, approve_voucher
from finance.actions.ask_reversal import (
    AskReversal,
    ReasonWanted,
    ask_reversal,
    entry_named,
    latest_reversal,
    reversal_text,
)
from finance.cli.parameters import DAY
from finance.records.vouchers import VoucherRow, VoucherState, makers_of, voucher_id
from finance.rules.vouchers import ReversalWaits
from finance.runtime.context import Context
from finance.shell.commands import command
from ledger.entries import Posted
from ledger.store import reads


@command(
    "reverse",
    "Reverse an entry by two people: the first asks, the second repeats the command.",
    [
        click.Argument(["unit"]),
        click.Argument(["number"]),
        click.Option(["--reason"], required=True),
        click.Option(["--on"], type=DAY, help="Accounting day; today when left out."),
    ],
)
def reverse(
    ctx: Context, unit: str, number: str, reason: str, on: dt.date | None
) -> dict[str, Any]:
    """Ask for the reversal of JOURNAL/YEAR/NUMBER, or approve it as the second person.

    Whoever asked and asks again changes nothing; nor does anyone once it is posted.
    """
    with ctx.database.reading() as session:
        ctx.require(session, "entry.reverse", unit)
        stands = _standing(session, unit, number)
    if not reason.strip():
        raise ReasonWanted
    same = stands.holds(reason, on)
    if stands.reversal and same:
        return _told(number, stands, changed=False)
    if stands.waiting is not None and not stands.reversal:
        waiting = stands.waiting
        if not same:
            raise ReversalWaits(
                entry=stands.entry,
                voucher=voucher_id(waiting),
                on=waiting.accounting_on.isoformat(),
            )
        if ctx.actor.name.casefold() in {name.casefold() for name in stands.makers}:
            return _told(number, stands, changed=False)
        approve_voucher(ctx, ApproveVoucher(unit, waiting.seq, waiting.changed_at_us))
    else:
        ask_reversal(ctx, AskReversal(unit, number, reason, on or ctx.today))
    with ctx.database.reading() as session:
        return _told(number, _standing(session, unit, number), changed=True)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What has come of an entry's reversal: the voucher that asks for it, and its entry."""

    entry: str
    waiting: VoucherRow | None = None  # the voucher, decided on or not
    makers: tuple[str, ...] = ()
    reversal: Posted | None = None

    def holds(self, reason: str, on: dt.date | None) -> bool:
        """Whether it was asked for in these words, on this day or with none named."""
        if self.reversal is not None:
            text, day = self.reversal.draft.text, self.reversal.draft.accounting_on
        elif self.waiting is not None:
            text, day = self.waiting.text, self.waiting.accounting_on
        else:
            return False
        return text == reversal_text(self.entry, reason) and on in (None, day)


def _standing(session: Session, unit: str, number: str) -> _Standing:
    posted = entry_named(session, unit, number)
    reversal = reads.reversal_of(session, unit, posted.seq)
    row = latest_reversal(session, unit, posted.public_id)
    makers = () if row is None else tuple(makers_of(session, row))
    return _Standing(posted.public_id, row, makers, reversal)


def _told(number: str, stands: _Standing, *, changed: bool) -> dict[str, Any]:
    row, reversal = stands.waiting, stands.reversal
    return {
        "entry": number,
        "reversal": None if reversal is None else reversal.public_id,
        "voucher": None if row is None else voucher_id(row),
        "state": (VoucherState.SUBMITTED if reversal is None else VoucherState.POSTED).value,
        "changed": changed,
    }


commands: tuple[tuple[str, click.Command], ...] = (("ledger reverse", reverse),)
