"""What a unit's dues of a month are computed from."""

from fractions import Fraction

import pytest

from finance.records.dues_basis import Basis, basis
from finance.rules.dues import DuesGroup, MemberMonth, MemberStatus
from finance.rules.levy import EmployerType
from finance.runtime.database import Database
from ledger.money import Vnd
from tests.builders import E1, E2, E4, E5, employer
from tests.dues import JUNE, hire, member, pay_slip, slip
from tests.federation import Federation, federation


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def _basis(fed: Federation, unit: str = "G1") -> Basis:
    with fed.database.reading() as session:
        return basis(session, unit, JUNE)


def test_register_and_payroll_together(fed: Federation) -> None:
    """By wage, on leave, by a fixed amount; whose wage is not told is named."""
    hire(
        fed,
        member("M1"),
        member("M2"),
        member("M3", dues_group=DuesGroup.FIXED, fixed_vnd=Vnd(20_000)),
        member("M4"),
        member("M5"),
    )
    pay_slip(
        fed,
        slip("M1", 17_600_000),
        slip("M2", None, status=MemberStatus.SI_LEAVE),
        slip("M4", None),
    )
    found = _basis(fed)
    assert found.months == {
        "M1": MemberMonth(JUNE, DuesGroup.NON_STATE, wage_vnd=Vnd(17_600_000)),
        "M2": MemberMonth(JUNE, DuesGroup.NON_STATE, MemberStatus.SI_LEAVE),
        "M3": MemberMonth(JUNE, DuesGroup.FIXED, fixed_vnd=Vnd(20_000)),
    }
    assert found.without_payroll == ["M4", "M5"]
    assert found.months["M1"].extra_of_one == Fraction(0)


def test_a_body_paid_by_the_state(fed: Federation) -> None:
    """All members of its union, by whatever group."""
    fed.employers(employer(E2, employer_type=EmployerType.STATE_FUNDED))
    hire(fed, member("M1", unit_code="G2", dues_group=DuesGroup.PUBLIC_SCALE))
    pay_slip(fed, slip("M1", 10, unit_code="G2"))
    assert _basis(fed, "G2").months["M1"].state_funded


def test_a_union_of_several_employers(fed: Federation) -> None:
    """Whose member a person on the public scale is, the register does not say: they wait."""
    fed.employers(employer(E4, employer_type=EmployerType.STATE_FUNDED))
    hire(fed, member("M1", dues_group=DuesGroup.PUBLIC_SCALE), member("M2"))
    pay_slip(fed, slip("M1", 10), slip("M2", 10))
    found = _basis(fed)
    assert found.unclear == ["M1"]
    assert not found.months["M2"].state_funded
    fed.employers(*(employer(e, employer_type=EmployerType.STATE_FUNDED) for e in (E1, E5)))
    assert _basis(fed).months["M1"].state_funded
