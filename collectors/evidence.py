"""What an outsider said, row by row, before anybody has judged it.

Pure. A `RawRow` is a row as it came, in text; the records below it are the same rows once
every cell has been read. Nothing here says whether a statement is true: that an employer is
known or a unit exists is asked further in.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import MoneySource, Role
from ledger.errors import Problem
from ledger.money import Vnd
from ledger.periods import Period

_BARRED = str.maketrans({"đ": "d", "Đ": "D"})  # a letter of its own: no mark falls off it


class Feed(StrEnum):
    """What a file is about; the columns of each are in the contract of the feeds."""

    SI = "si"
    TAX = "tax"
    BANK = "bank"
    UNITS = "units"
    EMPLOYERS = "employers"
    ACCOUNTS = "accounts"
    SPLIT_RULES = "split-rules"
    OPENINGS = "openings"


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
class RawRow:
    """One row of a file as it came: text by column, canonical names first known, others kept.

    `row` counts as a spreadsheet does: the header is row 1. `problems` are what the format
    itself holds against the row, such as a number where a code must be text.
    """

    row: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class BankRow:
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
class SiRow:
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
class TaxRow:
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
class UnitRow:
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
class EmployerRow:
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
class AccountRow:
    """One bank account, whose it is and on which account of the book it stands."""

    row: int
    account_no: str
    bank_bin: str
    unit_code: str
    ledger_account: str
    purpose: str  # levy_collection, operations; empty when the file does not say


@dataclass(frozen=True, slots=True)
class SplitRuleRow:
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
class OpeningRow:
    """One opening balance of one book; one of `debit_vnd` and `credit_vnd` is zero."""

    row: int
    unit_code: str
    account: str
    fund: str
    item: str
    debit_vnd: Vnd
    credit_vnd: Vnd
    on: dt.date


def fold(text: str) -> str:
    """Write a text as banks do: upper case, without diacritics, single spaces.

    Takes    any text, in any form of Unicode.
    Returns  the same words to compare by: `Đóng  kinh phí` becomes `DONG KINH PHI`. Digits of
             full width become plain ones.
    """
    apart = unicodedata.normalize("NFKD", text.translate(_BARRED))
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.upper().split())
