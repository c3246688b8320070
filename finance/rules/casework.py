"""The steps of a case of loss: reminders, working minutes, the proposal to inspect, the dossier.

Pure. The days between them are the practice of social insurance, configured for the levy.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from finance.rules.errors import RuleError
from finance.rules.rates import Law
from ledger.periods import last_day, period_of, shift

EVERY: Final = "case.notice_every_days"
MINUTES_AFTER: Final = "case.minutes_days_after_second_notice"
INSPECTION_AFTER: Final = "case.inspection_months_after_first_notice"
_SECOND: Final = 2


class Step(StrEnum):
    """Papers a case sends or keeps, in the order in which they weigh."""

    NOTICE = "notice"  # reminder, as form D04e-TS
    MINUTES = "minutes"  # working minutes, as D04h-TS
    PROPOSAL = "proposal"  # proposal to inspect, as D04m-TS
    DOSSIER = "dossier"  # everything in one file, for the authority that may fine


class CaseOutcome(StrEnum):
    """How a case ends."""

    PAID = "paid"
    DECLARED = "declared"
    SANCTION = "sanction"  # proposed for sanction
    CLOSED = "closed"  # for another reason, which is told


STEP_WORDS: Final = {
    Step.NOTICE: ("thông báo đôn đốc", "reminder"),
    Step.MINUTES: ("biên bản làm việc", "working minutes"),
    Step.PROPOSAL: ("kiến nghị thanh tra, kiểm tra", "proposal to inspect"),
    Step.DOSSIER: ("hồ sơ kiến nghị xử phạt", "sanction dossier"),
}


class StepTooSoon(RuleError):
    """Each step leaves the employer the days it has."""

    code = "case.too_soon"
    vi = "Chưa đến ngày lập {step_name}: sớm nhất là {on}."
    en = "It is too soon for the {step_name}: {on} at the earliest."

    def __init__(self, *, step: Step, on: dt.date) -> None:
        """Keep which step waits until when; the step is named in the reader's language."""
        vi, en = STEP_WORDS[step]
        super().__init__(step=step.value, on=on.isoformat(), step_name_vi=vi, step_name_en=en)


class StepOutOfOrder(RuleError):
    """A step stands on the one before it."""

    code = "case.out_of_order"
    vi = "Chưa lập được {step_name}: trước đó phải có {before_name}."
    en = "The {step_name} has to wait: it stands on the {before_name}."

    def __init__(self, *, step: Step, before: Step) -> None:
        """Keep which step lacks which; both are named in the reader's language."""
        (vi, en), (before_vi, before_en) = STEP_WORDS[step], STEP_WORDS[before]
        super().__init__(
            step=step.value,
            before=before.value,
            step_name_vi=vi,
            step_name_en=en,
            before_name_vi=before_vi,
            before_name_en=before_en,
        )


class StepDone(RuleError):
    """Minutes, the proposal and the dossier are made once; a new state of things is a new case."""

    code = "case.done_already"
    vi = "Hồ sơ đã có {step_name}, lập ngày {on}."
    en = "The case has its {step_name} already, of {on}."

    def __init__(self, *, step: Step, on: dt.date) -> None:
        """Keep which step was done when; the step is named in the reader's language."""
        vi, en = STEP_WORDS[step]
        super().__init__(step=step.value, on=on.isoformat(), step_name_vi=vi, step_name_en=en)


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken, and when."""

    step: Step
    on: dt.date


@dataclass(frozen=True, slots=True)
class Due:
    """A step that may be taken from a day on; `turn` counts reminders, 1 for the others."""

    step: Step
    turn: int
    on: dt.date


def steps_due(opened_on: dt.date, done: Sequence[Done], law: Law) -> tuple[Due, ...]:
    """Find which steps stand open, the earliest first.

    Takes    what was done so far, oldest first.
    Returns  the next reminder until there are minutes; the minutes from the second reminder on;
             the proposal to inspect from the first; the dossier from the minutes; each once but
             the reminders. Nothing after the dossier.
    Raises   NoRuleInForce before the practice on record.
    Source   (sources: qd_595_bhxh), forms D04e-TS, D04h-TS, D04m-TS; that the dossier follows the
             minutes at once is our own: a fine is a part of what is owed on their day
             (sources: nd_12_2022, nd_283_2026)
    """
    taken = {step: [one.on for one in done if one.step is step] for step in Step}
    if taken[Step.DOSSIER]:
        return ()
    notices, minutes = taken[Step.NOTICE], taken[Step.MINUTES]
    due = []
    if not minutes:
        on = opened_on if not notices else _days_after(notices[-1], EVERY, law)
        due.append(Due(Step.NOTICE, len(notices) + 1, on))
    if not minutes and len(notices) >= _SECOND:
        due.append(Due(Step.MINUTES, 1, _days_after(notices[1], MINUTES_AFTER, law)))
    if notices and not taken[Step.PROPOSAL]:
        months = law.value(INSPECTION_AFTER, notices[0]).whole
        due.append(Due(Step.PROPOSAL, 1, months_after(notices[0], months)))
    if minutes:
        due.append(Due(Step.DOSSIER, 1, minutes[0]))
    order = list(Step)
    return tuple(sorted(due, key=lambda each: (each.on, order.index(each.step))))


def check_step(step: Step, on: dt.date, opened_on: dt.date, done: Sequence[Done], law: Law) -> Due:
    """Hold a step to its turn.

    Returns  the step as it stands open.
    Raises   StepDone, StepOutOfOrder, StepTooSoon; NoRuleInForce before the practice on record.
    Source   (sources: qd_595_bhxh)
    """
    due = next((each for each in steps_due(opened_on, done, law) if each.step is step), None)
    if due is not None:
        if on < due.on:
            raise StepTooSoon(step=step, on=due.on)
        return due
    last = max((one for one in done if one.step in _ENDS[step]), key=_when, default=None)
    if last is not None:
        raise StepDone(step=last.step, on=last.on)
    raise StepOutOfOrder(step=step, before=_BEFORE[step])


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or that month's last day where it has no such day."""
    month = shift(period_of(day), months)
    return last_day(month).replace(day=min(day.day, last_day(month).day))


def _days_after(day: dt.date, key: str, law: Law) -> dt.date:
    return day + dt.timedelta(days=law.value(key, day).whole)


def _when(one: Done) -> dt.date:
    return one.on


_ENDS: Final = {  # what, once done, leaves no room for a step
    Step.NOTICE: (Step.MINUTES, Step.DOSSIER),
    Step.MINUTES: (Step.MINUTES, Step.DOSSIER),
    Step.PROPOSAL: (Step.PROPOSAL, Step.DOSSIER),
    Step.DOSSIER: (Step.DOSSIER,),
}
_BEFORE: Final = {
    Step.MINUTES: Step.NOTICE,
    Step.PROPOSAL: Step.NOTICE,
    Step.DOSSIER: Step.MINUTES,
}
