"""Which papers a dossier wants, when it is complete, and by when it is answered."""

import datetime as dt

import pytest

from finance.rules.rates import Dated, law_of
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_dossier import (
    ANSWER_DAYS,
    NAMES,
    ReliefPaper,
    answer_due_on,
    complete_on,
    missing,
)
from finance.rules.workdays import HOLIDAYS
from finance.runtime.parameters import law
from ledger.accounts import Status

IN = dt.date(2026, 6, 1)
LATER, LAST = dt.date(2026, 6, 10), dt.date(2026, 6, 12)
REQUEST, REPORT, CUT, OFF, DAMAGE, PLAN, BANKRUPTCY, OTHER = ReliefPaper


@pytest.mark.parametrize(
    ("ground", "wanted"),
    [
        (Ground.RESTRUCTURING, {REQUEST, REPORT, OFF}),
        (Ground.STAFF_CUT, {REQUEST, REPORT, CUT}),
        (Ground.DISSOLUTION, {REQUEST, PLAN}),
        (Ground.BANKRUPTCY, {BANKRUPTCY}),
    ],
)
def test_each_ground_has_its_papers(ground: Ground, wanted: set[ReliefPaper]) -> None:
    """One after the other is missing until none is; what is not asked for changes nothing."""
    assert set(missing(ground, [OTHER])) == wanted
    for paper in wanted:
        assert missing(ground, wanted - {paper}) == (paper,)
    assert missing(ground, wanted) == ()


def test_a_disaster_is_shown_by_its_damage_or_by_who_is_off() -> None:
    """What is missing is told by the nearer way."""
    assert missing(Ground.DISASTER, []) == (REQUEST, DAMAGE)
    assert missing(Ground.DISASTER, [REQUEST, REPORT]) == (OFF,)
    assert missing(Ground.DISASTER, [REQUEST, DAMAGE]) == ()
    assert missing(Ground.DISASTER, [REQUEST, REPORT, OFF]) == ()


def test_complete_on_the_day_the_last_paper_came() -> None:
    """Not on the day of the application, and no later paper counts."""
    papers = [(CUT, LATER), (REQUEST, IN), (OTHER, LAST), (REPORT, IN)]
    assert complete_on(Ground.STAFF_CUT, IN, papers) == LATER
    assert complete_on(Ground.STAFF_CUT, IN, papers[1:]) is None
    assert complete_on(Ground.BANKRUPTCY, IN, [(BANKRUPTCY, LAST), (BANKRUPTCY, LATER)]) == LATER


def test_papers_from_before_the_application_wait_for_it() -> None:
    """They are no application by themselves."""
    papers = [(REQUEST, IN), (PLAN, IN)]
    assert complete_on(Ground.DISSOLUTION, LATER, papers) == LATER


@pytest.mark.parametrize("kind", [ReliefKind.SUSPENSION, ReliefKind.REDUCTION])
def test_answered_within_fifteen_working_days(kind: ReliefKind) -> None:
    """Complete on Monday the 1st: the 22nd is the fifteenth working day after."""
    assert answer_due_on(kind, IN, law()) == dt.date(2026, 6, 22)


def test_holidays_that_were_entered_give_a_day_more() -> None:
    """A Tuesday off puts the fifteenth day on Tuesday the 23rd."""
    since = dt.date(2026, 1, 1)
    off = Dated(HOLIDAYS, "2026-06-09", "dates", since, None, "lua_chon_noi_bo", Status.CONFIGURED)
    held = law_of([*law().history(ANSWER_DAYS), off])
    assert answer_due_on(ReliefKind.SUSPENSION, IN, held) == dt.date(2026, 6, 23)


def test_where_the_decree_sets_no_day_there_is_none() -> None:
    """For an exemption, for a dossier that lacks something, and before the decree."""
    assert answer_due_on(ReliefKind.EXEMPTION, IN, law()) is None
    assert answer_due_on(ReliefKind.SUSPENSION, None, law()) is None
    assert answer_due_on(ReliefKind.SUSPENSION, dt.date(2026, 5, 15), law()) is None


def test_every_paper_has_its_name() -> None:
    """In both languages."""
    assert set(NAMES) == set(ReliefPaper)
