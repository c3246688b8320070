"""Rows of registers and feeds, in the few words a story needs.

TLD ─ LDA (collects) ─ A1 ─ G1, G2
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from finance.actions.match_receipts import Decision
from finance.records.relief import ReliefRow, WorkersOrganisationRow
from finance.rules.bank_debits import DebitMeaning, ReadDebit
from finance.rules.facts import (
    AccountFacts,
    BankFacts,
    DeclarationFacts,
    DeclarationStatus,
    EmployerFacts,
    OpeningFacts,
    SplitRuleFacts,
    UnitFacts,
)
from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import MoneySource, Role
from ledger.money import Vnd
from ledger.periods import Period

START = dt.date(2020, 1, 1)
OPENED = dt.date(2026, 6, 30)  # the day the registers of these tests come in
FOREVER = dt.date(9999, 12, 31)
BOOKS = ("TLD", "LDA", "A1", "G1", "G2")
LEVELS = {
    "TLD": ("national", ""),
    "LDA": ("province", "TLD"),
    "A1": ("upper", "LDA"),
    "G1": ("grassroots", "A1"),
    "G2": ("grassroots", "A1"),
}
E1, E2, E3, E4, E5 = "9900000016", "9900000023", "9900000030", "9900000048", "9900000055"
UNIONS = {E1: "G1", E2: "G2", E3: "", E4: "G1", E5: "G1"}
LEVY_SHARES = ("75/100", "12/100", "8/100", "5/100")
DUES_SHARES = ("70/100", "15/100", "9/100", "6/100")


def numbered(rows: Iterable[Any]) -> list[Any]:
    """Rows as they stand in a file whose header is row 1."""
    made = [replace(row, row=number) for number, row in enumerate(rows, start=2)]
    assert all(isinstance(row.row, int) for row in made)
    return made


def unit(code: str, **changes: Any) -> UnitFacts:  # noqa: ANN401 - any field of the row
    """A unit of the federation, or another with its place named."""
    level, parent = LEVELS.get(code, ("grassroots", "A1"))
    made = UnitFacts(
        row=0,
        code=code,
        name=f"Công đoàn {code}",
        level=Role(level),
        parent_code=parent,
        kind="",
        valid_from=START,
        valid_to=None,
        successor_code="",
    )
    return replace(made, **changes)


def employer(tax_code: str, **changes: Any) -> EmployerFacts:  # noqa: ANN401 - any field of the row
    """An employer of the federation; LDA collects from it."""
    made = EmployerFacts(
        row=0,
        tax_code=tax_code,
        si_unit_code=f"SI{tax_code}",
        name=f"Công ty {tax_code}",
        employer_type=EmployerType.ENTERPRISE,
        pay_cycle=PayCycle.MONTHLY,
        province_code="A",
        grassroots_unit=UNIONS.get(tax_code, "G1"),
        collecting_unit="LDA",
        upper_unit="A1",
        valid_from=START,
        valid_to=None,
    )
    return replace(made, **changes)


def account(unit_code: str, **changes: Any) -> AccountFacts:  # noqa: ANN401 - any field of the row
    """The bank account of a unit; its number is 10 and the unit's code."""
    made = AccountFacts(
        row=0,
        account_no=account_of(unit_code),
        bank_bin="970405",
        unit_code=unit_code,
        ledger_account="112",
        purpose="levy_collection",
    )
    return replace(made, **changes)


def account_of(unit_code: str) -> str:
    """The number of a unit's account."""
    return f"10{unit_code}"


def rule(
    source: MoneySource,
    shares: Sequence[str],
    **changes: Any,  # noqa: ANN401 - any field of the row
) -> list[SplitRuleFacts]:
    """The rows of one rule, from the ground up."""
    made = SplitRuleFacts(
        row=0,
        source=source,
        scope="TLD",
        valid_from=Period("2025-01"),
        valid_to=None,
        role=Role.GRASSROOTS,
        share=Fraction(0),
        decision="QĐ 12/TLĐ ngày 05/01/2026",
    )
    return [
        replace(made, role=role, share=Fraction(share), **changes)
        for role, share in zip(Role, shares, strict=True)
    ]


def levy_rule(*shares: str, **changes: Any) -> list[SplitRuleFacts]:  # noqa: ANN401 - any field
    """How the levy is shared."""
    return rule(MoneySource.LEVY, shares or LEVY_SHARES, **changes)


def dues_rule(*shares: str, **changes: Any) -> list[SplitRuleFacts]:  # noqa: ANN401 - any field
    """How the dues are shared."""
    return rule(MoneySource.DUES, shares or DUES_SHARES, **changes)


def declaration(tax_code: str, period: str, wage_fund: int, **changes: Any) -> DeclarationFacts:  # noqa: ANN401 - any field
    """What an employer declared for a month."""
    made = DeclarationFacts(
        row=0,
        si_unit_code=f"SI{tax_code}",
        tax_code=tax_code,
        name=f"Công ty {tax_code}",
        period=Period(period),
        employees=100,
        wage_fund_vnd=Vnd(wage_fund),
        status=DeclarationStatus.ACTIVE,
        agency_code="",
        submitted_at=None,
    )
    return replace(made, **changes)


def bank_row(reference: str, on: dt.date, amount: int, **changes: Any) -> BankFacts:  # noqa: ANN401 - any field
    """A credit row of a statement, or, with a negative amount, a debit row."""
    made = BankFacts(
        row=0,
        reference=reference,
        booked_on=on,
        value_on=None,
        debit_vnd=Vnd(max(0, -amount)),
        credit_vnd=Vnd(max(0, amount)),
        balance_vnd=None,
        counter_account="",
        counter_name="",
        content="CHUYEN TIEN",
        occurrence=1,
    )
    return replace(made, **changes)


def opening(unit_code: str, account_code: str, amount: int, fund: str = "") -> OpeningFacts:
    """An opening balance, debit positive."""
    return OpeningFacts(
        row=0,
        unit_code=unit_code,
        account=account_code,
        fund=fund,
        item="",
        debit_vnd=Vnd(max(0, amount)),
        credit_vnd=Vnd(max(0, -amount)),
        on=OPENED,
    )


def decision(
    receipt: str,
    tax_code: str,
    parts: Mapping[str, int],
    credit: int = 0,
    **changes: Any,  # noqa: ANN401 - any field
) -> Decision:
    """A certain decision: a receipt (UNIT/R/SEQ) is an employer's, for these months."""
    holder, _, seq = receipt.split("/")
    made = Decision(
        holder_unit=holder,
        receipt_seq=int(seq),
        certain=True,
        confidence=100,
        evidence=("tax_code",),
        tax_code=tax_code,
        collector="LDA",
        parts=tuple(parts.items()),
        credit_vnd=credit,
    )
    return replace(made, **changes)


def waits(row: BankFacts, receipts: Sequence[object], payments: Sequence[object]) -> DebitMeaning:
    """Nobody knows what a debit row is for."""
    assert row.debit_vnd
    assert all(receipts)
    assert all(payments)
    return DebitMeaning()


def returns(seq: int) -> ReadDebit:
    """A reader of debit rows that sees this receipt taken back."""
    return lambda _row, receipts, _payments: DebitMeaning(
        returns=seq if any(each.seq == seq for each in receipts) else None
    )


def settles_first() -> ReadDebit:
    """A reader of debit rows that sees the first payment of that amount carried out."""
    return lambda _row, _receipts, payments: DebitMeaning(
        settles=payments[0].seq if payments else None
    )


def suspension(tax_code: str, first: str, last: str) -> ReliefRow:
    """A suspension of an employer's levy."""
    return ReliefRow(
        tax_code=tax_code,
        kind="suspension",
        from_period=first,
        to_period=last,
        decision="QĐ 7/LĐLĐ",
        decided_on=dt.date(2026, 6, 25),
    )


def organisation(tax_code: str, name: str, account_no: str = "") -> WorkersOrganisationRow:
    """A workers' organisation at an employer."""
    return WorkersOrganisationRow(
        tax_code=tax_code, valid_from=START, valid_to=FOREVER, name=name, account_no=account_no
    )
