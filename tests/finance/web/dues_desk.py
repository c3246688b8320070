"""Two members of CTA with dues of May, for the tests of the pages about them."""

import datetime as dt

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.records.bank_accounts import BankAccountRow
from finance.records.members import MemberRow
from finance.rules.dues import DuesGroup, MemberMonth
from ledger.money import Vnd
from ledger.periods import Period
from tests.builders import dues_rule
from tests.doors import DAY, House
from tests.federation import Federation

MAY = Period("2026-05")
MONTH = "/office/units/CTA/dues/2026-05/"
MEMBER = "/office/units/CTA/members/M1/"


def begin(house: House) -> None:
    """M1 owes 88,000 for May, M2 100,000; CTA has an account, and dues are divided."""
    fed = Federation(house.database)
    fed.rules(*dues_rule())
    with house.database.writing() as session:
        session.add_all(_member(number) for number in (1, 2))
        session.add(
            BankAccountRow(
                account_no="0711",
                bank_bin="970405",
                unit_code="CTA",
                ledger_account="112",
                purpose="operations",
            )
        )
        session.commit()
    wages = {"M1": 17_600_000, "M2": 20_000_000}
    months = {
        number: MemberMonth(MAY, DuesGroup.NON_STATE, wage_vnd=Vnd(wage))
        for number, wage in wages.items()
    }
    assess_dues(fed.ctx(DAY), AssessDues("CTA", MAY, DAY, months))


def _member(number: int) -> MemberRow:
    return MemberRow(
        unit_code="CTA",
        member_no=f"M{number}",
        joined_on=dt.date(2020, 1, 1),
        left_on=dt.date(9999, 12, 31) if number == 1 else dt.date(2026, 5, 31),
        name=f"Nguyễn Văn <b>{number}</b>",
        citizen_last4="6789",
        dues_group="non_state",
        fixed_vnd=None,
        code_no=number,
    )
