"""Money on members' dues, and off them again."""

import datetime as dt

import pytest

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.pay_dues import NotThatMuchOwed, Part, PayDues, pay_dues
from finance.records.dues import Way
from finance.rules.sharing import NoSplitRule
from finance.runtime.database import Database
from ledger.periods import Period
from tests.builders import dues_rule
from tests.dues import DAY, JUNE, assessed, months, pay_slip, slip
from tests.federation import Federation, contents, federation

MAY = Period("2026-05")


@pytest.fixture
def fed(database: Database) -> Federation:
    """M1 owes 100,000 for May and as much for June, M2 50,001 for June."""
    made = federation(database)
    assessed(made, [("M1", 20_000_000), ("M2", 10_000_200)])
    pay_slip(made, slip("M1", 20_000_000, period=MAY))
    assess_dues(made.ctx(DAY), AssessDues("G1", MAY, DAY))
    return made


def _pay(fed: Federation, *parts: Part) -> str:
    with fed.database.writing() as session:
        order = PayDues("G1", DAY, Way.CASH, "111", parts, "Thu đoàn phí")
        ref = pay_dues(session, fed.ctx(DAY), order)
        session.commit()
    return ref


def test_nothing_to_pay_posts_nothing(fed: Federation) -> None:
    """No reference is used up."""
    before = contents(fed.database)
    assert _pay(fed) == ""
    assert contents(fed.database) == before


def test_each_month_is_divided_by_itself(fed: Federation) -> None:
    """Half-up month by month, members of one month together; one entry for each book."""
    _pay(fed, Part("M1", MAY, 1), Part("M1", JUNE, 1), Part("M2", JUNE, 4))
    assert fed.balance("G1", "337861") == -(1 + 4)
    assert fed.balance("G1", "3362") == -1
    fed.assert_sound()


def test_taken_off_again_nothing_is_left(fed: Federation) -> None:
    """The opposite lines; the history keeps both."""
    _pay(fed, Part("M1", JUNE, 70_001))
    _pay(fed, Part("M1", JUNE, -70_001))
    accounts = ("111", "3362", "337861")
    assert [fed.balance("G1", account) for account in accounts] == [0, 0, 0]
    assert months(fed)[("G1", "M1")][1] == 0
    fed.assert_sound()


def test_one_part_too_large_and_nothing_is_done(fed: Federation) -> None:
    """All of an order or none of it."""
    before = contents(fed.database)
    with pytest.raises(NotThatMuchOwed) as refused:
        _pay(fed, Part("M1", JUNE, 100_000), Part("M2", JUNE, 50_002))
    assert refused.value.facts == {"what": "M2 2026-06", "open": 50_001, "amount": 50_002}
    assert contents(fed.database) == before


def test_without_a_rule_for_the_month(database: Database) -> None:
    """How dues of a month are divided is decided, never guessed."""
    fed = federation(database, rules=False)
    assessed(fed, [("M1", 20_000_000)])
    fed.rules(*dues_rule(valid_from=Period("2026-07")))
    with pytest.raises(NoSplitRule):
        _pay(fed, Part("M1", JUNE, 1))


def test_on_the_first_day_that_is_open_everywhere(fed: Federation) -> None:
    """The superior's closed month moves the day in both books, and in the history."""
    fed.close("A1", "2026-06", dt.date(2026, 7, 6))
    _pay(fed, Part("M1", JUNE, 10_000))
    fed.assert_sound()
