"""`levy relief apply|attach|list|show|grant|refuse|publish`: from application to list."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import ColumnElement

from finance.actions.add_relief_papers import AddReliefPapers, add_relief_papers
from finance.actions.apply_relief import ApplyRelief, ReliefFigures, ReliefForm, apply_relief
from finance.actions.attach_papers import GivenPaper
from finance.actions.grant_relief import GrantRelief, grant_relief
from finance.actions.publish_relief_list import PublishReliefList, publish_relief_list
from finance.actions.refuse_relief import RefuseRelief, refuse_relief
from finance.cli.parameters import DAY, MONTH, Numbered, numbered
from finance.records.relief_applications import (
    ApplicationState,
    Dossier,
    ReliefApplicationRow,
    application_named,
    applications,
    dossiers,
)
from finance.records.scope import standing
from finance.rules.papers import MOST_BYTES
from finance.rules.relief import GROUNDS, NO_RATE, Ground, ReliefKind
from finance.rules.relief_cases import UnknownApplication
from finance.rules.relief_dossier import ReliefPaper
from finance.rules.relief_limits import parse_percent
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command
from ledger.errors import Refusal

_MARK: Final = "RA"  # UNIT/RA/SEQ


class _Percent(click.ParamType[Fraction]):
    name = "PERCENT"

    def convert(
        self,
        value: Any,  # noqa: ANN401 - click's own
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Fraction:
        if isinstance(value, Fraction):
            return value
        try:
            return parse_percent(str(value))
        except Refusal as refusal:
            self.fail(refusal.sentence("en"), param, ctx)


_ONE: Final = click.Argument(["application"], type=numbered(_MARK, "an application"))
_KIND: Final = click.Option(
    ["--kind"], type=click.Choice([kind.value for kind in ReliefKind]), required=True
)
_FROM: Final = click.Option(["--from", "first"], type=MONTH, required=True)
_TO: Final = click.Option(["--to", "last"], type=MONTH, required=True)
_EMPLOYER: Final = click.Option(["--employer"], required=True, metavar="MST")
_UNIT: Final = click.Option(
    ["--unit"], default="", metavar="CODE", help="Who decides; the nearest that may if left out."
)
_DECISION: Final = click.Option(["--decision"], required=True, help="Number of the answer.")
_DECIDED: Final = click.Option(["--date", "decided_on"], type=DAY, required=True)
_GROUND: Final = click.Choice([ground.value for ground in Ground])
_FORM: Final = {
    "name": "Name, where it differs from the register.",
    "si_unit_code": "Code with social insurance, where it differs from the register.",
    "business_address": "Registered address.",
    "contact_address": "Address for letters.",
    "employer_kind": "Kind of employer, as the form says it.",
    "phone": "Telephone.",
    "email": "E-mail.",
    "licence": "Number of the founding decision or licence.",
    "licence_by": "Who issued it.",
    "suspended_by": "Reduction: the decision that suspended it.",
    "confirmed_by": "The union that confirmed the application.",
}
_FIGURES: Final = {
    "workers_before": "Workers before the stop or the cut.",
    "workers_off": "Suspension: workers off work and out of the pension fund.",
    "stopped_days": "Suspension: days production is stopped.",
    "assets_vnd": "Suspension: all assets, land left out.",
    "damage_vnd": "Suspension: damage.",
    "workers_cut": "Reduction: workers cut.",
    "members_cut": "Reduction: members of a cooperative cut.",
    "rehired": "Reduction: hired anew within three months of the cut.",
}


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


@command(
    "apply",
    "Register an employer's application for relief.",
    [
        _EMPLOYER,
        _KIND,
        click.Option(["--ground"], type=_GROUND, help="Why; needed where a kind has several."),
        _FROM,
        _TO,
        click.Option(["--document"], required=True, help="Number of the request."),
        click.Option(["--dated"], type=DAY, required=True, help="Day of the request."),
        click.Option(["--received"], type=DAY, help="Day it came in; today when left out."),
        _UNIT,
        *(click.Option([_flag(name), name], default="", help=text) for name, text in _FORM.items()),
        click.Option(["--quarterly"], is_flag=True, help="Pays every three months."),
        *(
            click.Option([_flag(name), name], type=click.IntRange(min=0), default=0, help=text)
            for name, text in _FIGURES.items()
        ),
    ],
)
def apply(ctx: Context, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - as many as the form has fields
    """Register it; the same request again changes nothing, and one that differs is refused."""
    kind = ReliefKind(given["kind"])
    done = apply_relief(
        ctx,
        ApplyRelief(
            tax_code=given["employer"],
            kind=kind,
            ground=_ground(kind, given["ground"]),
            first=given["first"],
            last=given["last"],
            document_no=given["document"],
            document_on=given["dated"],
            received_on=given["received"],
            form=ReliefForm(**_taken(ReliefForm, given)),
            figures=ReliefFigures(**_taken(ReliefFigures, given)),
            unit=given["unit"],
        ),
    )
    return {"application": done.application, "state": "waiting", "changed": done.fresh}


def _taken(kind: type, given: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: given[each.name] for each in fields(kind)}


def _ground(kind: ReliefKind, given: str | None) -> Ground:
    if given is not None:
        return Ground(given)
    own = GROUNDS[kind]
    if len(own) > 1:
        words = ", ".join(each.value for each in own)
        raise click.UsageError(f"--ground is wanted: {words}.")  # noqa: EM102, TRY003 - click's own way
    return own[0]


@command(
    "attach",
    "Add files to the dossier of an application: all of them, or none.",
    [
        _ONE,
        click.Argument(["paper"], type=click.Choice([paper.value for paper in ReliefPaper])),
        click.Argument(
            ["files"],
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            nargs=-1,
            required=True,
        ),
        click.Option(["--received"], type=DAY, help="Day they came in; today when left out."),
    ],
)
def attach(
    ctx: Context,
    application: Numbered,
    paper: str,
    files: tuple[Path, ...],
    received: dt.date | None,
) -> dict[str, Any]:
    """Add them; one that is there already is left as it is."""
    given = []
    for path in files:
        with path.open("rb") as file:
            given.append(GivenPaper(path.name, file.read(MOST_BYTES + 1)))
    day = received or ctx.today
    new = add_relief_papers(ctx, AddReliefPapers(*application, ReliefPaper(paper), given, day))
    return {"application": application.named(_MARK), "attached": new, "changed": bool(new)}


@command(
    "list",
    "Applications for relief, with the days they are to be answered by.",
    [
        click.Option(["--state"], type=click.Choice([state.value for state in ApplicationState])),
        click.Option(["--unit"], default="", metavar="CODE", help="Of one deciding unit only."),
        click.Option(["--employer"], default="", metavar="MST", help="Of one employer only."),
    ],
)
def listed(ctx: Context, state: str | None, unit: str, employer: str) -> dict[str, Any]:
    """Each application one may see, in order of receipt."""
    conditions: list[ColumnElement[bool]] = []
    if state:
        conditions.append(ReliefApplicationRow.state == state)
    if employer:
        conditions.append(ReliefApplicationRow.tax_code == employer)
    if not ctx.actor.is_system:
        own = ctx.actor.units_of(ctx.actor.roles)
        conditions.append(ReliefApplicationRow.unit_code.in_(standing(own, ctx.today)))
    with ctx.database.reading() as session:
        if unit:
            ctx.require(session, "ledger.read", unit)
            conditions.append(ReliefApplicationRow.unit_code == unit)
        found = dossiers(session, applications(session, *conditions), law())
    return {"rows": [_row(row, dossier, ctx.today) for row, dossier in found]}


@command("show", "An application with its form, figures and dossier.", [_ONE])
def show(ctx: Context, application: Numbered) -> dict[str, Any]:
    """Everything that is known of it."""
    with ctx.database.reading() as session:
        ctx.require(session, "ledger.read", application.unit)
        row = application_named(session, *application)
        if row is None:
            raise UnknownApplication(application=application.named(_MARK))
        [(_, dossier)] = dossiers(session, [row], law())
    return {
        **_row(row, dossier, ctx.today),
        "form": {name: getattr(row, name) for name in (*_FORM, "quarterly")},
        "figures": {name: getattr(row, name) for name in _FIGURES},
        "reason": row.reason,
        "papers": [
            {
                "paper": each.paper.value,
                "digest": each.digest,
                "file_name": each.file_name,
                "received_on": each.received_on.isoformat(),
                "added_by": each.added_by,
            }
            for each in dossier.papers
        ],
    }


@command(
    "grant",
    "Grant a suspension, a reduction or an exemption by a decision.",
    [
        _EMPLOYER,
        _KIND,
        _FROM,
        _TO,
        click.Option(["--rate"], type=_Percent(), help="Of a reduction, in per cent."),
        _DECISION,
        _DECIDED,
        _UNIT,
        click.Option(["--ground"], type=_GROUND, help="Exemption: what it rests on."),
    ],
)
def grant(ctx: Context, **given: Any) -> dict[str, Any]:  # noqa: ANN401 - as many as a decision has parts
    """Grant it; the same decision again changes nothing."""
    done = grant_relief(
        ctx,
        GrantRelief(
            tax_code=given["employer"],
            kind=ReliefKind(given["kind"]),
            first=given["first"],
            last=given["last"],
            decision=given["decision"],
            decided_on=given["decided_on"],
            rate=NO_RATE if given["rate"] is None else given["rate"],
            unit=given["unit"],
            ground=None if given["ground"] is None else Ground(given["ground"]),
        ),
    )
    return {
        "employer": given["employer"],
        "kind": given["kind"],
        "from": given["first"],
        "to": given["last"],
        "decision": given["decision"],
        "unit": done.unit,
        "application": done.application,
        "changed": done.fresh,
        "obligations": done.obligations,
        "change_vnd": done.change_vnd,
        "freed_vnd": done.freed_vnd,
    }


@command(
    "refuse",
    "Refuse an application, in writing and with the reason.",
    [_ONE, _DECISION, _DECIDED, click.Option(["--reason"], required=True)],
)
def refuse(
    ctx: Context, application: Numbered, decision: str, decided_on: dt.date, reason: str
) -> dict[str, Any]:
    """Refuse it; the same answer again changes nothing."""
    changed = refuse_relief(ctx, RefuseRelief(*application, decision, decided_on, reason))
    return {"application": application.named(_MARK), "state": "refused", "changed": changed}


@command(
    "publish",
    "Publish a deciding unit's list of a year: who was exempted, reduced, suspended.",
    [
        click.Argument(["year"], type=click.IntRange(2025, 9999)),
        click.Option(["--unit"], required=True, metavar="CODE", help="Who decided."),
    ],
)
def publish(ctx: Context, year: int, unit: str) -> dict[str, Any]:
    """Publish it; a list that says the same is left as it is."""
    done = publish_relief_list(ctx, PublishReliefList(unit, year))
    return {
        "unit": unit,
        "year": year,
        "version": done.version,
        "cases": done.cases,
        "digest": done.digest,
        "changed": done.fresh,
    }


def _row(row: ReliefApplicationRow, dossier: Dossier, today: dt.date) -> dict[str, Any]:
    return {
        "application": row.public_id,
        "tax_code": row.tax_code,
        "name": row.name,
        "kind": row.kind,
        "ground": row.ground,
        "from": row.from_period,
        "to": row.to_period,
        "document": row.document_no,
        "received_on": row.received_on.isoformat(),
        "missing": [paper.value for paper in dossier.missing],
        "complete_on": _day(dossier.complete_on),
        "answer_due_on": _day(dossier.answer_due_on),
        "overdue": dossier.overdue(row, today),
        "state": row.state,
        "decision": row.decision,
        "decided_on": _day(row.decided_on),
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy relief apply", apply),
    ("levy relief attach", attach),
    ("levy relief list", listed),
    ("levy relief show", show),
    ("levy relief grant", grant),
    ("levy relief refuse", refuse),
    ("levy relief publish", publish),
)
