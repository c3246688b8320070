"""On what conditions relief is granted, group by group."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from finance.rules.rates import NoRuleInForce
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_grounds import (
    ConditionNotMet,
    CutTooSmall,
    Facts,
    HiredAnew,
    NotSoMany,
    Size,
    WrongGround,
    check_conditions,
    check_figures,
    size_of,
)
from finance.runtime.parameters import law
from ledger.money import Vnd

DAY = dt.date(2026, 6, 25)
IDLE = Facts(Ground.RESTRUCTURING, workers_before=101, workers_off=51, stopped_days=30)
STRUCK = Facts(Ground.DISASTER, assets_vnd=Vnd(1_000), damage_vnd=Vnd(501))


def _suspend(facts: Facts) -> None:
    check_conditions(ReliefKind.SUSPENSION, facts, "enterprise", DAY, law())


def _reduce(before: int, cut: int, employer: str = "enterprise", **more: Any) -> None:  # noqa: ANN401 - any figure
    facts = Facts(Ground.STAFF_CUT, workers_before=before, workers_cut=cut, **more)
    check_conditions(ReliefKind.REDUCTION, facts, employer, DAY, law())


@pytest.mark.parametrize(
    "facts",
    [
        IDLE,
        replace(IDLE, workers_before=100, workers_off=50),
        replace(IDLE, workers_before=1, workers_off=1),
        replace(IDLE, ground=Ground.DISASTER),
        STRUCK,
    ],
)
def test_stopped_with_half_off_or_damaged_beyond_half(facts: Facts) -> None:
    """Thirty days and 50% of the workers, or more than 50% of the assets, land left out."""
    _suspend(facts)


@pytest.mark.parametrize(
    "facts",
    [
        replace(IDLE, stopped_days=29),
        replace(IDLE, workers_off=50),
        replace(IDLE, workers_before=0, workers_off=0),
        replace(STRUCK, damage_vnd=Vnd(500)),
        replace(STRUCK, ground=Ground.RESTRUCTURING),
        replace(STRUCK, assets_vnd=Vnd(0), damage_vnd=Vnd(0)),
    ],
)
def test_less_is_no_hardship_of_the_decree(facts: Facts) -> None:
    """One day, one worker, one đồng less; or damage without a disaster."""
    with pytest.raises(ConditionNotMet, match="13\\(2\\)") as refused:
        _suspend(facts)
    assert refused.value.facts == {"days": 30, "off": "50", "damage": "50"}


@pytest.mark.parametrize(
    ("workers", "size"),
    [
        (1, Size.SMALL),
        (199, Size.SMALL),
        (200, Size.MIDDLE),
        (1_000, Size.MIDDLE),
        (1_001, Size.LARGE),
    ],
)
def test_the_groups_meet_at_200_and_1000(workers: int, size: Size) -> None:
    """Both ends of the middle group belong to it."""
    assert size_of(workers, DAY, law()) is size


@pytest.mark.parametrize(
    ("before", "cut"), [(3, 1), (10, 3), (199, 30), (99, 30), (200, 50), (1_000, 50), (1_001, 100)]
)
def test_enough_was_cut(before: int, cut: int) -> None:
    """30% or 30 below 200 workers, 50 up to 1,000, 100 above."""
    _reduce(before, cut)


@pytest.mark.parametrize(
    ("before", "cut", "wanted"),
    [(10, 2, 30), (199, 29, 30), (200, 49, 50), (1_000, 49, 50), (1_001, 99, 100), (0, 0, 30)],
)
def test_too_few_were_cut(before: int, cut: int, wanted: int) -> None:
    """Below 200 workers 29 of 100 are too few, however many 30% would be."""
    with pytest.raises(CutTooSmall, match="12\\(1\\)") as refused:
        _reduce(before, cut)
    assert refused.value.facts == {"cut": cut, "before": before, "wanted": wanted}


def test_members_of_a_cooperative_count_as_workers_do() -> None:
    """For a cooperative; for an enterprise they are none."""
    _reduce(50, 0, "cooperative", members_cut=30)
    with pytest.raises(CutTooSmall):
        _reduce(50, 0, "cooperative", members_cut=29)
    with pytest.raises(CutTooSmall):
        _reduce(50, 0, "enterprise", members_cut=30)


def test_whoever_hires_anew_is_not_reduced() -> None:
    """A fifth of those cut, within three months."""
    _reduce(200, 50, rehired=9)
    with pytest.raises(HiredAnew, match="12\\(1\\)") as refused:
        _reduce(200, 50, rehired=10)
    assert refused.value.facts == {"rehired": 10, "cut": 50, "months": 3, "most": "20"}


def test_an_exemption_asks_for_no_figures() -> None:
    """Its ground is enough; any other ground is not."""
    for ground in (Ground.DISSOLUTION, Ground.BANKRUPTCY):
        check_conditions(ReliefKind.EXEMPTION, Facts(ground), "enterprise", DAY, law())
    with pytest.raises(WrongGround, match="11"):
        check_figures(ReliefKind.EXEMPTION, IDLE)


@pytest.mark.parametrize(
    "facts",
    [
        replace(IDLE, workers_off=102),
        replace(IDLE, workers_cut=102),
        replace(STRUCK, damage_vnd=Vnd(1_001)),
    ],
)
def test_a_part_is_no_more_than_the_whole(facts: Facts) -> None:
    """Nobody loses more than there was."""
    with pytest.raises(NotSoMany):
        check_figures(ReliefKind.SUSPENSION, facts)


def test_before_the_decree_there_were_no_conditions() -> None:
    """What was not in force is not applied."""
    with pytest.raises(NoRuleInForce):
        check_conditions(ReliefKind.SUSPENSION, IDLE, "enterprise", dt.date(2026, 5, 15), law())
