"""Members, payrolls and their months, in the few words a story of dues needs."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.import_members import import_members
from finance.actions.record_payroll import record_payroll
from finance.records.dues import DuesRow
from finance.rules.dues import DuesGroup, MemberStatus
from finance.rules.facts import MemberFacts, PayrollFacts
from finance.runtime.batches import Judged
from finance.runtime.identity import SYSTEM, Actor
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import numbered
from tests.federation import Federation

JUNE = Period("2026-06")
DAY = dt.date(2026, 7, 6)
LONG_AGO = dt.date(2020, 1, 1)


def member(member_no: str, **changes: Any) -> MemberFacts:  # noqa: ANN401 - any field of the row
    """A member of G1, outside the state, for long."""
    made = MemberFacts(
        row=0,
        member_no=member_no,
        unit_code="G1",
        name=f"Nguyễn Văn {member_no}",
        citizen_last4="",
        dues_group=DuesGroup.NON_STATE,
        fixed_vnd=None,
        joined_on=LONG_AGO,
        left_on=None,
    )
    return replace(made, **changes)


def slip(member_no: str, wage: int | None, **changes: Any) -> PayrollFacts:  # noqa: ANN401 - any field
    """What the payroll of June says of a member of G1."""
    made = PayrollFacts(
        row=0,
        unit_code="G1",
        member_no=member_no,
        period=JUNE,
        wage_base_vnd=None if wage is None else Vnd(wage),
        withheld_vnd=None,
        status=MemberStatus.WORKING,
    )
    return replace(made, **changes)


def hire(fed: Federation, *rows: MemberFacts, actor: Actor = SYSTEM) -> Judged:
    """Take members in."""
    return import_members(fed.ctx(DAY, actor), numbered(rows), fed.batches)


def pay_slip(fed: Federation, *rows: PayrollFacts, actor: Actor = SYSTEM) -> Judged:
    """Take a payroll in."""
    return record_payroll(fed.ctx(DAY, actor), numbered(rows), fed.batches)


def assessed(fed: Federation, wages: Sequence[tuple[str, int]], unit: str = "G1") -> None:
    """Members of a unit with their wages of June, assessed."""
    hire(fed, *(member(number, unit_code=unit) for number, _ in wages))
    pay_slip(fed, *(slip(number, wage, unit_code=unit) for number, wage in wages))
    assess_dues(fed.ctx(DAY), AssessDues(unit, JUNE, DAY))


def months(fed: Federation) -> dict[tuple[str, str], tuple[int, int]]:
    """What is owed and paid, by unit and member."""
    with fed.database.reading() as session:
        rows = session.query(DuesRow).all()
    return {(row.unit_code, row.member_no): (row.amount_vnd, row.paid_vnd) for row in rows}
