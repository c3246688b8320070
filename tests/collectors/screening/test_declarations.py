"""What the social insurance agency and the tax authority say."""

import datetime as dt

import pytest

from collectors.evidence import RawRow
from collectors.screening.declarations import screen_si, screen_tax
from finance.rules.facts import DeclarationFacts, DeclarationStatus, TaxFacts, TaxStatus

E4 = {
    "si_unit_code": "TA0004A",
    "tax_code": "9900000048",
    "name": "Công ty E4",
    "period": "06/2026",
    "employees": "57",
    "wage_fund": "345.678.901",
    "status": "",
    "agency_code": "001",
    "submitted_at": "2026-07-01 09:00",
}
TAX = {"tax_code": "9900000048", "name": "E4", "status": "Giải thể", "year": "2025"}


def _si(**cells: str) -> RawRow:
    return RawRow(2, E4 | cells)


def test_a_declaration_is_read_whole() -> None:
    """Every column finds its place."""
    record = screen_si(_si()).record
    assert isinstance(record, DeclarationFacts)
    assert (record.tax_code, record.period, record.employees) == ("9900000048", "2026-06", 57)
    assert (record.wage_fund_vnd, record.status) == (345_678_901, DeclarationStatus.ACTIVE)
    assert record.submitted_at is not None
    assert record.submitted_at.isoformat() == "2026-07-01T09:00:00+07:00"


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"status": "nil", "employees": "", "wage_fund": ""}, DeclarationStatus.NIL),
        ({"status": "", "employees": "0", "wage_fund": "0"}, DeclarationStatus.NIL),
        ({"status": "", "employees": "5", "wage_fund": "0"}, DeclarationStatus.ACTIVE),
        ({"status": "Tạm ngừng", "employees": "", "wage_fund": ""}, DeclarationStatus.INACTIVE),
        ({"status": "ceased", "employees": "0", "wage_fund": "0"}, DeclarationStatus.CEASED),
    ],
)
def test_nil_inactive_ceased_and_active_are_four_things(
    cells: dict[str, str], status: DeclarationStatus
) -> None:
    """A unit that has stopped may leave its figures empty: they are zero."""
    record = screen_si(_si(**cells)).record
    assert record is not None
    assert record.status is status
    assert record.wage_fund_vnd == 0


def test_an_active_unit_must_give_its_figures() -> None:
    """Empty is no zero for somebody who pays wages."""
    problems = screen_si(_si(employees="", wage_fund="")).problems
    assert [(p.code, p.column) for p in problems] == [
        ("cell.empty", "employees"),
        ("cell.empty", "wage_fund"),
    ]


def test_nil_with_a_wage_fund_contradicts_itself() -> None:
    """One of the two is wrong, and it is not for us to say which."""
    problems = screen_si(_si(status="nil")).problems
    assert [p.code for p in problems] == ["status.nil_with_wages"]


def test_odd_declarations_are_taken_with_a_warning() -> None:
    """A unit may pay wages in the month it stops, or wages to nobody left."""
    screened = screen_si(_si(status="ceased", employees="0"))
    assert screened.record is not None
    assert [w.code for w in screened.warnings] == ["status.still_pays", "employees.none_for_wages"]


def test_all_that_is_wrong_with_a_declaration_is_told() -> None:
    """A missing tax code and a negative fund are both named."""
    problems = screen_si(_si(tax_code="", wage_fund="-1", period="quý 2")).problems
    assert {(p.code, p.column) for p in problems} == {
        ("cell.empty", "tax_code"),
        ("money.negative", "wage_fund"),
        ("period.form", "period"),
    }


def test_a_taxpayers_year_is_read() -> None:
    """Figures may be missing; they are then unknown, not zero."""
    assert screen_tax(RawRow(3, TAX)).record == TaxFacts(
        row=3,
        tax_code="9900000048",
        name="E4",
        status=TaxStatus.DISSOLVED,
        status_on=None,
        province_code="",
        year=2025,
        employees=None,
        wages_paid_vnd=None,
    )
    full = TAX | {
        "status_on": "31/12/2025",
        "employees": "9",
        "wages_paid": "1.000",
        "status": "active",
    }
    record = screen_tax(RawRow(3, full)).record
    assert record is not None
    assert (record.status_on, record.employees) == (dt.date(2025, 12, 31), 9)
    assert record.wages_paid_vnd == 1000


def test_a_taxpayers_status_is_one_of_five() -> None:
    """A word that nobody knows is no status."""
    problems = screen_tax(RawRow(3, TAX | {"status": "đang ngủ"})).problems
    assert [(p.code, p.column) for p in problems] == [("choice.unknown", "status")]
