"""Screen what the social insurance agency and the tax authority say of employers.

Pure.
"""

from collectors.evidence import RawRow
from collectors.screening.cells import Cells, Screened
from collectors.screening.choices import DECLARATION_STATUSES, TAX_STATUSES
from collectors.screening.sentences import Wrong
from finance.rules.facts import DeclarationFacts, DeclarationStatus, TaxFacts, TaxStatus
from ledger.money import ZERO, Vnd

_NIL_WITH_WAGES: Wrong = (
    "status.nil_with_wages",
    (
        "Khai «không phát sinh» nhưng quỹ lương là {wage_fund} đồng.",
        "Declared nil, yet with a wage fund of {wage_fund} đồng.",
    ),
)
_NO_WORKERS: Wrong = (
    "employees.none_for_wages",
    (
        "Quỹ lương {wage_fund} đồng nhưng không có lao động.",
        "A wage fund of {wage_fund} đồng without employees.",
    ),
)
_STILL_PAYS: Wrong = (
    "status.still_pays",
    (
        "Đơn vị ở trạng thái {status} nhưng quỹ lương là {wage_fund} đồng.",
        "The unit is {status}, yet with a wage fund of {wage_fund} đồng.",
    ),
)


def screen_si(raw: RawRow) -> Screened[DeclarationFacts]:
    """Screen one unit's month.

    An empty status is `nil` when nobody is employed and nothing paid, else `active`. Employees
    and wage fund may be left empty by a unit that is nil, inactive or ceased: they are zero.
    A nil declaration with a wage fund contradicts itself and is refused; an inactive or ceased
    unit with one, or wages without employees, are taken with a warning.
    """
    cells = Cells(raw)
    said = cells.choice("status", DECLARATION_STATUSES)
    must = said in {"", DeclarationStatus.ACTIVE}
    employees = cells.count("employees", required=must)
    wage_fund = cells.amount("wage_fund", required=must)
    status = _status(said, employees, wage_fund)
    _hold_together(cells, status, employees, wage_fund)
    words = {
        "si_unit_code": cells.code("si_unit_code", required=True),
        "tax_code": cells.tax_code(),
        "name": cells.name("name"),
        "agency_code": cells.code("agency_code"),
    }
    period = cells.period("period")
    submitted_at = cells.moment_or_none("submitted_at")
    return cells.screened(
        lambda: DeclarationFacts(
            row=raw.row,
            **words,
            period=period,
            employees=0 if employees is None else employees,
            wage_fund_vnd=ZERO if wage_fund is None else wage_fund,
            status=status,
            submitted_at=submitted_at,
        ),
        # Not the tax code: that is often what is wrong, and the unit is known by its own code.
        {"si_unit_code": words["si_unit_code"], "period": period},
    )


def screen_tax(raw: RawRow) -> Screened[TaxFacts]:
    """Screen one taxpayer's year."""
    cells = Cells(raw)
    tax_code = cells.tax_code()
    name = cells.name("name")
    status = cells.choice("status", TAX_STATUSES, required=True)
    status_on = cells.day_or_none("status_on")
    province_code = cells.code("province_code")
    year = cells.year("year")
    employees = cells.count("employees")
    wages_paid = cells.amount("wages_paid")
    return cells.screened(
        lambda: TaxFacts(
            row=raw.row,
            tax_code=tax_code,
            name=name,
            status=TaxStatus(status),
            status_on=status_on,
            province_code=province_code,
            year=year,
            employees=employees,
            wages_paid_vnd=wages_paid,
        ),
        {"tax_code": tax_code, "year": year},
    )


def _status(said: str, employees: int | None, wage_fund: Vnd | None) -> DeclarationStatus:
    if said:
        return DeclarationStatus(said)
    nothing = employees == 0 and wage_fund == 0
    return DeclarationStatus.NIL if nothing else DeclarationStatus.ACTIVE


def _hold_together(
    cells: Cells, status: DeclarationStatus, employees: int | None, wage_fund: Vnd | None
) -> None:
    if not wage_fund:
        return
    if status is DeclarationStatus.NIL:
        cells.refuse("status", *_NIL_WITH_WAGES, wage_fund=wage_fund)
    elif status is not DeclarationStatus.ACTIVE:
        cells.warn("status", *_STILL_PAYS, status=status, wage_fund=wage_fund)
    if employees == 0:
        cells.warn("employees", *_NO_WORKERS, wage_fund=wage_fund)
