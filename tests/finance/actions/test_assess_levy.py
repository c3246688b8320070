"""The levy of a month is brought to what was declared, and stays there."""

import datetime as dt

import pytest
from sqlalchemy import select

from finance.actions.assess_levy import AssessedUnit, AssessLevy, assess_levy
from finance.records.obligations import ObligationEventRow, ObligationRow
from finance.rules.facts import DeclarationStatus
from finance.rules.levy import EmployerType, PayCycle
from finance.runtime.context import PermissionRefused
from finance.runtime.database import Database
from finance.runtime.identity import Actor, Grant
from ledger.periods import Period
from tests.builders import E1, E2, E3, OPENED, decision, declaration, employer, suspension
from tests.federation import Federation, contents, federation

JUNE = Period("2026-06")
JULY = dt.date(2026, 7, 2)


@pytest.fixture
def fed(database: Database) -> Federation:
    """The federation of June."""
    return federation(database)


def test_two_in_a_hundred_half_up_with_the_rule_it_rests_on(fed: Federation) -> None:
    """An inspector finds wage fund, rate and its day beside the amount."""
    fed.declare(OPENED, declaration(E1, JUNE, 1_234_567_891, employees=7))
    assert fed.assess(JUNE, JULY) == [AssessedUnit("LDA", 1, 1, 0, 0, 24_691_358, 0)]
    row = fed.obligation(E1, JUNE)
    assert (row.gross_vnd, row.amount_vnd, row.wage_fund_vnd) == (
        24_691_358,
        24_691_358,
        1_234_567_891,
    )
    assert (row.rate_key, row.rate, row.employees) == ("levy.rate", "2/100", 7)
    assert row.due_on == dt.date(2026, 7, 31)
    assert fed.balance("LDA", "13881") == -fed.balance("LDA", "33883") == 24_691_358


def test_a_second_run_changes_nothing(fed: Federation) -> None:
    """Not a row, not an entry, not a number."""
    fed.pay(E1, JUNE, 1_000_000, JULY)
    fed.owe(E2, JUNE, 500_000)
    before = contents(fed.database)
    assert fed.assess(JUNE, JULY) == [AssessedUnit("LDA", 2, 0, 0, 2, 0, 0)]
    assert contents(fed.database) == before


def test_the_si_units_of_an_employer_are_added_before_rounding(fed: Federation) -> None:
    """One levy on the sum of their wage funds; a nil unit adds nothing."""
    fed.declare(
        OPENED,
        declaration(E1, JUNE, 25, si_unit_code="A"),
        declaration(E1, JUNE, 25, si_unit_code="B"),
        declaration(E1, JUNE, 10**9, si_unit_code="C", status=DeclarationStatus.INACTIVE),
    )
    fed.assess(JUNE, JULY)
    assert fed.obligation(E1, JUNE).amount_vnd == 1


def test_who_does_not_pay_owes_nothing(fed: Federation) -> None:
    """State-funded bodies stopped in June 2025: what was assessed for later months goes."""
    fed.owe(E1, JUNE, 1_000)
    fed.employers(employer(E1, employer_type=EmployerType.STATE_FUNDED))
    [done] = fed.assess(JUNE, JULY)
    assert (done.obligations, done.lowered, done.change_vnd) == (0, 1, -1_000)
    assert fed.obligation(E1, JUNE).open_vnd == 0
    fed.assert_sound()


def test_an_employer_that_ends_within_the_month_owes_for_it(fed: Federation) -> None:
    """And one that was never in the register that month does not."""
    fed.employers(
        employer(E1, valid_to=dt.date(2026, 6, 10)), employer(E2, valid_to=dt.date(2026, 5, 31))
    )
    fed.owe(E1, JUNE, 1_000)
    fed.owe(E2, JUNE, 1_000)
    with fed.database.reading() as session:
        assert [row.tax_code for row in session.scalars(select(ObligationRow))] == [E1]


def test_the_latest_row_of_the_month_says_who_collects(fed: Federation) -> None:
    """One obligation a month, whichever unit is asked for first."""
    fed.employers(
        employer(E1, valid_to=dt.date(2026, 6, 15)),
        employer(E1, valid_from=dt.date(2026, 6, 16), collecting_unit="TLD"),
    )
    fed.declare(OPENED, declaration(E1, JUNE, 50_000))
    assert fed.assess(JUNE, JULY, "LDA") == []
    assert [done.unit for done in fed.assess(JUNE, JULY, "TLD")] == ["TLD"]
    fed.assert_sound()


def test_quarterly_and_suspended_days(fed: Federation) -> None:
    """The due day follows the cycle; the longest suspension moves it furthest."""
    fed.employers(employer(E2, pay_cycle=PayCycle.QUARTERLY))
    fed.add(suspension(E1, "2026-05", "2026-09"), suspension(E1, "2026-06", "2026-07"))
    fed.owe(E1, JUNE, 1_000)
    fed.owe(E2, "2026-05", 1_000)
    assert fed.obligation(E1, JUNE).due_on == dt.date(2026, 10, 31)
    assert fed.obligation(E1, JUNE).suspended_to == "2026-09"
    assert fed.obligation(E2, "2026-05").due_on == dt.date(2026, 7, 31)


def test_a_suspension_granted_later_moves_the_day_and_posts_nothing(fed: Federation) -> None:
    """The receivable stays; only day and mark change."""
    fed.owe(E1, JUNE, 1_000)
    fed.add(suspension(E1, JUNE, "2026-08"))
    [done] = fed.assess(JUNE, JULY)
    assert done.change_vnd == 0
    assert fed.obligation(E1, JUNE).due_on == dt.date(2026, 9, 30)
    assert fed.balance("LDA", "13881") == 1_000


def test_the_latest_payment_gives_first(fed: Federation) -> None:
    """Less owed than was paid by two receipts: the earlier keeps paying."""
    fed.owe(E1, JUNE, 1_000)
    for name in ("R1", "R2"):
        receipt = fed.receive("LDA", name, 500, JULY)
        fed.match(JULY, decision(receipt, E1, {JUNE: 500}))
    fed.declare(JULY, declaration(E1, JUNE, 35_000))
    [done] = fed.assess(JUNE, JULY)
    assert (done.change_vnd, done.freed_vnd) == (-300, 300)
    assert fed.receipt("LDA/R/1").credit_vnd == 0
    assert fed.receipt("LDA/R/2").credit_vnd == 300
    fed.assert_sound()


def test_every_change_stands_in_the_history(fed: Federation) -> None:
    """The amounts owed are the sum of their changes."""
    fed.owe(E1, JUNE, 1_000)
    fed.owe(E1, JUNE, 700)
    with fed.database.reading() as session:
        changes = [row.delta_vnd for row in session.scalars(select(ObligationEventRow))]
    assert changes == [1_000, -300]


def test_a_closed_month_is_left_alone(fed: Federation) -> None:
    """The difference is booked on the first open day, in all books that share in it."""
    fed.pay(E1, JUNE, 1_000, JULY)
    fed.distribute(JULY)
    fed.close("A1", "2026-07", dt.date(2026, 7, 31))  # A1 is early, the others are not
    fed.declare(JULY, declaration(E1, JUNE, 40_000))
    fed.assess(JUNE, dt.date(2026, 7, 31))
    august = {
        row.book for row in fed.tagged(dt.date(2026, 8, 1), dt.date(2026, 8, 31)) if row.debit_vnd
    }
    assert august == {"TLD", "LDA", "A1", "G1"}
    fed.assert_sound()


@pytest.mark.parametrize(
    ("unit", "asked", "allowed"),
    [
        ("LDA", "LDA", True),
        ("TLD", "LDA", True),
        ("TLD", "", True),
        ("LDA", "", False),
        ("A1", "LDA", False),
    ],
)
def test_inside_the_own_unit_and_below(
    fed: Federation, unit: str, asked: str, *, allowed: bool
) -> None:
    """All units at once is for who stands above all."""
    fed.declare(OPENED, declaration(E3, JUNE, 50_000))
    ctx = fed.ctx(JULY, Actor("thu", (Grant(unit, "collector"),)))
    request = AssessLevy(JUNE, JULY, asked)
    if allowed:
        assert [done.unit for done in assess_levy(ctx, request)] == ["LDA"]
    else:
        with pytest.raises(PermissionRefused):
            assess_levy(ctx, request)
