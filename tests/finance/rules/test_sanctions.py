"""The range a fine may lie in: for a dossier that proposes."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.loss import findings
from finance.rules.rates import NoRuleInForce, law_of
from finance.rules.sanctions import NothingOwed, Violation, fine_range, likely_violation
from finance.runtime.parameters import law
from ledger.accounts import Status
from ledger.money import Vnd
from tests.finance.rules.losses import AFTER, declared, employer, owed, tax

BEFORE, SINCE = dt.date(2026, 9, 9), dt.date(2026, 9, 10)
OWED = Vnd(300_000_000)


@pytest.mark.parametrize(
    ("violation", "owed", "organisation", "low", "high", "included"),
    [
        ("late", 300_000_000, False, 36_000_000, 45_000_000, False),
        ("late", 300_000_000, True, 72_000_000, 90_000_000, False),
        ("late", 700_000_000, False, 75_000_000, 75_000_000, True),
        ("late", 700_000_000, True, 150_000_000, 150_000_000, True),
        ("late", 600_000_000, False, 72_000_000, 75_000_000, True),
        ("late", 500_000_000, False, 60_000_000, 75_000_000, False),  # below 15%, as ever
        ("wrong_rate", 300_000_000, False, 36_000_000, 45_000_000, False),
        ("too_few", 300_000_000, False, 36_000_000, 45_000_000, False),
        ("none_for_all", 300_000_000, False, 54_000_000, 60_000_000, True),
        ("none_for_all", 300_000_000, True, 108_000_000, 120_000_000, True),
    ],
)
@pytest.mark.parametrize("on", [BEFORE, SINCE])
def test_the_range_of_each_act(  # noqa: PLR0913 - one row of the table each
    on: dt.date,
    violation: str,
    owed: int,
    low: int,
    high: int,
    *,
    organisation: bool,
    included: bool,
) -> None:
    """12 to under 15% or 18 to 20% of what is owed, 75 million at most; twice for organisations."""
    found = fine_range(Violation(violation), Vnd(owed), on, law(), organisation=organisation)
    assert (found.from_vnd, found.to_vnd, found.to_included) == (low, high, included)
    assert found.cap_vnd == (150_000_000 if organisation else 75_000_000)
    asked = (found.violation, found.owed_vnd, found.on, found.organisation)
    assert asked == (violation, owed, on, organisation)
    person = fine_range(Violation(violation), Vnd(owed), on, law(), organisation=False)
    assert found.single_vnd == (person.from_vnd, person.to_vnd)


def test_the_decree_is_that_of_the_day_of_the_minutes() -> None:
    """Decree 12/2022 to 9 September 2026, decree 283/2026 from the day after; none before 2022."""
    assert fine_range(Violation.LATE, OWED, BEFORE, law()).source == "nd_12_2022"
    after = fine_range(Violation.LATE, OWED, SINCE, law())
    assert (after.source, after.article) == ("nd_283_2026", "Điều 38(1)")
    assert {used.from_date for used in after.used} == {SINCE}
    with pytest.raises(NoRuleInForce):
        fine_range(Violation.LATE, OWED, dt.date(2022, 1, 16), law())


def test_the_multiplier_is_shown_as_disputed_until_a_text_settles_it() -> None:
    """It is configured; a person has none; were it sourced it would be disputed no more."""
    assert fine_range(Violation.LATE, OWED, SINCE, law()).disputed
    person = fine_range(Violation.LATE, OWED, SINCE, law(), organisation=False)
    assert (person.disputed, person.multiplier) == (False, 1)
    rows = [row for held in law().rows.values() for row in held if row.key.startswith("sanction.")]
    settled = law_of(replace(row, status=Status.SOURCED) for row in rows)
    assert not fine_range(Violation.LATE, OWED, SINCE, settled).disputed


@pytest.mark.parametrize("owed", [0, -1])
def test_without_an_amount_there_is_no_range(owed: int) -> None:
    """A part of nothing is nothing to propose."""
    with pytest.raises(NothingOwed):
        fine_range(Violation.LATE, Vnd(owed), SINCE, law())


@given(st.integers(1, 10**13), st.sampled_from(Violation), st.booleans())
def test_a_range_never_turns_round_or_passes_its_cap(
    amount: int,
    violation: Violation,
    organisation: bool,  # noqa: FBT001 - hypothesis gives it so
) -> None:
    """Lowest, highest and cap stand in that order whatever is owed."""
    found = fine_range(violation, Vnd(amount), SINCE, law(), organisation=organisation)
    assert 0 <= found.from_vnd <= found.to_vnd <= found.cap_vnd


def test_which_act_a_finding_points_at() -> None:
    """Too few is too few, late is late, nothing at all is non-payment; a payment is no act."""
    cases = [
        (employer(declared(10**8), tax=tax(15 * 10**8, 10)), Violation.TOO_FEW),
        (employer(declared(1), overdue=(owed(1, 5), owed(2, 5, "late"))), Violation.LATE),
        (employer(declared(1), overdue=(owed(1, 5),)), Violation.NONE_FOR_ALL),
        (employer(tax=tax(10**9, 5)), Violation.NONE_FOR_ALL),
        (employer(tax=tax(None, 5)), None),
        (employer(credit_vnd=Vnd(5)), None),
    ]
    for facts, violation in cases:
        (finding,) = findings(facts, AFTER, law())
        assert likely_violation(finding) is violation
