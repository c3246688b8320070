"""Members as their register gives them, and what payrolls say of them."""

import datetime as dt

import pytest

from collectors.evidence import RawRow
from collectors.screening.members import kept, screen_member, screen_payroll
from finance.rules.dues import DuesGroup, MemberStatus
from finance.rules.facts import MemberFacts, PayrollFacts
from ledger.money import Vnd
from ledger.periods import Period

CITIZEN = "079123456789"
MEMBER = {
    "member_no": "M1",
    "unit_code": "G1",
    "name": "Nguyễn Văn An",
    "citizen_id": CITIZEN,
    "dues_group": "non_state",
    "joined_on": "01/07/2020",
}
PAYROLL = {
    "unit_code": "G1",
    "member_no": "M1",
    "period": "06/2026",
    "wage_base": "17.600.000",
    "withheld": "88000",
}


def _problems(cells: dict[str, str]) -> list[tuple[str, str]]:
    return [(each.code, each.column) for each in screen_member(RawRow(2, cells)).problems]


def test_a_member() -> None:
    """Of the citizen's number the last four digits go on; nobody who has not left."""
    found = screen_member(RawRow(2, MEMBER))
    assert found.record == MemberFacts(
        row=2,
        member_no="M1",
        unit_code="G1",
        name="Nguyễn Văn An",
        citizen_last4="6789",
        dues_group=DuesGroup.NON_STATE,
        fixed_vnd=None,
        joined_on=dt.date(2020, 7, 1),
        left_on=None,
    )
    assert found.key == "G1|M1|2020-07-01"


def test_a_member_by_a_fixed_amount_who_left() -> None:
    """Groups by their Vietnamese names as well; a name and a number may be left out."""
    cells = {
        **MEMBER,
        "name": "",
        "citizen_id": "",
        "dues_group": "Cố định",
        "fixed_amount": "20 000",
        "left_on": "2026-06-15",
    }
    made = screen_member(RawRow(2, cells)).record
    assert made is not None
    assert (made.dues_group, made.fixed_vnd) == (DuesGroup.FIXED, 20_000)
    assert (made.left_on, made.citizen_last4) == (dt.date(2026, 6, 15), "")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"member_no": ""}, ("cell.empty", "member_no")),
        ({"unit_code": "G 1"}, ("code.form", "unit_code")),
        ({"citizen_id": "7912345678"}, ("citizen.form", "citizen_id")),
        ({"dues_group": "5"}, ("choice.unknown", "dues_group")),
        ({"fixed_amount": "1,5"}, ("money.not_whole", "fixed_amount")),
        ({"joined_on": "x"}, ("date.form", "joined_on")),
        ({"left_on": "2020-06-30"}, ("dates.order", "left_on")),
    ],
)
def test_what_is_wrong_with_a_member(change: dict[str, str], told: tuple[str, str]) -> None:
    """Each cell by its own name."""
    assert told in [(code, column) for code, column in _problems({**MEMBER, **change})]


def test_a_wrong_citizens_number_is_not_repeated() -> None:
    """The sentence goes to lists and pages: it says what is wrong and not the number."""
    (problem,) = screen_member(RawRow(2, {**MEMBER, "citizen_id": "07912345678X"})).problems
    assert "0791" not in problem.sentence("vi") + problem.sentence("en")
    assert dict(problem.facts) == {}


@pytest.mark.parametrize(
    ("cells", "there"),
    [
        ({"a": "1", "citizen_id": CITIZEN}, {"a": "1", "citizen_id": "…6789"}),
        ({"citizen_id": " 079123456789 "}, {"citizen_id": "…6789"}),
        ({"citizen_id": ""}, {"citizen_id": ""}),
        ({"a": "1"}, {"a": "1"}),
    ],
)
def test_rows_are_kept_without_the_number(cells: dict[str, str], there: dict[str, str]) -> None:
    """Also a row that waits in quarantine."""
    assert kept(cells) == there


def test_a_payroll() -> None:
    """Who says nothing of leave was working."""
    found = screen_payroll(RawRow(2, PAYROLL))
    assert found.record == PayrollFacts(
        row=2,
        unit_code="G1",
        member_no="M1",
        period=Period("2026-06"),
        wage_base_vnd=Vnd(17_600_000),
        withheld_vnd=Vnd(88_000),
        status=MemberStatus.WORKING,
    )
    assert found.key == "G1|M1|2026-06"


def test_a_month_on_leave_has_no_wage() -> None:
    """Neither wage nor deduction need be told."""
    cells = {**PAYROLL, "wage_base": "", "withheld": "", "status": "hưởng BHXH"}
    made = screen_payroll(RawRow(2, cells)).record
    assert made is not None
    assert (made.wage_base_vnd, made.withheld_vnd) == (None, None)
    assert made.status is MemberStatus.SI_LEAVE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"period": "2026"}, "period.form"),
        ({"wage_base": "-5"}, "money.negative"),
        ({"withheld": "x"}, "money.not_whole"),
        ({"status": "?"}, "choice.unknown"),
    ],
)
def test_what_is_wrong_with_a_payroll(change: dict[str, str], code: str) -> None:
    """The row waits, with the cell's name."""
    assert [p.code for p in screen_payroll(RawRow(2, {**PAYROLL, **change})).problems] == [code]
