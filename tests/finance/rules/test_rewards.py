"""Rewards within the decree's ceilings."""

import datetime as dt

import pytest

from finance.rules.rates import NoRuleInForce
from finance.rules.rewards import (
    InsideTheUnion,
    Recipient,
    Reward,
    RewardedTooOften,
    RewardTooLarge,
    WrongIdentity,
    check_reward,
    identity_of,
)
from finance.runtime.parameters import law
from ledger.money import Vnd

SINCE = dt.date(2026, 7, 1)


def _reward(amount: int, recipient: str = "person", **more: object) -> Reward:
    given = {"on": SINCE, "outside": True, "times_before": 0, **more}
    return Reward(Recipient(recipient), "Đội thuế phường 1", Vnd(amount), **given)  # type: ignore[arg-type] # any field


@pytest.mark.parametrize(
    ("recipient", "on", "most"),
    [
        ("person", "2026-07-01", 7_590_000),
        ("collective", "2026-07-01", 37_950_000),
        ("person", "2026-06-30", 7_020_000),
        ("collective", "2026-06-30", 35_100_000),
    ],
)
def test_three_and_fifteen_base_salaries_each_time(recipient: str, on: str, most: int) -> None:
    """By the base salary of the day; one đồng more is refused, naming the article."""
    day = dt.date.fromisoformat(on)
    used = check_reward(_reward(most, recipient, on=day), law())
    assert [one.key for one in used] == [
        f"reward.{recipient}_base_salaries",
        "base_salary",
        "reward.times_a_year",
    ]
    with pytest.raises(RewardTooLarge) as refused:
        check_reward(_reward(most + 1, recipient, on=day), law())
    assert refused.value.facts["most"] == most
    assert "Điều 17(2)(d)" in refused.value.sentence("vi")


def test_four_times_a_year_at_most() -> None:
    """The fifth in a year is refused."""
    check_reward(_reward(1, times_before=3), law())
    with pytest.raises(RewardedTooOften) as refused:
        check_reward(_reward(1, times_before=4), law())
    assert (refused.value.facts["times"], refused.value.facts["most"]) == (4, 4)
    assert refused.value.facts["year"] == "2026"


def test_only_those_outside_the_union() -> None:
    """The article is for people and bodies outside the union's own system."""
    with pytest.raises(InsideTheUnion):
        check_reward(_reward(1, outside=False), law())


def test_before_the_decree_nothing_is_allowed_by_it() -> None:
    """No text on record, no ceiling to keep to."""
    with pytest.raises(NoRuleInForce):
        check_reward(_reward(1, on=dt.date(2026, 5, 15)), law())


@pytest.mark.parametrize(
    ("recipient", "typed", "number"),
    [
        ("person", "079 099 000 001", "079099000001"),
        ("person", "079.099-000001.", "079099000001"),
        ("collective", "0100.000.001", "0100000001"),
        ("collective", "QĐ 12/2026-LĐLĐ", "QD122026LDLD"),
    ],
)
def test_one_number_however_it_is_typed(recipient: str, typed: str, number: str) -> None:
    """The times of a year are counted by it."""
    assert identity_of(Recipient(recipient), typed) == number


@pytest.mark.parametrize(
    ("recipient", "typed"),
    [("person", "07909900000"), ("person", "O79099000001"), ("collective", " ./"), ("person", "")],
)
def test_what_is_no_number_is_refused(recipient: str, typed: str) -> None:
    """A citizen's has 12 digits."""
    with pytest.raises(WrongIdentity):
        identity_of(Recipient(recipient), typed)
