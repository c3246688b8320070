"""`dues assess`, `list`, `collect`, `match`, `remit`, `extra`, `release`."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

import click
from sqlalchemy import Select, select

from finance.actions.assess_dues import AssessDues, DuesAssessed, assess_dues
from finance.actions.collect_dues import CASH, CollectDues, collect_dues
from finance.actions.decide_dues_extra import DecideDuesExtra, decide_dues_extra
from finance.actions.match_dues import match_dues
from finance.actions.release_dues import ReleaseDues, release_dues
from finance.actions.remit_dues import RemitDues, remit_dues
from finance.cli.ordered import warned
from finance.cli.parameters import DAY, MONTH, RATE
from finance.records.dues import Asked, DuesRow, PayrollRow, owed
from finance.records.dues_pairs import pairs_to_settle
from finance.records.members import MemberRow
from finance.records.payables import passing_dues_on
from finance.records.payments import Payment
from finance.records.scope import EVERYTHING, Scope
from finance.rules.posting import BANK
from finance.runtime.context import Context
from finance.shell.commands import DONE, IN_PART, Outcome, command
from ledger.errors import Refusal, UnknownBook
from ledger.periods import Period, first_day, last_day
from ledger.store import reads

_UNIT = click.Option(["--unit"], default="", metavar="CODE", help="One unit only.")
_ON = click.Option(["--on"], type=DAY, help="Accounting day; today when left out.")


@command(
    "assess",
    "Members' dues of a month, from the register and the payrolls on hand.",
    [click.Argument(["period"], type=MONTH), _UNIT, _ON],
)
def assess(ctx: Context, period: Period, unit: str, on: dt.date | None) -> Outcome:
    """Assess, or adjust after a corrected payroll or register, unit by unit."""
    _known(ctx, unit)
    with ctx.database.reading() as session:
        units = list(session.scalars(_with_members(_scope(ctx), period, unit)))
    done = [assess_dues(ctx, AssessDues(one, period, on or ctx.today)) for one in units]
    refused = [told for each in done for told in _refused(each)]
    data = {
        "period": period,
        "changed": any(each.changed for each in done),
        "rows": [_assessed(each) for each in done if each.changed],
        "without_payroll": [
            {"unit": each.unit, "member_no": number}
            for each in done
            for number in each.without_payroll
        ],
        "unclear": [
            {"unit": each.unit, "member_no": number} for each in done for number in each.unclear
        ],
        "refused": refused,
    }
    return Outcome(data, status=IN_PART if refused else DONE)


@command(
    "list",
    "What members owe: assessed, withheld, paid and open.",
    [
        click.Option(["--period"], type=MONTH, help="One month only."),
        _UNIT,
        click.Option(["--member"], default="", metavar="NO", help="One member only."),
    ],
)
def list_dues(ctx: Context, period: Period | None, unit: str, member: str) -> dict[str, Any]:
    """List members' months, also what was withheld and never assessed."""
    _known(ctx, unit)
    units = [unit] if unit else _scope(ctx).units()
    with ctx.database.reading() as session:
        rows = owed(session, Asked(units, period or "", member))
    return {"rows": [asdict(row) for row in rows]}


@command(
    "collect",
    "Dues of a month that came in: withheld by payroll, or paid by the members.",
    [
        click.Argument(["unit"]),
        click.Argument(["period"], type=MONTH),
        _ON,
        click.Option(["--cash"], is_flag=True, help="Taken in cash."),
        click.Option(["--receipt"], default="", metavar="RECEIPT", help="Row of the statement."),
        click.Option(["--withheld"], is_flag=True, help="No more than the payroll withheld."),
        click.Option(["--member"], default="", metavar="NO", help="Of this member only."),
        click.Option(["--amount"], type=click.IntRange(1, 10**16), help="So much of the member."),
        click.Option(["--slip"], default="", metavar="NO", help="Number of the cash slip."),
    ],
)
def collect(  # noqa: PLR0917 - a command has as many parameters as it has options
    ctx: Context,
    unit: str,
    period: Period,
    on: dt.date | None,
    cash: bool,  # noqa: FBT001 - click gives flags so
    receipt: str,
    withheld: bool,  # noqa: FBT001 - click gives flags so
    member: str,
    amount: int | None,
    slip: str,
) -> dict[str, Any]:
    """Collect; the part of the superior is owed at once."""
    if cash and receipt:
        raise click.UsageError("--cash, --receipt")  # noqa: EM101, TRY003 - one or the other
    if bool(member) != (amount is not None):
        raise click.UsageError("--member, --amount")  # noqa: EM101, TRY003 - one needs the other
    _known(ctx, unit)
    order = CollectDues(
        unit=unit,
        period=period,
        on=on or ctx.today,
        cash_account=CASH if cash else BANK,
        withheld=withheld,
        amounts=None if amount is None else {member: amount},
        receipt=receipt,
        slip=slip,
    )
    taken = collect_dues(ctx, order)
    return {"unit": unit, "period": period, "changed": taken > 0, "amount_vnd": taken}


@command("match", "Post members' own transfers by the code in their text.", [_UNIT, _ON])
def match(ctx: Context, unit: str, on: dt.date | None) -> Outcome:
    """Post what the codes say; what does not hold waits."""
    _known(ctx, unit)
    done = match_dues(ctx, unit, on or ctx.today)
    data = {"changed": bool(done.receipts), **asdict(done)}
    return Outcome(data, status=IN_PART if done.refused else DONE)


@command(
    "remit",
    "Pay the upper part of the dues to each direct superior, from the ground up.",
    [click.Option(["--on"], type=DAY, required=True), _UNIT],
)
def remit(ctx: Context, on: dt.date, unit: str) -> Outcome:
    """Remit; what one passes on reaches the next on the same day."""
    _known(ctx, unit)
    paid: list[Payment] = []
    refused: list[dict[str, Any]] = []
    for one in _owing(ctx, unit):
        try:
            paid += remit_dues(ctx, RemitDues(one, on))
        except Refusal as refusal:
            if unit:
                raise
            refused.append({"unit": one, **_said(refusal)})
    data = {
        "on": on.isoformat(),
        "changed": bool(paid),
        "amount_vnd": sum(payment.amount_vnd for payment in paid),
        "rows": [asdict(payment) for payment in paid],
        "refused": refused,
        **warned(paid),
    }
    return Outcome(data, status=IN_PART if refused else DONE)


@command(
    "extra",
    "Record a unit's decision to collect above the standard rate.",
    [
        click.Argument(["unit"]),
        click.Option(["--from", "begins"], type=MONTH, required=True),
        click.Option(["--to", "ends"], type=MONTH, help="The last month; still, when left out."),
        click.Option(["--rate"], type=RATE, required=True, help="Above the rate: 3/1000."),
        click.Option(["--decision"], required=True, metavar="TEXT", help="Number and day."),
    ],
)
def extra(  # noqa: PLR0917 - a command has as many parameters as it has options
    ctx: Context, unit: str, begins: Period, ends: Period | None, rate: Fraction, decision: str
) -> dict[str, Any]:
    """Keep the decision; what it brings stays in the unit."""
    _known(ctx, unit)
    changed = decide_dues_extra(ctx, DecideDuesExtra(unit, begins, rate, decision, ends))
    return {"unit": unit, "from": begins, "rate": str(rate), "changed": changed}


@command(
    "release",
    "Take back a collection of dues: the opposite is posted, a receipt waits again.",
    [
        click.Argument(["unit"]),
        click.Argument(["ref"]),
        click.Option(["--reason"], required=True, metavar="TEXT"),
        _ON,
    ],
)
def release(ctx: Context, unit: str, ref: str, reason: str, on: dt.date | None) -> dict[str, Any]:
    """Take back what was collected under a reference."""
    _known(ctx, unit)
    amount = release_dues(ctx, ReleaseDues(unit, ref, on or ctx.today, reason))
    return {"unit": unit, "ref": ref, "changed": amount > 0, "amount_vnd": amount}


def _scope(ctx: Context) -> Scope:
    if ctx.actor.is_system:
        return EVERYTHING
    return Scope(ctx.actor.units_of(ctx.actor.roles), ctx.today)


def _known(ctx: Context, unit: str) -> None:
    with ctx.database.reading() as session:
        if unit and unit not in reads.books_by_code(session, {unit}):
            raise UnknownBook(book=unit)


def _with_members(scope: Scope, period: Period, unit: str) -> Select[str]:
    """A query for the units that have members or payrolls in a month, or had dues assessed."""
    members = select(MemberRow.unit_code).where(
        MemberRow.joined_on <= last_day(period), MemberRow.left_on >= first_day(period)
    )
    told = select(PayrollRow.unit_code).where(PayrollRow.period == period)
    before = select(DuesRow.unit_code).where(DuesRow.period == period)
    found = members.union(told, before).subquery()
    query = select(found.c[0]).where(found.c[0].in_([unit] if unit else scope.units()))
    return query.order_by(found.c[0])


def _owing(ctx: Context, unit: str) -> Iterator[str]:
    """The units that owe dues upward, from the ground up; each asked when its turn comes."""
    with ctx.database.reading() as session:
        units = [unit] if unit else passing_dues_on(session, _scope(ctx).units(), ctx.today)
    for one in units:
        with ctx.database.reading() as session:
            owes = pairs_to_settle(session, one)
        if owes:
            yield one


def _assessed(done: DuesAssessed) -> dict[str, Any]:
    return {
        "unit": done.unit,
        "members": done.members,
        "raised": done.raised,
        "lowered": done.lowered,
        "change_vnd": done.change_vnd,
    }


def _refused(done: DuesAssessed) -> Iterator[dict[str, Any]]:
    for refusal in done.refused:
        yield {"unit": done.unit, "member_no": refusal.facts["member_no"], **_said(refusal)}


def _said(refusal: Refusal) -> Mapping[str, Any]:
    return {
        "code": refusal.code,
        "message": refusal.sentence("vi"),
        "message_en": refusal.sentence("en"),
    }


commands: tuple[tuple[str, click.Command], ...] = (
    ("dues assess", assess),
    ("dues list", list_dues),
    ("dues collect", collect),
    ("dues match", match),
    ("dues remit", remit),
    ("dues extra", extra),
    ("dues release", release),
)
