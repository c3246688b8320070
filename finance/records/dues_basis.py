"""What a unit's dues of a month are computed from: register, payroll, employers, decisions."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.dues import PayrollRow, extra_of, payrolls
from finance.records.employers import EmployerRow
from finance.records.members import MemberRow, members_on_last_day
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.rules.levy import EmployerType
from ledger.money import Vnd
from ledger.periods import Period, last_day


@dataclass(slots=True)
class Basis:
    """Each member's month, by number; and those whose dues cannot be computed, with the reason."""

    months: dict[str, MemberMonth] = field(default_factory=dict)
    without_payroll: list[str] = field(default_factory=list)  # they pay by wage, and none is told
    unclear: list[str] = field(default_factory=list)  # who pays their wages is not told


def basis(session: Session, unit: str, period: Period) -> Basis:
    """Read what a unit's dues of a month are computed from.

    Dues were stopped in bodies paid by the State. Where a joint union has such an employer
    beside others, the register does not say whose a member on the public pay scale is: that
    member waits, nothing is guessed.
    """
    made = Basis()
    told = payrolls(session, unit, period)
    funded = _funded(session, unit, period)
    extra = extra_of(session, unit, period)
    for member in members_on_last_day(session, unit, period):
        group, said = DuesGroup(member.dues_group), told.get(member.member_no)
        if funded == {True, False} and group is DuesGroup.PUBLIC_SCALE:
            made.unclear.append(member.member_no)
        elif group is not DuesGroup.FIXED and not _enough(said):
            made.without_payroll.append(member.member_no)
        else:
            wage = None if said is None or said.wage_base_vnd is None else Vnd(said.wage_base_vnd)
            made.months[member.member_no] = MemberMonth(
                period,
                group,
                MemberStatus.WORKING if said is None else MemberStatus(said.status),
                wage,
                _fixed(member),
                state_funded=funded == {True},
                extra_of_one=extra,
            )
    return made


def _fixed(member: MemberRow) -> Vnd | None:
    return None if member.fixed_vnd is None else Vnd(member.fixed_vnd)


def _enough(said: PayrollRow | None) -> bool:
    if said is None:
        return False
    return said.wage_base_vnd is not None or said.status != MemberStatus.WORKING


def _funded(session: Session, unit: str, period: Period) -> set[bool]:
    """Whether the State pays the wages of a unit's employers: of all, of none, or of some."""
    day = last_day(period)
    kinds = session.scalars(
        select(EmployerRow.employer_type).where(
            EmployerRow.grassroots_unit == unit,
            EmployerRow.valid_from <= day,
            EmployerRow.valid_to >= day,
        )
    )
    return {kind == EmployerType.STATE_FUNDED for kind in kinds}
