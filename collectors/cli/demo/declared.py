"""What an employer declares to social insurance for a wage month, and what it owes on it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from collectors.cli.demo.chance import dice
from collectors.cli.demo.federation import LAST_BEFORE, Employer
from collectors.cli.demo.habits import Habit
from finance.rules.facts import DeclarationStatus
from finance.rules.levy import assess
from finance.runtime.parameters import law
from ledger.money import Vnd
from ledger.periods import Period, first_day, period_of, shift

BACK_MONTHS = tuple(shift(period_of(LAST_BEFORE), months) for months in (-1, 0))
_SWAY = 40  # a wage fund moves by a fortieth from month to month
_CORRECTED_EVERY = 4
_STOPS_AFTER = 3  # months until an employer that ceases, or rests, does
_SECOND_UNIT = 3  # a third of the workers belong to the second SI unit


@dataclass(frozen=True, slots=True)
class Declared:
    """One row of the agency's feed."""

    employer: Employer
    si_unit: str
    period: Period
    employees: int
    wage_fund_vnd: Vnd
    status: DeclarationStatus
    submitted_at: dt.datetime


class Wages:
    """Wage funds and declarations of a federation's employers; same seed, same figures."""

    def __init__(self, seed: int, first: Period) -> None:
        """Take the seed, and the first wage month of the story."""
        self._seed = seed
        self._first = first

    def declarations(self, employer: Employer, period: Period) -> Iterator[Declared]:
        """What an employer says of a month at first; nothing when it is silent."""
        habit = employer.case.habit
        if habit in (Habit.SILENT, Habit.SILENT_PAYER):
            return
        status = self._status(habit, period)
        active = status is DeclarationStatus.ACTIVE
        fund = self.first_fund(employer, period) if active else Vnd(0)
        said = Declared(
            employer,
            employer.si_unit,
            period,
            employer.workers if active else 0,
            fund,
            status,
            self._submitted(employer, period, 1),
        )
        if habit is not Habit.TWO_SI_UNITS:
            yield said
            return
        part = Vnd(fund // _SECOND_UNIT)
        few = employer.workers // _SECOND_UNIT
        yield replace(said, employees=said.employees - few, wage_fund_vnd=Vnd(fund - part))
        yield replace(said, si_unit=f"{employer.si_unit[:-1]}B", employees=few, wage_fund_vnd=part)

    def correction(self, employer: Employer, period: Period) -> Declared | None:
        """What an employer says of a month one month later, when it corrects itself."""
        habit = employer.case.habit
        if habit not in (Habit.CORRECTED_DOWN, Habit.CORRECTED_UP):
            return None
        if self._place(period) % _CORRECTED_EVERY:
            return None
        said = next(self.declarations(employer, period))
        return replace(
            said,
            wage_fund_vnd=self._corrected(employer, period),
            submitted_at=self._submitted(employer, shift(period, 1), 1),
        )

    def first_fund(self, employer: Employer, period: Period) -> Vnd:
        """The wage fund as first declared, in đồng."""
        usual = employer.workers * employer.wage_vnd
        chance = dice(self._seed, "wages", employer.number, period)
        return Vnd(usual + chance.randint(-usual // _SWAY, usual // _SWAY))

    def owed(self, employer: Employer, period: Period) -> Vnd:
        """The levy on the wage fund as first declared, in đồng; zero when nothing is."""
        rows = [row for row in self.declarations(employer, period) if row.employees]
        fund = Vnd(sum(row.wage_fund_vnd for row in rows))
        return assess(period, fund, law()).amount_vnd

    def corrected_levy(self, employer: Employer, period: Period) -> Vnd:
        """The levy as it becomes with the correction of the month."""
        return assess(period, self._corrected(employer, period), law()).amount_vnd

    def _corrected(self, employer: Employer, period: Period) -> Vnd:
        first = self.first_fund(employer, period)
        tenth = first // 10
        down = employer.case.habit is Habit.CORRECTED_DOWN
        return Vnd(first - tenth if down else first + tenth)

    def _status(self, habit: Habit, period: Period) -> DeclarationStatus:
        if habit is Habit.NIL:
            return DeclarationStatus.NIL
        if self._place(period) >= _STOPS_AFTER:
            if habit is Habit.INACTIVE:
                return DeclarationStatus.INACTIVE
            if habit is Habit.CEASED:
                return DeclarationStatus.CEASED
        return DeclarationStatus.ACTIVE

    def _place(self, period: Period) -> int:
        """The place of a month in the story: 0 for its first wage month."""
        years = int(period[:4]) - int(self._first[:4])
        return 12 * years + int(period[5:]) - int(self._first[5:])

    def _submitted(self, employer: Employer, period: Period, months_after: int) -> dt.datetime:
        chance = dice(self._seed, "submitted", employer.number, period)
        day = first_day(shift(period, months_after)).replace(day=chance.randint(1, 4))
        return dt.datetime.combine(day, dt.time(chance.randint(7, 17), chance.randrange(60)))
