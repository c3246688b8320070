"""Until when a workers' organisation gives notice, and what missing it does."""

import datetime as dt

import pytest

from finance.rules.organisations import (
    NOTICE_AFTER,
    SUSPENDED,
    NoticeMonth,
    is_missed,
    notice_due_on,
    suspending_months,
    suspends,
)
from finance.rules.rates import Dated, Law, law_of
from finance.runtime.parameters import law
from ledger.accounts import Status
from ledger.periods import Period

JUNE = Period("2026-06")
LAST = dt.date(2026, 7, 31)
NEXT = dt.date(2026, 8, 1)


def test_by_the_end_of_the_month_after() -> None:
    """June's by the end of July; before the decree nothing was asked."""
    assert notice_due_on(JUNE, law()) == LAST
    assert notice_due_on(Period("2026-04"), law()) is None


@pytest.mark.parametrize(
    ("known", "on", "missed"),
    [
        (NoticeMonth(paid=True, received_on=None, excused=False), LAST, False),
        (NoticeMonth(paid=True, received_on=None, excused=False), NEXT, True),
        (NoticeMonth(paid=True, received_on=LAST, excused=False), NEXT, False),
        (NoticeMonth(paid=True, received_on=NEXT, excused=False), NEXT, True),
        (NoticeMonth(paid=True, received_on=NEXT, excused=True), NEXT, False),
        (NoticeMonth(paid=False, received_on=None, excused=False), NEXT, False),
    ],
)
def test_missed_without_a_good_reason(known: NoticeMonth, on: dt.date, missed: bool) -> None:  # noqa: FBT001 - the case
    """Late or never, while something was paid; the last day still counts."""
    assert is_missed(JUNE, known, on, law()) is missed


def test_the_month_after_is_the_one_that_suspends() -> None:
    """June's missed notice stops August, no other month; a notice in time stops nothing."""
    missed = NoticeMonth(paid=True, received_on=None, excused=False)
    told = NoticeMonth(paid=True, received_on=LAST, excused=False)
    assert suspending_months(dt.date(2026, 8, 15), law()) == [JUNE]
    assert suspends(dt.date(2026, 8, 31), [(JUNE, missed)], law())
    assert not suspends(dt.date(2026, 9, 1), [(JUNE, missed)], law())
    assert not suspends(LAST, [(JUNE, missed)], law())
    assert not suspends(NEXT, [(JUNE, told)], law())
    assert not suspends(NEXT, [], law())


def test_a_longer_stop_would_count_every_month_of_it() -> None:
    """Three months of it, the earliest first."""
    since = dt.date(2026, 1, 1)
    three = Dated(SUSPENDED, 3, "months", since, None, "lua_chon_noi_bo", Status.CONFIGURED)
    held = law_of([*law().history(NOTICE_AFTER), three])
    assert suspending_months(dt.date(2026, 8, 15), held) == ["2026-04", "2026-05", "2026-06"]


@pytest.mark.parametrize("known", [NOTICE_AFTER, SUSPENDED])
def test_half_a_rule_suspends_nothing(known: str) -> None:
    """Both of its numbers have to be on record."""
    assert suspending_months(NEXT, Law({known: law().history(known)})) == []


def test_before_the_decree_nothing_is_suspended() -> None:
    """Without a rule on record no notice was due."""
    missed = NoticeMonth(paid=True, received_on=None, excused=False)
    assert suspending_months(NEXT, Law()) == []
    assert not is_missed(Period("2026-04"), missed, NEXT, law())
