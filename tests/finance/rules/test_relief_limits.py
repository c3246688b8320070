"""What a decision may grant; each refusal names its article."""

import datetime as dt
from fractions import Fraction

import pytest

from finance.rules.errors import RuleError
from finance.rules.rates import NoRuleInForce
from finance.rules.relief import Asked, Ground, Relief, ReliefKind
from finance.rules.relief_limits import (
    LevelMayNotDecide,
    MonthsTurned,
    NoGroundForExemption,
    NotAPercentage,
    NotForThisEmployer,
    RateNotTaken,
    RateWanted,
    ReductionTooLarge,
    ReductionTooLong,
    RelievedAlready,
    SuspensionNotUsedUp,
    SuspensionTooLong,
    check_any_level,
    check_grant,
    check_level,
    deciding_levels,
    parse_percent,
    percent,
)
from finance.runtime.parameters import law
from ledger.periods import Period

DAY = dt.date(2026, 6, 25)
SUSPENSION, REDUCTION, EXEMPTION = ReliefKind
FIFTH = Fraction(20, 100)
SUSPENDED = Relief(SUSPENSION, Period("2026-06"), Period("2026-08"))
REDUCED = Relief(REDUCTION, Period("2026-09"), Period("2026-12"), FIFTH)


def _relief(kind: ReliefKind, first: str, last: str, rate: Fraction = Fraction(0)) -> Relief:
    return Relief(kind, Period(first), Period(last), rate)


def _check(
    relief: Relief,
    *granted: Relief,
    employer: str = "enterprise",
    on: dt.date = DAY,
    ground: Ground | None = None,
) -> None:
    check_grant(Asked(relief, on, employer, ground), granted, law())


@pytest.mark.parametrize("employer", ["enterprise", "cooperative"])
@pytest.mark.parametrize(
    ("relief", "granted"),
    [
        (_relief(SUSPENSION, "2026-06", "2027-05"), ()),
        (_relief(SUSPENSION, "2026-06", "2026-06"), ()),
        (_relief(SUSPENSION, "2026-09", "2027-05"), (SUSPENDED,)),
        (_relief(SUSPENSION, "2026-10", "2027-09"), (SUSPENDED,)),
        (_relief(REDUCTION, "2026-09", "2027-02", FIFTH), (SUSPENDED,)),
        (_relief(REDUCTION, "2027-01", "2027-02", Fraction(1, 100)), (SUSPENDED, REDUCED)),
    ],
)
def test_what_the_decree_allows(employer: str, relief: Relief, granted: tuple[Relief, ...]) -> None:
    """Twelve months of suspension, six of reduction by a fifth; a cooperative as an enterprise."""
    _check(relief, *granted, employer=employer)


@pytest.mark.parametrize("ground", [Ground.DISSOLUTION, Ground.BANKRUPTCY])
def test_an_exemption_on_dissolution_or_bankruptcy(ground: Ground) -> None:
    """Of months of any age, suspended or reduced ones too."""
    _check(_relief(EXEMPTION, "2019-01", "2026-12"), SUSPENDED, REDUCED, ground=ground)


@pytest.mark.parametrize(
    "employer",
    ["public_service_partly_funded", "public_service_self_funded", "foreign_body", "other"],
)
def test_nobody_else_is_relieved(employer: str) -> None:
    """Law art. 30 names enterprises, cooperatives and their unions."""
    with pytest.raises(NotForThisEmployer, match=r"art\. 30") as refused:
        _check(SUSPENDED, employer=employer)
    assert refused.value.facts == {"employer_type": employer}


_CASES: tuple[tuple[type[RuleError], str, Relief, tuple[Relief, ...]], ...] = (
    (MonthsTurned, "", _relief(SUSPENSION, "2026-08", "2026-06"), ()),
    (SuspensionTooLong, "13(3)(a)", _relief(SUSPENSION, "2026-06", "2027-06"), ()),
    (SuspensionTooLong, "30(3)", _relief(SUSPENSION, "2026-09", "2027-06"), (SUSPENDED,)),
    (RelievedAlready, "13", _relief(SUSPENSION, "2026-08", "2026-09"), (SUSPENDED,)),
    (RelievedAlready, "13", _relief(SUSPENSION, "2026-12", "2027-01"), (SUSPENDED, REDUCED)),
    (RateNotTaken, "12(3)", _relief(SUSPENSION, "2026-06", "2026-07", FIFTH), ()),
    (RateWanted, "12(3)", _relief(REDUCTION, "2026-09", "2026-10"), (SUSPENDED,)),
    (
        ReductionTooLarge,
        "12(3)",
        _relief(REDUCTION, "2026-09", "2026-10", Fraction(2001, 10_000)),
        (SUSPENDED,),
    ),
    (
        ReductionTooLong,
        "12(2)(a)",
        _relief(REDUCTION, "2026-09", "2027-03", FIFTH),
        (SUSPENDED,),
    ),
    (
        ReductionTooLong,
        "12(2)(a)",
        _relief(REDUCTION, "2027-01", "2027-03", FIFTH),
        (SUSPENDED, REDUCED),
    ),
    (SuspensionNotUsedUp, "12(1)", _relief(REDUCTION, "2026-09", "2026-10", FIFTH), ()),
    (SuspensionNotUsedUp, "12(1)", _relief(REDUCTION, "2026-08", "2026-10", FIFTH), (SUSPENDED,)),
    (
        SuspensionNotUsedUp,
        "12(1)",
        _relief(REDUCTION, "2026-09", "2026-12", FIFTH),
        (SUSPENDED, _relief(SUSPENSION, "2026-11", "2026-11")),
    ),
    (
        RelievedAlready,
        "12",
        _relief(REDUCTION, "2026-12", "2027-01", FIFTH),
        (SUSPENDED, REDUCED),
    ),
    (NoGroundForExemption, "11", _relief(EXEMPTION, "2026-06", "2026-06"), ()),
)


@pytest.mark.parametrize(("refusal", "article", "relief", "granted"), _CASES)
def test_what_the_decree_does_not_allow(
    refusal: type[RuleError], article: str, relief: Relief, granted: tuple[Relief, ...]
) -> None:
    """Refused, with the article it rests on in both languages."""
    with pytest.raises(refusal) as refused:
        _check(relief, *granted)
    for language in ("vi", "en"):
        assert article in refused.value.sentence(language)


def test_a_ground_of_another_kind_exempts_nobody() -> None:
    """Hardship is a ground to suspend."""
    with pytest.raises(NoGroundForExemption):
        _check(_relief(EXEMPTION, "2026-06", "2026-06"), ground=Ground.DISASTER)


def test_what_is_exempted_is_not_exempted_twice() -> None:
    """Nor suspended afterwards."""
    exempted = _relief(EXEMPTION, "2026-06", "2026-08")
    with pytest.raises(RelievedAlready) as refused:
        _check(_relief(EXEMPTION, "2026-08", "2026-09"), exempted, ground=Ground.DISSOLUTION)
    assert refused.value.facts == {"period": "2026-08"}
    with pytest.raises(RelievedAlready):
        _check(_relief(SUSPENSION, "2026-08", "2026-09"), exempted)


def test_the_suspension_before_counts_its_own_reductions() -> None:
    """After another suspension six months may be reduced again."""
    again = _relief(SUSPENSION, "2027-01", "2027-03")
    _check(_relief(REDUCTION, "2027-04", "2027-09", FIFTH), SUSPENDED, REDUCED, again)


def test_before_the_law_nobody_was_relieved() -> None:
    """Neither a decision nor suspended months of before 2025-07; reductions wait for the decree."""
    with pytest.raises(NoRuleInForce):
        _check(SUSPENDED, on=dt.date(2025, 6, 30))
    with pytest.raises(NoRuleInForce):
        _check(_relief(SUSPENSION, "2025-06", "2025-08"))
    with pytest.raises(NoRuleInForce):
        _check(REDUCED, SUSPENDED, on=dt.date(2026, 5, 15))


@pytest.mark.parametrize("kind", ReliefKind)
def test_the_confederation_and_the_provinces_decide(kind: ReliefKind) -> None:
    """How they divide it is configured, and marked so."""
    assert deciding_levels(kind, DAY, law()) == ("province", "national")
    assert law().value(f"levy.relief_levels.{kind.value}", DAY).status.value == "configured"
    check_level(kind, "province", "LDA", DAY, law())
    with pytest.raises(LevelMayNotDecide, match="12\\(4\\)\\(a\\)"):
        check_level(kind, "upper", "A1", DAY, law())


def test_whose_list_it_may_be() -> None:
    """Of a level that decides on something."""
    check_any_level("province", "LDA", DAY, law())
    with pytest.raises(LevelMayNotDecide):
        check_any_level("upper", "A1", DAY, law())


@pytest.mark.parametrize(
    ("text", "rate", "written"),
    [
        ("20", FIFTH, "20"),
        (" 20 % ", FIFTH, "20"),
        ("12,5", Fraction(1, 8), "12.5"),
        ("0.05", Fraction(5, 10_000), "0.05"),
        ("100", Fraction(1), "100"),
    ],
)
def test_percentages_as_people_write_them(text: str, rate: Fraction, written: str) -> None:
    """With a comma or a point, with or without the sign."""
    assert parse_percent(text) == rate
    assert percent(rate) == written


@pytest.mark.parametrize("text", ["", "a", "-5", "1.234", "20%%", "1e1", "٢٠", "1234"])
def test_what_is_no_percentage(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(NotAPercentage):
        parse_percent(text)
