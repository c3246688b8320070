"""`levy case list|show|open|assign|step|letter|dossier|close|remind`: cases of loss are worked."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

import click
from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.assign_case import AssignCase, assign_case
from finance.actions.close_case import CloseCase, NoDossier, close_case
from finance.actions.open_case import OpenCase, open_case
from finance.actions.remind_of_steps import remind_of_steps
from finance.actions.take_case_step import TakeStep, take_case_step
from finance.cli.parameters import Numbered, numbered
from finance.cli.scope import READ, known, readable
from finance.records.cases import (
    CLOSED,
    OPEN,
    CasePaperRow,
    CaseRow,
    case_of,
    paper_bytes,
    papers_of_case,
)
from finance.records.scope import standing
from finance.records.worked_cases import worked_case
from finance.rules.casework import CaseOutcome, Step
from finance.rules.loss import Gap
from finance.rules.loss_told import as_told
from finance.rules.sanctions import Violation
from finance.rules.tax_codes import normalise
from finance.runtime.context import Context
from finance.runtime.parameters import law
from finance.shell.commands import command, press

_MARK: Final = "C"  # UNIT/C/SEQ
CASE: Final = numbered(_MARK, "a case")
_ONE: Final = click.Argument(["case"], type=CASE)
_OUT: Final = click.Option(
    ["--out"], type=click.Path(dir_okay=False, writable=True, path_type=Path), required=True
)


@command(
    "list",
    "Cases of loss with their papers.",
    [
        click.Option(
            ["--unit"], default="", metavar="CODE", help="A unit and those below it only."
        ),
        click.Option(["--state"], type=click.Choice([OPEN, CLOSED])),
        click.Option(["--due"], is_flag=True, help="Only those with a step that is due."),
    ],
)
def listed(ctx: Context, unit: str, state: str | None, due: bool) -> dict[str, Any]:  # noqa: FBT001 - click gives flags so
    """Each case with what comes next, and each paper with the amount and digest it had."""
    query = select(CaseRow).order_by(CaseRow.unit_code, CaseRow.seq)
    units = standing([unit], ctx.today) if unit else readable(ctx)
    if units is not None:
        query = query.where(CaseRow.unit_code.in_(units))
    if state:
        query = query.where(CaseRow.state == state)
    if due:
        query = query.where(CaseRow.state == OPEN, CaseRow.next_on <= ctx.today)
    with ctx.database.reading() as session:
        if unit:
            ctx.require(session, READ, unit)
            known(session, unit)
        return {"rows": [_told(session, row) for row in session.scalars(query).all()]}


@command("show", "A case: its finding then and now, its papers, and the steps open to it.", [_ONE])
def show(ctx: Context, case: Numbered) -> dict[str, Any]:
    """Everything its page shows."""
    with ctx.database.reading() as session:
        row = _read(ctx, session, case)
        worked = worked_case(session, row, ctx.today, law())
        return {
            **_told(session, row),
            "opened_by": row.opened_by,
            "reason": row.reason,
            "closed_on": _day(row.closed_on),
            "closed_by": row.closed_by,
            "then": as_told(worked.then),
            "now": None if worked.now is None else as_told(worked.now),
            "steps": [
                {"step": each.step.value, "turn": each.turn, "from": each.on.isoformat()}
                for each in worked.due
            ],
        }


@command(
    "open",
    "Open a case from a finding of `levy gaps`; who opens it owns it.",
    [
        click.Option(["--unit"], required=True, metavar="CODE", help="Who collects and works it."),
        click.Option(["--employer"], required=True, metavar="MST"),
        click.Option(["--year"], type=click.IntRange(2013, 2099), required=True),
        click.Option(["--kind"], type=click.Choice([kind.value for kind in Gap]), required=True),
    ],
)
def open_one(ctx: Context, unit: str, employer: str, year: int, kind: str) -> dict[str, Any]:
    """Open it; while one of the same finding is open, nothing changes."""
    done = open_case(ctx, OpenCase(unit, normalise(employer), year, Gap(kind)))
    return _after(ctx, Numbered(unit, done.seq), changed=done.fresh)


@command(
    "assign",
    "Give a case to somebody who may work it.",
    [_ONE, click.Option(["--to", "owner"], required=True, metavar="USER")],
)
def assign(ctx: Context, case: Numbered, owner: str) -> dict[str, Any]:
    """Give it; to whom it belongs already, nothing changes."""
    return _after(ctx, case, changed=assign_case(ctx, AssignCase(*case, owner)))


@command(
    "step",
    "Make the paper of a step: a reminder to the employer, minutes, a proposal, the dossier.",
    [
        _ONE,
        click.Argument(["step"], type=click.Choice([step.value for step in Step])),
        click.Option(["--note"], default="", help="Minutes: what was said and agreed."),
        click.Option(
            ["--violation"],
            type=click.Choice([act.value for act in Violation]),
            help="Dossier: the act; the one the finding points at if left out.",
        ),
        click.Option(["--person"], is_flag=True, help="Dossier: the employer is a person."),
    ],
)
def take_step(  # noqa: PLR0917 - one parameter for each option of the command
    ctx: Context,
    case: Numbered,
    step: str,
    note: str,
    violation: str | None,
    person: bool,  # noqa: FBT001 - click gives flags so
) -> dict[str, Any]:
    """Make it with the amounts of today; one that is made already is left as it is."""
    _check_usage(Step(step), note, dossier=person or violation is not None)
    wish = TakeStep(
        *case,
        Step(step),
        press(),
        note=note,
        violation=None if violation is None else Violation(violation),
        organisation=not person,
    )
    done = take_case_step(ctx, wish)
    with ctx.database.reading() as session:
        found, _ = paper_bytes(session, case_of(session, *case), done.number)
    return {"case": case.named(_MARK), "changed": done.fresh, **_paper(found)}


@command(
    "letter",
    "Write a paper of a case into a file, byte for byte as it was made.",
    [_ONE, click.Argument(["number"], type=click.IntRange(1, 9999)), _OUT],
)
def letter(ctx: Context, case: Numbered, number: int, out: Path) -> dict[str, Any]:
    """Write it; a file that holds it already is left as it is."""
    with ctx.database.reading() as session:
        found, content = paper_bytes(session, _read(ctx, session, case), number)
    return _written(case, found, content, out)


@command(
    "dossier",
    "Write the sanction dossier of a case into a file, byte for byte as it was made.",
    [_ONE, _OUT],
)
def dossier(ctx: Context, case: Numbered, out: Path) -> dict[str, Any]:
    """Write it; a file that holds it already is left as it is."""
    with ctx.database.reading() as session:
        row = _read(ctx, session, case)
        made = [paper for paper in papers_of_case(session, row) if paper.step == Step.DOSSIER.value]
        if not made:
            raise NoDossier(case=row.public_id)
        found, content = paper_bytes(session, row, made[0].number)
    return _written(case, found, content, out)


@command(
    "close",
    "Close a case with its outcome.",
    [
        _ONE,
        click.Option(
            ["--outcome"], type=click.Choice([each.value for each in CaseOutcome]), required=True
        ),
        click.Option(["--reason"], default="", help="Wanted where the outcome is `closed`."),
    ],
)
def close(ctx: Context, case: Numbered, outcome: str, reason: str) -> dict[str, Any]:
    """Close it for good; closed in the same way before, nothing changes."""
    changed = close_case(ctx, CloseCase(*case, CaseOutcome(outcome), reason))
    return _after(ctx, case, changed=changed)


@command("remind", "Tell each unit, on its first page, of the steps that are due; once for each.")
def remind(ctx: Context) -> dict[str, Any]:
    """Do now what the scheduler does each morning."""
    told = remind_of_steps(ctx)
    return {"due": told.due, "reminded": told.reminded, "changed": told.reminded > 0}


def _check_usage(step: Step, note: str, *, dossier: bool) -> None:
    if note and step is not Step.MINUTES:
        raise click.UsageError("--note: minutes")  # noqa: EM101, TRY003 - click's own way
    if dossier and step is not Step.DOSSIER:
        raise click.UsageError("--violation, --person: dossier")  # noqa: EM101, TRY003 - the same


def _read(ctx: Context, session: Session, case: Numbered) -> CaseRow:
    """A case the actor may read.

    Raises   PermissionRefused, UnknownCase.
    """
    ctx.require(session, READ, case.unit)
    return case_of(session, *case)


def _after(ctx: Context, case: Numbered, *, changed: bool) -> dict[str, Any]:
    with ctx.database.reading() as session:
        return {"changed": changed, **_told(session, case_of(session, *case))}


def _written(case: Numbered, paper: CasePaperRow, content: bytes, out: Path) -> dict[str, Any]:
    fresh = not out.exists() or out.read_bytes() != content
    if fresh:
        out.write_bytes(content)
    named = {"case": case.named(_MARK), "out": str(out), "changed": fresh, "bytes": len(content)}
    return {**named, **_paper(paper)}


def _told(session: Session, row: CaseRow) -> dict[str, Any]:
    return {
        "case": row.public_id,
        "tax_code": row.tax_code,
        "name": row.name,
        "year": row.year,
        "kind": row.kind,
        "at_stake_vnd": row.at_stake_vnd,
        "opened_on": row.opened_on.isoformat(),
        "owner": row.owner,
        "next_step": row.next_step,
        "next_on": _day(row.next_on),
        "state": row.state,
        "outcome": row.outcome,
        "papers": [_paper(paper) for paper in papers_of_case(session, row)],
    }


def _paper(paper: CasePaperRow) -> dict[str, Any]:
    return {
        "number": paper.number,
        "step": paper.step,
        "letter_no": paper.letter_no,
        "made_on": paper.made_on.isoformat(),
        "at_stake_vnd": paper.at_stake_vnd,
        "digest": paper.digest,
    }


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


commands: tuple[tuple[str, click.Command], ...] = (
    ("levy case list", listed),
    ("levy case show", show),
    ("levy case open", open_one),
    ("levy case assign", assign),
    ("levy case step", take_step),
    ("levy case letter", letter),
    ("levy case dossier", dossier),
    ("levy case close", close),
    ("levy case remind", remind),
)
