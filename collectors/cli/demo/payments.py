"""What an employer pays in a calendar month: amounts, days, months meant."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from collectors.cli.demo.chance import dice
from collectors.cli.demo.declared import BACK_MONTHS, Wages
from collectors.cli.demo.federation import NATIONAL, Employer, Federation
from collectors.cli.demo.habits import Habit, Style
from collectors.cli.demo.mess import Mess
from ledger.money import Vnd
from ledger.periods import Period, first_day, shift

_MILLION = 1_000_000
_MONTHS_IN_QUARTER = 3
_LATE_BY = 2
_PART_OF_HUNDRED = 60
_EARLIEST, _LATEST = 6, 26
_RETURNED_AFTER, _AGAIN_AFTER = 2, 2
_SURE = {Habit.STEADY, Habit.BACK, Habit.OVER, Habit.TWICE, Habit.TWO_SI_UNITS}
_DOUBTFUL = {Style.CUT, Style.NO_CODE, Style.WRONG_DIGIT, Style.TRANSPOSED}
_ONCE = 1  # the month of the story in which a rare thing happens


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money an employer sends to a levy account."""

    employer: Employer
    to_unit: str
    booked_on: dt.date
    amount_vnd: Vnd
    periods: tuple[Period, ...]  # the wage months it is meant for
    reference: str
    kinds: tuple[Mess, ...] = ()
    copies: int = 1
    returned_on: dt.date | None = None


@dataclass(slots=True)
class _Plan:
    """One payment before its day and reference are drawn."""

    periods: tuple[Period, ...]
    amount_vnd: Vnd
    kinds: tuple[Mess, ...] = ()
    copies: int = 1
    returned: bool = False
    days_later: int = field(default=0)


def surely_pays(employer: Employer) -> bool:
    """Whether an employer pays each month to its province, in words a program understands."""
    return employer.case.habit in _SURE and employer.case.style not in _DOUBTFUL


class Payers:
    """How the employers of a federation pay; the same seed gives the same payments."""

    def __init__(self, federation: Federation) -> None:
        """Take the federation with the months of its story and the seed of its chance."""
        self.federation = federation
        self._scale = federation.scale
        self._seed = federation.seed
        self.wages = Wages(federation.seed, federation.scale.first)

    def transfers(self, employer: Employer, month: Period) -> Iterator[Transfer]:
        """What an employer pays in a calendar month, earliest first."""
        chance = dice(self._seed, "pays", employer.number, month)
        day = chance.randint(_EARLIEST, _LATEST)
        for plan in self._plans(employer, month):
            if plan.amount_vnd <= 0:
                continue
            on = first_day(month).replace(day=min(day + plan.days_later, 28))
            central = employer.case.habit is Habit.CENTRAL
            yield Transfer(
                employer=employer,
                to_unit=NATIONAL if central else employer.province,
                booked_on=on,
                amount_vnd=plan.amount_vnd,
                periods=plan.periods,
                reference=f"FT{on:%y%j}{chance.randrange(10**7):07d}",
                kinds=(*plan.kinds, Mess.CENTRAL_ACCOUNT) if central else plan.kinds,
                copies=plan.copies,
                returned_on=on + dt.timedelta(days=_RETURNED_AFTER) if plan.returned else None,
            )

    def _plans(self, employer: Employer, month: Period) -> Iterator[_Plan]:
        habit = employer.case.habit
        wage_month = shift(month, -1)
        first = month == self._scale.calendar_months[0]
        if habit is Habit.BACK and first:
            yield self._several(employer, BACK_MONTHS, Mess.BACK_PAYMENT)
        if habit in (Habit.STATE, Habit.SILENT_PAYER):
            yield from self._mistaken(employer, wage_month, first=first)
        elif habit in (Habit.THREE_MONTHS, Habit.QUARTERLY):
            yield from self._three_months(employer, wage_month)
        elif habit is Habit.LATE:
            late = shift(wage_month, -_LATE_BY)
            if late >= self._scale.first:
                yield self._one(employer, late, Mess.LATE_PAYMENT)
        elif habit is not Habit.NEVER_PAYS:
            yield from self._monthly(employer, wage_month)

    def _monthly(self, employer: Employer, wage_month: Period) -> Iterator[_Plan]:
        habit = employer.case.habit
        full = self._one(employer, wage_month)
        if habit is Habit.OVER:
            over = -(-full.amount_vnd // _MILLION) * _MILLION
            yield _Plan(full.periods, Vnd(over), (Mess.OVERPAYMENT,))
        elif habit is Habit.PART:
            yield from self._in_parts(employer, wage_month)
        elif habit is Habit.TWICE:
            half = Vnd(-(-full.amount_vnd // 2))
            yield _Plan(full.periods, half, (Mess.IDENTICAL_ROWS,), copies=2)
        elif habit is Habit.RETURNED and self._place(wage_month) % _MONTHS_IN_QUARTER == 0:
            yield _Plan(full.periods, full.amount_vnd, (Mess.RETURNED_PAYMENT,), returned=True)
            full.days_later = _RETURNED_AFTER + _AGAIN_AFTER
            yield full
        else:
            yield full
            if habit is Habit.CORRECTED_UP:
                yield from self._make_up(employer, shift(wage_month, -1))

    def _in_parts(self, employer: Employer, wage_month: Period) -> Iterator[_Plan]:
        """Six tenths in time; of every other month the rest comes a month later."""
        before = shift(wage_month, -1)
        if before >= self._scale.first and self._place(before) % 2 == 0:
            rest = self.wages.owed(employer, before) - self._part(employer, before)
            yield _Plan((before,), Vnd(rest), (Mess.LATE_PAYMENT,))
        part = self._part(employer, wage_month)
        yield _Plan((wage_month,), part, (Mess.PART_PAYMENT,), days_later=1)

    def _make_up(self, employer: Employer, corrected: Period) -> Iterator[_Plan]:
        """The difference, once a correction has raised what is owed."""
        known = corrected >= self._scale.first
        if known and self.wages.correction(employer, corrected) is not None:
            more = self.wages.corrected_levy(employer, corrected)
            more = Vnd(more - self.wages.owed(employer, corrected))
            yield _Plan((corrected,), more, (Mess.LATE_PAYMENT,), days_later=1)

    def _three_months(self, employer: Employer, wage_month: Period) -> Iterator[_Plan]:
        registered = employer.case.habit is Habit.QUARTERLY
        place = int(wage_month[5:]) - 1 if registered else self._place(wage_month)
        if place % _MONTHS_IN_QUARTER == _MONTHS_IN_QUARTER - 1:
            months = tuple(shift(wage_month, -back) for back in (2, 1, 0))
            kind = Mess.QUARTER_IN_ONE if registered else Mess.THREE_MONTHS_IN_ONE
            yield self._several(
                employer, tuple(each for each in months if each >= self._scale.first), kind
            )

    def _mistaken(self, employer: Employer, wage_month: Period, *, first: bool) -> Iterator[_Plan]:
        """Money nothing is owed for: once from who is exempt, and from who declares nothing."""
        if employer.case.habit is Habit.STATE:
            if first:
                yield self._one(employer, BACK_MONTHS[0], Mess.BACK_PAYMENT)
            if self._place(wage_month) == _ONCE:
                yield self._one(employer, wage_month, Mess.NOTHING_ASSESSED)
        elif self._place(wage_month) == _ONCE:
            amount = Vnd(self.wages.first_fund(employer, wage_month) // 50)
            yield _Plan((wage_month,), amount, (Mess.NOTHING_ASSESSED,))

    def _one(self, employer: Employer, period: Period, *kinds: Mess) -> _Plan:
        return _Plan((period,), self.wages.owed(employer, period), kinds)

    def _several(self, employer: Employer, periods: tuple[Period, ...], kind: Mess) -> _Plan:
        total = Vnd(sum(self.wages.owed(employer, period) for period in periods))
        return _Plan(periods, total, (kind,))

    def _part(self, employer: Employer, period: Period) -> Vnd:
        return Vnd(self.wages.owed(employer, period) * _PART_OF_HUNDRED // 100)

    def _place(self, period: Period) -> int:
        return self._scale.wage_months.index(period)
