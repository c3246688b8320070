"""The steps of a case and their days."""

import datetime as dt

import pytest

from finance.rules.casework import (
    CaseOutcome,
    Done,
    Step,
    StepDone,
    StepOutOfOrder,
    StepTooSoon,
    check_step,
    months_after,
    steps_due,
)
from finance.rules.rates import NoRuleInForce
from finance.runtime.parameters import law

OPENED = dt.date(2026, 10, 1)


def _day(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


def _told(*done: Done) -> list[tuple[str, int, str]]:
    return [(each.step.value, each.turn, str(each.on)) for each in steps_due(OPENED, done, law())]


FIRST = Done(Step.NOTICE, OPENED)
SECOND = Done(Step.NOTICE, _day(10, 16))
THIRD = Done(Step.NOTICE, _day(10, 31))
MINUTES = Done(Step.MINUTES, _day(11, 3))
PROPOSAL = Done(Step.PROPOSAL, dt.date(2027, 1, 1))
DOSSIER = Done(Step.DOSSIER, dt.date(2027, 1, 5))


def test_the_steps_of_social_insurance_one_after_the_other() -> None:
    """A reminder every 15 days, minutes 15 days after the second, inspection after 3 months."""
    assert _told() == [("notice", 1, "2026-10-01")]
    assert _told(FIRST) == [("notice", 2, "2026-10-16"), ("proposal", 1, "2027-01-01")]
    assert _told(FIRST, SECOND) == [
        ("notice", 3, "2026-10-31"),
        ("minutes", 1, "2026-10-31"),
        ("proposal", 1, "2027-01-01"),
    ]
    assert _told(FIRST, SECOND, THIRD, MINUTES) == [
        ("dossier", 1, "2026-11-03"),
        ("proposal", 1, "2027-01-01"),
    ]
    assert _told(FIRST, SECOND, MINUTES, PROPOSAL) == [("dossier", 1, "2026-11-03")]
    assert _told(FIRST, SECOND, MINUTES, DOSSIER) == []


def test_each_step_waits_for_its_day() -> None:
    """A day early is refused with the day; on the day it may be taken."""
    done = (FIRST, SECOND)
    for step, on in ((Step.NOTICE, _day(10, 31)), (Step.MINUTES, _day(10, 31))):
        assert check_step(step, on, OPENED, done, law()).on == on
        with pytest.raises(StepTooSoon) as refused:
            check_step(step, on - dt.timedelta(days=1), OPENED, done, law())
        assert refused.value.facts["step"] == step.value
        assert refused.value.facts["on"] == "2026-10-31"
    with pytest.raises(StepTooSoon) as refused:
        check_step(Step.NOTICE, OPENED - dt.timedelta(days=1), OPENED, (), law())
    assert refused.value.facts["on"] == "2026-10-01"


@pytest.mark.parametrize(
    ("step", "done", "before"),
    [
        (Step.MINUTES, (FIRST,), "notice"),
        (Step.PROPOSAL, (), "notice"),
        (Step.DOSSIER, (FIRST, SECOND), "minutes"),
    ],
)
def test_each_step_stands_on_the_one_before(
    step: Step, done: tuple[Done, ...], before: str
) -> None:
    """No minutes before two reminders, no inspection before one, no dossier without minutes."""
    with pytest.raises(StepOutOfOrder) as refused:
        check_step(step, dt.date(2027, 6, 1), OPENED, done, law())
    assert refused.value.facts["step"] == step.value
    assert refused.value.facts["before"] == before


@pytest.mark.parametrize(
    ("step", "done", "last"),
    [
        (Step.NOTICE, (FIRST, SECOND, MINUTES), "minutes"),
        (Step.MINUTES, (FIRST, SECOND, MINUTES), "minutes"),
        (Step.PROPOSAL, (FIRST, SECOND, MINUTES, PROPOSAL), "proposal"),
        (Step.PROPOSAL, (FIRST, SECOND, MINUTES, DOSSIER), "dossier"),
        (Step.DOSSIER, (FIRST, SECOND, MINUTES, DOSSIER), "dossier"),
    ],
)
def test_what_was_done_is_not_done_again(step: Step, done: tuple[Done, ...], last: str) -> None:
    """Minutes, proposal and dossier are made once, and no reminder follows the minutes."""
    with pytest.raises(StepDone) as refused:
        check_step(step, dt.date(2027, 6, 1), OPENED, done, law())
    assert refused.value.facts["step"] == last


def test_of_two_that_end_it_the_later_is_told() -> None:
    """The dossier of January, not the proposal of the 1st."""
    done = (FIRST, SECOND, MINUTES, DOSSIER, PROPOSAL)
    with pytest.raises(StepDone) as refused:
        check_step(Step.PROPOSAL, dt.date(2027, 6, 1), OPENED, done, law())
    assert refused.value.facts["step"] == "dossier"
    assert refused.value.facts["on"] == "2027-01-05"


def test_three_months_end_on_a_day_that_there_is() -> None:
    """From the 30th of November it is the last of February."""
    assert months_after(dt.date(2026, 11, 30), 3) == dt.date(2027, 2, 28)
    assert months_after(dt.date(2026, 10, 1), 3) == dt.date(2027, 1, 1)


def test_before_the_practice_on_record_no_day_is_made_up() -> None:
    """No rule, no day."""
    with pytest.raises(NoRuleInForce):
        steps_due(dt.date(2016, 1, 1), [Done(Step.NOTICE, dt.date(2016, 1, 1))], law())


def test_a_case_ends_in_one_of_four_ways() -> None:
    """Paid, declared, proposed for sanction, or closed for a reason that is told."""
    assert [each.value for each in CaseOutcome] == ["paid", "declared", "sanction", "closed"]
