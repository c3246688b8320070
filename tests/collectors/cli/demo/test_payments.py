"""What employers pay."""

from itertools import chain

import pytest

from collectors.cli.demo.federation import NATIONAL, Employer, Federation
from collectors.cli.demo.habits import Habit
from collectors.cli.demo.mess import Mess
from collectors.cli.demo.payments import Payers, Transfer, surely_pays
from collectors.cli.demo.scales import SCALES
from finance.rules.levy import PayCycle
from ledger.periods import Period, period_of, shift

SCALE = SCALES["small"]
FEDERATION = Federation(SCALE, 5)
PAYERS = Payers(FEDERATION)


def _with(habit: Habit) -> Employer:
    return next(each for each in FEDERATION.employers() if each.case.habit is habit)


def _paid(habit: Habit) -> list[Transfer]:
    employer = _with(habit)
    months = (PAYERS.transfers(employer, month) for month in SCALE.calendar_months)
    return list(chain.from_iterable(months))


def test_a_steady_employer_pays_each_month_what_it_owes() -> None:
    """In the month after, in full, to its province."""
    employer = _with(Habit.STEADY)
    assert surely_pays(employer)
    for month, paid in zip(SCALE.calendar_months, _paid(Habit.STEADY), strict=True):
        assert period_of(paid.booked_on) == month
        assert paid.periods == (shift(month, -1),)
        assert paid.amount_vnd == PAYERS.wages.owed(employer, shift(month, -1))
        assert paid.to_unit == employer.province


def test_back_payments_are_for_months_before_the_merger() -> None:
    """Once, for May and June 2025."""
    first = _paid(Habit.BACK)[0]
    assert first.periods == (Period("2025-05"), Period("2025-06"))
    assert first.kinds == (Mess.BACK_PAYMENT,)


@pytest.mark.parametrize("habit", [Habit.THREE_MONTHS, Habit.QUARTERLY])
def test_three_months_come_in_one(habit: Habit) -> None:
    """All nine months in three payments, whether registered so or not."""
    paid = _paid(habit)
    assert [len(each.periods) for each in paid] == [3, 3, 3]
    assert tuple(chain.from_iterable(each.periods for each in paid)) == SCALE.wage_months
    registered = _with(habit).cycle is PayCycle.QUARTERLY
    assert registered is (habit is Habit.QUARTERLY)


def test_a_part_is_made_up_for_a_month_later_or_never() -> None:
    """Both halves of what is made up for are the whole."""
    employer, paid = _with(Habit.PART), _paid(Habit.PART)
    first = SCALE.wage_months[0]
    of_first = [each.amount_vnd for each in paid if each.periods == (first,)]
    assert len(of_first) == 2
    assert sum(of_first) == PAYERS.wages.owed(employer, first)
    second = SCALE.wage_months[1]
    assert [each for each in paid if each.periods == (second,)][1:] == []


def test_an_overpayment_is_rounded_up_to_a_million() -> None:
    """People like round amounts."""
    for paid in _paid(Habit.OVER):
        assert paid.amount_vnd % 1_000_000 == 0
        assert paid.amount_vnd >= PAYERS.wages.owed(paid.employer, paid.periods[0])


def test_a_returned_payment_is_paid_again() -> None:
    """Equal amounts, the return in between."""
    first, again = _paid(Habit.RETURNED)[:2]
    assert first.amount_vnd == again.amount_vnd
    assert first.returned_on is not None
    assert first.booked_on < first.returned_on < again.booked_on
    assert first.reference != again.reference


def test_two_equal_rows_are_two_payments() -> None:
    """Together they are what is owed, or one đồng more."""
    for paid in _paid(Habit.TWICE):
        owed = PAYERS.wages.owed(paid.employer, paid.periods[0])
        assert paid.copies == 2
        assert 2 * paid.amount_vnd - owed in (0, 1)


def test_some_pay_into_the_account_of_the_confederation() -> None:
    """There the money lies for another unit."""
    assert {paid.to_unit for paid in _paid(Habit.CENTRAL)} == {NATIONAL}


def test_late_is_two_months_later() -> None:
    """The first months bring nothing."""
    paid = _paid(Habit.LATE)[0]
    assert paid.periods == (SCALE.wage_months[0],)
    assert period_of(paid.booked_on) == SCALE.calendar_months[2]


@pytest.mark.parametrize("habit", [Habit.NEVER_PAYS, Habit.SILENT, Habit.NIL])
def test_who_does_not_pay_does_not_pay(habit: Habit) -> None:
    """Neither who will not, nor who owes nothing."""
    assert _paid(habit) == []
    assert not surely_pays(_with(habit))


def test_a_state_funded_body_pays_for_may_and_once_by_mistake() -> None:
    """It owed for May 2025 and owes nothing since."""
    back, mistake = _paid(Habit.STATE)
    assert back.periods == (Period("2025-05"),)
    assert mistake.kinds == (Mess.NOTHING_ASSESSED,)


def test_a_silent_employer_may_pay() -> None:
    """Money of a known employer for whom nothing is assessed."""
    (paid,) = _paid(Habit.SILENT_PAYER)
    assert paid.kinds == (Mess.NOTHING_ASSESSED,)


def test_what_a_correction_adds_is_paid() -> None:
    """The first payment and the difference are the corrected levy."""
    employer = _with(Habit.CORRECTED_UP)
    first = SCALE.wage_months[0]
    paid = [each.amount_vnd for each in _paid(Habit.CORRECTED_UP) if each.periods == (first,)]
    assert sum(paid) == PAYERS.wages.corrected_levy(employer, first)
