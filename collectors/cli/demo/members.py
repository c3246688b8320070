"""Members of one union: the register, a payroll of one month, and what comes of both.

Names are invented and no member has a citizen's number: a made-up one might be somebody's.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from collectors.cli.demo.chance import dice
from collectors.cli.demo.federation import Federation
from collectors.cli.demo.sheets import Form, sheet
from finance.rules.dues import DuesGroup
from finance.runtime.parameters import law
from ledger.money import Rounding, Vnd, times
from ledger.periods import Period

_FAMILY: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ")
_GIVEN: Final = ("Văn An", "Thị Bình", "Văn Cường", "Thị Dung", "Thị Hạnh", "Văn Minh", "Thị Oanh")
_COUNT: Final = 24
_ON_LEAVE_EVERY: Final = 9
_NOT_WITHHELD_EVERY: Final = 7
_LEAST, _MOST = 5_200, 18_000  # a member's wage of a month, in thousands of đồng
_THOUSAND: Final = 1_000


@dataclass(frozen=True, slots=True)
class MemberFiles:
    """What a union hands in: who its members are, and what its employers' payroll says."""

    register: Path
    payroll: Path


def write_members(folder: Path, federation: Federation, period: Period) -> MemberFiles:
    """Write the members of the union that is shown, and their payroll of a month.

    One in nine is on social-insurance leave; of one in seven nothing was withheld.
    """
    unit = federation.shown_union().code
    found = MemberFiles(folder / "doan-vien.csv", folder / f"luong-{period}.csv")
    header = ("member_no", "unit_code", "name", "dues_group", "joined_on")
    with sheet(found.register, Form(mark=True), header) as register:
        for number in range(1, _COUNT + 1):
            register.row((_no(number), unit, _name(number), DuesGroup.NON_STATE, "2024-01-01"))
    columns = ("unit_code", "member_no", "period", "wage_base", "withheld", "status")
    with sheet(found.payroll, Form(), columns) as payroll:
        for number in range(1, _COUNT + 1):
            payroll.row((unit, _no(number), period, *_wage(federation.seed, number, period)))
    return found


def _wage(seed: int, number: int, period: Period) -> tuple[int | str, int | str, str]:
    if number % _ON_LEAVE_EVERY == 0:
        return "", "", "si_leave"
    wage = Vnd(dice(seed, "member", number).randrange(_LEAST, _MOST) * _THOUSAND)
    rate = law().for_month(f"dues.rate.{DuesGroup.NON_STATE}", period).rate
    withheld = times(wage, rate, Rounding.HALF_UP)
    return wage, "" if number % _NOT_WITHHELD_EVERY == 0 else withheld, "working"


def _no(number: int) -> str:
    return f"DV{number:04d}"


def _name(number: int) -> str:
    return f"{_FAMILY[number % len(_FAMILY)]} {_GIVEN[number % len(_GIVEN)]}"
