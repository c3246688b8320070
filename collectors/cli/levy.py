"""`levy match`, `levy identify`, `levy release`."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import click

from collectors.intake.match_run import MatchReport, MatchRun, match_run
from collectors.intake.receipts import parts_of
from finance.actions.identify_receipt import IdentifyReceipt, identify_receipt
from finance.actions.release_receipt import ReleaseReceipt, find_receipt, release_receipt
from finance.cli.parameters import DAY, MONTH
from finance.cli.scope import readable
from finance.records.owed_elsewhere import OwedElsewhere, owed_elsewhere
from finance.rules.tax_codes import normalise
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, Outcome, command
from finance.shell.progress import progress
from ledger.money import format_vnd
from ledger.periods import Period

_RECEIPT = click.Argument(["receipt"])
_ON = click.Option(["--on"], type=DAY, help="Accounting day; today when left out.")


@command(
    "match",
    "Match receipts: what is certain is posted, the rest waits with a suggestion.",
    [
        click.Option(["--account"], default="", metavar="NO", help="Receipts of one account only."),
        _ON,
    ],
)
def match(ctx: Context, account: str, on: dt.date | None) -> Outcome:
    """Run the match."""
    with progress("khoản thu · receipts") as told:
        done = match_run(ctx, MatchRun(on or ctx.today, "".join(account.split())), told)
    with ctx.database.reading() as session:
        elsewhere = owed_elsewhere(session, readable(ctx))
    data: dict[str, Any] = {
        "on": (on or ctx.today).isoformat(),
        "receipts": done.receipts,
        "matched_vnd": done.matched_vnd,
        "credit_vnd": done.credit_vnd,
        "suggested": done.suggested,
        "unidentified": done.unidentified,
        "later": done.later,
        "refs": done.refs,
        "refused": done.refused,
    }
    if elsewhere:
        data["owed_elsewhere"] = [asdict(each) for each in elsewhere]
    said = "\n".join([*_said(done), *(line for each in elsewhere for line in _told(each))])
    return Outcome(data, said, IN_PART if done.refused else DONE)


@command(
    "identify",
    "Decide whose a receipt is, by its bank reference or UNIT/R/NUMBER.",
    [
        _RECEIPT,
        click.Option(["--employer"], required=True, metavar="MST", help="Whose it is."),
        click.Option(
            ["--period", "periods"],
            type=MONTH,
            multiple=True,
            help="A month it pays first; the oldest when left out. May be given again.",
        ),
        _ON,
    ],
)
def identify(
    ctx: Context, receipt: str, employer: str, periods: tuple[Period, ...], on: dt.date | None
) -> dict[str, Any]:
    """Put a receipt on an employer's months; a person decides."""
    wish = IdentifyReceipt(receipt, normalise(employer), on or ctx.today, tuple(periods))
    return _shown(ctx, identify_receipt(ctx, wish))


@command(
    "release",
    "Take a receipt off all it pays; a person decides.",
    [_RECEIPT, click.Option(["--reason"], default="", help="Why."), _ON],
)
def release(ctx: Context, receipt: str, reason: str, on: dt.date | None) -> dict[str, Any]:
    """Undo a match; from then on only a person puts the receipt back."""
    return _shown(ctx, release_receipt(ctx, ReleaseReceipt(receipt, on or ctx.today, reason)))


def _said(done: MatchReport) -> list[str]:
    matched, credit = format_vnd(done.matched_vnd), format_vnd(done.credit_vnd)
    vi = (
        f"Đã ghép {done.receipts} khoản thu: {matched} đồng vào nghĩa vụ, {credit} đồng nộp thừa. "
        f"Chờ: {done.suggested} có gợi ý, {done.unidentified} chưa xác định."
    )
    en = (
        f"{done.receipts} receipts matched: {matched} đồng on obligations, {credit} đồng credit. "
        f"Waiting: {done.suggested} suggested, {done.unidentified} unidentified."
    )
    if done.later:
        vi += f" {done.later} khoản về sau ngày này, để lần ghép sau."
        en += f" {done.later} were booked after that day and are left for a later run."
    refused = (f"  {each['receipt']}\t{each['code']}\t{each['message']}" for each in done.refused)
    return [vi, en, *refused]


def _told(each: OwedElsewhere) -> tuple[str, str]:
    credit, owed = format_vnd(each.credit_vnd), format_vnd(each.open_vnd)
    vi = (
        f"  {each.tax_code}: nộp thừa {credit} đồng ở {each.unit}, còn phải nộp {owed} đồng ở "
        f"{each.owing_unit}: «levy follow» hoặc «levy move» đưa về một nơi."
    )
    en = (
        f"  {each.tax_code}: {credit} đồng credit with {each.unit}, {owed} đồng owed to "
        f"{each.owing_unit}: “levy follow” or “levy move” brings them together."
    )
    return vi, en


def _shown(ctx: Context, public_id: str) -> dict[str, Any]:
    with ctx.database.reading() as session:
        row = find_receipt(session, public_id)
        place = (row.unit_code, row.seq)
        parts = parts_of(session, [place])[place]
    return {
        "receipt": row.public_id,
        "reference": row.reference,
        "account_no": row.account_no,
        "booked_on": row.booked_on.isoformat(),
        "amount_vnd": row.amount_vnd,
        "state": row.state,
        "confidence": row.confidence,
        "evidence": row.evidence,
        "matches": [
            {"tax_code": part.tax_code, "period": part.period, "amount_vnd": part.amount_vnd}
            for part in parts
        ],
        "credit_vnd": row.credit_vnd,
        "unmatched_vnd": row.open_vnd,
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy match", match),
    ("levy identify", identify),
    ("levy release", release),
)
