"""What is known of an employer's year."""

from finance.rules.facts import DeclarationStatus
from finance.rules.loss_facts import EmployerYear, Said, SiUnit
from ledger.money import Vnd
from ledger.periods import Period


def _said(period: str, status: str = "active") -> Said:
    return Said(Period(period), DeclarationStatus(status), 10, Vnd(100))


def test_what_a_unit_said_last_holds_until_it_speaks_again() -> None:
    """A month is told by the last statement up to it, also one of an earlier year."""
    unit = SiUnit("SI1", (_said("2026-02"), _said("2026-04", "nil")), _said("2025-11", "inactive"))
    told = [unit.last(Period(f"2026-{month:02d}")) for month in (1, 2, 3, 4, 12)]
    assert [said and said.period for said in told] == [
        "2025-11",
        "2026-02",
        "2026-02",
        "2026-04",
        "2026-04",
    ]
    assert SiUnit("SI2", ()).last(Period("2026-12")) is None


def test_only_months_with_people_declared_are_active() -> None:
    """Nil, inactive and ceased are statements, and none of them declares anybody."""
    units = (
        SiUnit("SI1", (_said("2026-01"), _said("2026-02", "nil"))),
        SiUnit("SI2", (_said("2026-01"), _said("2026-03", "ceased"))),
    )
    found = EmployerYear("9900000016", "E1", 2026, None, si=units).active()
    assert found == {Period("2026-01"): [_said("2026-01"), _said("2026-01")]}
