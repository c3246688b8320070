"""Take the next step of a case: a reminder, minutes, a proposal or the dossier, kept as sent."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from finance.actions.open_case import set_next
from finance.records.case_evidence import evidence_of
from finance.records.cases import (
    CasePaperRow,
    CaseRow,
    check_open,
    done_of,
    locked_case,
    papers_of_case,
)
from finance.records.losses import LossWish, loss_of
from finance.records.papers import keep_content
from finance.records.runs import next_numbers
from finance.records.units import latest_unit
from finance.rules.casework import STEP_WORDS, Done, Step, check_step
from finance.rules.errors import RuleError
from finance.rules.letters import Evidence, Letter, Press, Sent, letter_as_told
from finance.rules.loss import Finding, Gap
from finance.rules.loss_told import written
from finance.rules.sanctions import FineRange, Violation, fine_range, likely_violation
from finance.rules.texts import TextField, one_line
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.parameters import law, sources
from ledger.errors import Fact
from ledger.money import Vnd

PDF = "application/pdf"
NOTE: Final = TextField("note", "Nội dung làm việc", "What was said")


class NothingLeft(RuleError):
    """Nobody is reminded of what is done: the case is to be closed."""

    code = "case.nothing_left"
    vi = "Phát hiện của hồ sơ {case} không còn: hãy kết thúc hồ sơ thay vì gửi văn bản."
    en = "The finding of case {case} is gone: close the case instead of sending a paper."


@dataclass(frozen=True, slots=True)
class TakeStep:
    """Which step of which case, and the press that makes the file.

    `note` is what minutes say; `violation` and `organisation` belong to a dossier, by default the
    act the finding points at.
    """

    unit: str
    seq: int
    step: Step
    press: Press
    note: str = ""
    violation: Violation | None = None
    organisation: bool = True


@dataclass(frozen=True, slots=True)
class StepTaken:
    """The paper's number within the case, and whether it was made now."""

    number: int
    fresh: bool


def take_case_step(ctx: Context, request: TakeStep) -> StepTaken:
    """Make a paper with the amounts of today, numbered, its bytes kept by their digest for ever.

    The same step asked for again on its day is the paper that was made; so are minutes, a proposal
    and a dossier on any later day.
    The range of a fine stands in a dossier only, on what was owed on the day of the minutes.
    Raises   UnknownCase, CaseIsClosed, StepTooSoon, StepOutOfOrder, StepDone, NothingLeft,
             NothingOwed, UnfitText, PermissionRefused; NoRuleInForce outside the law on record.
    """
    request = replace(request, note=one_line(request.note, NOTE))
    with ctx.database.writing() as session:
        ctx.require(session, "case.work", request.unit)
        row = locked_case(session, request.unit, request.seq)
        papers = papers_of_case(session, row)
        held = next((each for each in papers if _is_it(each, request, ctx.today)), None)
        if held is not None:
            return StepTaken(held.number, fresh=False)
        check_open(row)
        done = done_of(papers)
        due = check_step(request.step, ctx.today, row.opened_on, done, law())
        finding = _standing(session, ctx, row)
        turn = due.turn
        letter = _with_fine(_letter(session, ctx, row, papers, finding), papers, request)
        letter = replace(letter, step=request.step, turn=turn, note=request.note)
        content = request.press(letter)
        paper = CasePaperRow(
            unit_code=row.unit_code,
            seq=row.seq,
            number=len(papers) + 1,
            step=request.step.value,
            letter_no=letter.letter_no,
            made_on=ctx.today,
            made_by=ctx.actor.name,
            at_stake_vnd=finding.at_stake_vnd,
            facts=written(letter_as_told(letter)),
            digest=keep_content(session, row.unit_code, PDF, content),
        )
        session.add(paper)
        set_next(row, [*done, Done(request.step, ctx.today)])
        details: dict[str, Fact] = {
            "step": paper.step,
            "letter_no": paper.letter_no,
            "at_stake_vnd": paper.at_stake_vnd,
            "digest": paper.digest,
        }
        audit.write(
            session, ctx.clock, ctx.actor, "take_case_step", row.unit_code, row.public_id, details
        )
        session.commit()
        return StepTaken(paper.number, fresh=True)


def _is_it(paper: CasePaperRow, request: TakeStep, today: dt.date) -> bool:
    """Whether a paper is what is asked for: said and proposed the same, a reminder on its day."""
    if paper.step != request.step.value:
        return False
    told = json.loads(paper.facts)
    match request.step:
        case Step.NOTICE:
            return paper.made_on == today
        case Step.DOSSIER:
            return _proposes(told["fine"], request)
    return bool(told["note"] == request.note)


def _proposes(fine: Mapping[str, Any] | None, request: TakeStep) -> bool:
    if fine is None:
        return request.violation is None
    same_act = request.violation in {None, Violation(fine["violation"])}
    return same_act and fine["organisation"] == request.organisation


def _standing(session: Session, ctx: Context, row: CaseRow) -> Finding:
    wish = LossWish(row.year, ctx.today, tax_code=row.tax_code)
    _, finding = loss_of(session, wish, Gap(row.kind), law())
    if finding is None:
        raise NothingLeft(case=row.public_id)
    return finding


def _letter(
    session: Session, ctx: Context, row: CaseRow, papers: list[CasePaperRow], finding: Finding
) -> Letter:
    """The paper without what belongs to its step."""
    year = ctx.today.year
    number = next_numbers(session, row.unit_code, f"letter/{year}", 1)
    unit = latest_unit(session, row.unit_code)
    return Letter(
        step=Step.NOTICE,
        turn=1,
        letter_no=f"{number}/{year}",
        case_no=row.public_id,
        unit_code=row.unit_code,
        unit_name=row.unit_code if unit is None else unit.name,
        tax_code=row.tax_code,
        name=row.name,
        made_on=ctx.today,
        made_by=ctx.actor.name,
        finding=finding,
        earlier=tuple(
            Sent(Step(each.step), each.letter_no, each.made_on, Vnd(each.at_stake_vnd), each.digest)
            for each in papers
        ),
        evidence=(
            *evidence_of(session, row.tax_code, row.year),
            *(_as_evidence(row, each) for each in papers),
        ),
    )


def _as_evidence(row: CaseRow, paper: CasePaperRow) -> Evidence:
    vi, en = STEP_WORDS[Step(paper.step)]
    return Evidence(
        f"{vi.capitalize()} số {paper.letter_no} ngày {paper.made_on:%d/%m/%Y}",
        f"{en.capitalize()} {paper.letter_no} of {paper.made_on:%d/%m/%Y}",
        f"{row.public_id}/{paper.number}",
        paper.digest,
    )


def _with_fine(letter: Letter, papers: list[CasePaperRow], request: TakeStep) -> Letter:
    if request.step is not Step.DOSSIER:
        return letter
    fine = _fine(letter.finding, papers, request)
    instrument = sources()[fine.source].instrument if fine is not None else ""
    return replace(letter, fine=fine, instrument=instrument)


def _fine(finding: Finding, papers: list[CasePaperRow], request: TakeStep) -> FineRange | None:
    """The range on what was owed on the day of the minutes; None where no act is pointed at."""
    violation = request.violation or likely_violation(finding)
    if violation is None:
        return None
    [minutes] = [each for each in papers if each.step == Step.MINUTES.value]
    owed = Vnd(minutes.at_stake_vnd)
    return fine_range(violation, owed, minutes.made_on, law(), organisation=request.organisation)
