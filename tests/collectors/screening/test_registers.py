"""Units, employers, accounts, split rules and openings, as their registers give them."""

import datetime as dt
from fractions import Fraction

import pytest

from collectors.evidence import RawRow
from collectors.screening.registers import (
    screen_account,
    screen_employer,
    screen_opening,
    screen_split_rule,
    screen_unit,
)
from finance.rules.facts import AccountFacts, EmployerFacts, OpeningFacts, SplitRuleFacts, UnitFacts
from finance.rules.levy import EmployerType, PayCycle
from finance.rules.sharing import MoneySource, Role
from ledger.errors import Problem
from ledger.money import ZERO, Vnd
from ledger.periods import Period

UNIT = {
    "code": "G1",
    "name": "Công đoàn cơ sở E1",
    "level": "grassroots",
    "parent_code": "A1",
    "kind": "",
    "valid_from": "2025-07-01",
}
EMPLOYER = {
    "tax_code": "9900000048",
    "name": "Công ty E4",
    "employer_type": "enterprise",
    "province_code": "01",
    "grassroots_unit": "G1",
    "collecting_unit": "LDA",
    "upper_unit": "A1",
    "valid_from": "2025-07-01",
}
RULE = {
    "source": "levy",
    "scope": "TLD",
    "valid_from": "2022-01",
    "role": "grassroots",
    "share": "75/100",
    "decision": "QĐ 8108/QĐ-TLĐ",
}
OPENING = {
    "unit_code": "G1",
    "account": "4316",
    "fund": "levy",
    "credit": "5.500.000",
    "on": "30/06/2026",
}


def _told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.column) for problem in problems]


def test_a_unit_is_read() -> None:
    """Open-ended unless the row says otherwise."""
    assert screen_unit(RawRow(2, UNIT)).record == UnitFacts(
        row=2,
        code="G1",
        name="Công đoàn cơ sở E1",
        level=Role.GRASSROOTS,
        parent_code="A1",
        kind="",
        valid_from=dt.date(2025, 7, 1),
        valid_to=None,
        successor_code="",
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"parent_code": ""}, [("unit.no_parent", "parent_code")]),
        ({"level": "national"}, [("unit.no_parent", "parent_code")]),
        ({"level": "national", "parent_code": ""}, []),
        ({"parent_code": "G1"}, [("unit.own_parent", "parent_code")]),
        ({"valid_to": "2025-06-30"}, [("dates.order", "valid_to")]),
        ({"valid_to": "2025-07-01"}, []),
        ({"level": "quận"}, [("choice.unknown", "level")]),
        ({"kind": "Khu công nghiệp"}, []),
    ],
)
def test_a_unit_stands_in_a_tree_and_in_time(
    cells: dict[str, str], told: list[tuple[str, str]]
) -> None:
    """Only the national unit has none above it; nobody ends before beginning."""
    assert _told(screen_unit(RawRow(2, UNIT | cells)).problems) == told


def test_an_employer_is_read_and_pays_monthly_unless_it_says_otherwise() -> None:
    """A quarterly payer is registered as one."""
    record = screen_employer(RawRow(2, EMPLOYER)).record
    assert record == EmployerFacts(
        row=2,
        tax_code="9900000048",
        si_unit_code="",
        name="Công ty E4",
        employer_type=EmployerType.ENTERPRISE,
        pay_cycle=PayCycle.MONTHLY,
        province_code="01",
        grassroots_unit="G1",
        collecting_unit="LDA",
        upper_unit="A1",
        valid_from=dt.date(2025, 7, 1),
        valid_to=None,
    )
    quarterly = screen_employer(RawRow(2, EMPLOYER | {"pay_cycle": "Quý"})).record
    assert quarterly is not None
    assert quarterly.pay_cycle is PayCycle.QUARTERLY


def test_an_employer_needs_somebody_who_collects() -> None:
    """No union is no fault; no collecting unit is one."""
    cells = EMPLOYER | {"grassroots_unit": "", "collecting_unit": ""}
    assert _told(screen_employer(RawRow(2, cells)).problems) == [("cell.empty", "collecting_unit")]


def test_an_account_number_has_no_spaces() -> None:
    """People group it; banks do not."""
    cells = {
        "account_no": "1400 288 668 989",
        "bank_bin": "970405",
        "unit_code": "TLD",
        "ledger_account": "112",
        "purpose": "Thu KPCĐ",
    }
    assert screen_account(RawRow(2, cells)).record == AccountFacts(
        row=2,
        account_no="1400288668989",
        bank_bin="970405",
        unit_code="TLD",
        ledger_account="112",
        purpose="levy_collection",
    )


def test_a_split_rule_is_exact() -> None:
    """The share is a fraction, never a decimal."""
    assert screen_split_rule(RawRow(2, RULE)).record == SplitRuleFacts(
        row=2,
        source=MoneySource.LEVY,
        scope="TLD",
        valid_from=Period("2022-01"),
        valid_to=None,
        role=Role.GRASSROOTS,
        share=Fraction(3, 4),
        decision="QĐ 8108/QĐ-TLĐ",
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"share": "0.75"}, [("share.form", "share")]),
        ({"valid_to": "2021-12"}, [("dates.order", "valid_to")]),
        ({"valid_to": "2022-01"}, []),
        ({"decision": ""}, [("cell.empty", "decision")]),
        ({"source": "Kinh phí công đoàn", "role": "Cơ sở", "valid_from": "2022-01-01"}, []),
    ],
)
def test_a_split_rule_is_a_decision_with_dates(
    cells: dict[str, str], told: list[tuple[str, str]]
) -> None:
    """Without a decision there is no rule."""
    assert _told(screen_split_rule(RawRow(2, RULE | cells)).problems) == told


def test_an_opening_stands_on_one_side() -> None:
    """A file with credits only is a good file."""
    assert screen_opening(RawRow(2, OPENING)).record == OpeningFacts(
        row=2,
        unit_code="G1",
        account="4316",
        fund="levy",
        item="",
        debit_vnd=ZERO,
        credit_vnd=Vnd(5_500_000),
        on=dt.date(2026, 6, 30),
    )
    both = OPENING | {"debit": "1"}
    assert _told(screen_opening(RawRow(2, both)).problems) == [("amount.both_sides", "debit")]
