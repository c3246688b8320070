"""What outsiders and registers say, row by row, once every cell has been read.

Pure. These are the values that cross from whoever reads a feed to the actions that judge it;
nothing here says whether a statement is true. `row` counts as a spreadsheet does: the header
is row 1.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from finance.rules.dues import DuesGroup, MemberStatus
from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import MoneySource, Role
from ledger.money import Vnd
from ledger.periods import Period


class DeclarationStatus(StrEnum):
    """What the social insurance agency says of a unit in a month; silence is a missing row."""

    ACTIVE = "active"
    NIL = "nil"  # the unit says that it owes nothing this month
    INACTIVE = "inactive"
    CEASED = "ceased"


class TaxStatus(StrEnum):
    """What the tax authority says of a taxpayer."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CEASED = "ceased"
    DISSOLVED = "dissolved"
    BANKRUPT = "bankrupt"


@dataclass(frozen=True, slots=True)
class BankFacts:
    """One movement on a bank account; one of `debit_vnd` and `credit_vnd` is zero.

    Its identity on the account is (booked_on, reference, occurrence within that day).
    """

    row: int
    reference: str
    booked_on: dt.date
    value_on: dt.date | None
    debit_vnd: Vnd
    credit_vnd: Vnd
    balance_vnd: Vnd | None
    counter_account: str
    counter_name: str
    content: str
    occurrence: int  # 1, 2, 3 … among the rows of one day with one reference


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """One unit's month as the social insurance agency sees it: a declaration."""

    row: int
    si_unit_code: str
    tax_code: str
    name: str
    period: Period
    employees: int
    wage_fund_vnd: Vnd
    status: DeclarationStatus
    agency_code: str
    submitted_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """One taxpayer's year as the tax authority sees it."""

    row: int
    tax_code: str
    name: str
    status: TaxStatus
    status_on: dt.date | None
    province_code: str
    year: int
    employees: int | None
    wages_paid_vnd: Vnd | None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One union unit in the register, from `valid_from` to `valid_to`, both days counted."""

    row: int
    code: str
    name: str
    level: Role
    parent_code: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    successor_code: str


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """One employer in the register, from `valid_from` to `valid_to`, both days counted."""

    row: int
    tax_code: str
    si_unit_code: str
    name: str
    employer_type: EmployerType
    pay_cycle: PayCycle
    province_code: str
    grassroots_unit: str  # empty: no union there
    collecting_unit: str
    upper_unit: str
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """One bank account, whose it is and on which account of the book it stands."""

    row: int
    account_no: str
    bank_bin: str
    unit_code: str
    ledger_account: str
    purpose: str  # levy_collection, operations; empty when the file does not say


@dataclass(frozen=True, slots=True)
class SplitRuleFacts:
    """One role's share of one source of money, below one unit, from a month on."""

    row: int
    source: MoneySource
    scope: str  # the unit it governs, with all below
    valid_from: Period
    valid_to: Period | None
    role: Role
    share: Fraction
    decision: str


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """One opening balance of one book; one of `debit_vnd` and `credit_vnd` is zero."""

    row: int
    unit_code: str
    account: str
    fund: str
    item: str
    debit_vnd: Vnd
    credit_vnd: Vnd
    on: dt.date


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One member of a grassroots union in the register, from `joined_on` to `left_on`.

    Of the citizen's number only the last four digits come this far.
    """

    row: int
    member_no: str
    unit_code: str
    name: str
    citizen_last4: str
    dues_group: DuesGroup
    fixed_vnd: Vnd | None
    joined_on: dt.date
    left_on: dt.date | None


@dataclass(frozen=True, slots=True)
class PayrollFacts:
    """One member's month as the employer's payroll tells it; None: the file does not say."""

    row: int
    unit_code: str
    member_no: str
    period: Period
    wage_base_vnd: Vnd | None
    withheld_vnd: Vnd | None
    status: MemberStatus
