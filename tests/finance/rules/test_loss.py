"""Losses: where tax, social insurance, declarations and receipts disagree."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.levy import RATE
from finance.rules.loss import COUNTED, PERSON, Certainty, Finding, Gap, findings, recomputed
from finance.rules.loss_facts import EmployerYear, Registered, SiUnit
from finance.rules.rates import Dated, Law, law_of
from finance.runtime.parameters import law
from ledger.accounts import Status
from ledger.money import Vnd
from tests.finance.rules.losses import AFTER, ALL, HERE, declared, employer, owed, said, tax

EXEMPT = replace(HERE, employer_type="state_funded")


def _found(facts: EmployerYear, as_of: dt.date = AFTER) -> dict[Gap, Finding]:
    return {each.kind: each for each in findings(facts, as_of, law())}


def _one(facts: EmployerYear, as_of: dt.date = AFTER) -> Finding:
    (finding,) = findings(facts, as_of, law())
    return finding


def _parts(finding: Finding) -> list[tuple[str, int, int]]:
    return [(part.period, part.base_vnd, part.amount_vnd) for part in finding.parts]


def _keys(finding: Finding) -> list[str]:
    return [used.key for used in finding.used]


def _law_with(*rows: Dated) -> Law:
    """The law as delivered, with other values in the place of some."""
    other = {row.key for row in rows}
    kept = [row for key, held in law().rows.items() if key not in other for row in held]
    return law_of([*kept, *rows])


def _other(key: str, value: str, since: str, until: str | None = None) -> Dated:
    last = None if until is None else dt.date.fromisoformat(until)
    first = dt.date.fromisoformat(since)
    found = Fraction(value)
    return Dated(key, found, "of_one", first, last, "lua_chon_noi_bo", Status.CONFIGURED)


def test_an_employer_on_whom_all_agree_is_no_finding() -> None:
    """Twelve months declared, tax shows the same people and wages, everything paid."""
    assert findings(employer(declared(100_000_000), tax=tax(1_200_000_000, 10)), AFTER, law()) == ()
    assert findings(employer(declared(100_000_000)), AFTER, law()) == ()
    assert findings(employer(), AFTER, law()) == ()


def test_in_tax_and_not_in_social_insurance() -> None:
    """2% of the wages tax shows, as an estimate: that all of them count is our assumption."""
    found = _one(employer(tax=tax(600_000_000, 5)))
    assert (found.kind, found.at_stake_vnd) == (Gap.NOT_IN_SI, 12_000_000)
    assert found.certainty is Certainty.ESTIMATED
    assert found.assumed == ("loss.tax_wages_counted",)
    assert found.measured == {
        "tax_status": "active",
        "tax_employees": 5,
        "tax_wages_vnd": 600_000_000,
    }
    assert _parts(found) == [("2026", 600_000_000, 12_000_000)]
    assert _keys(found) == ["levy.rate", "loss.tax_wages_counted"]
    assert (found.tax_code, found.year) == ("9900000016", 2026)


def test_an_estimate_stops_at_what_people_can_earn_under_social_insurance() -> None:
    """One person of a billion a month counts as the ceiling of the year, 20 base salaries."""
    found = _one(employer(tax=tax(12_000_000_000, 1)))
    assert found.parts[0].base_vnd == 12 * 20 * 2_530_000
    assert found.at_stake_vnd == 12_144_000
    assert {used.key for used in found.used} >= {"base_salary", "si.ceiling_in_reference_levels"}
    # At the ceiling itself nothing stops it, and the ceiling is not among what was used.
    assert _keys(_one(employer(tax=tax(12 * 20 * 2_530_000, 1)))) == [RATE, COUNTED]
    # Half a year of it where half a year was declared.
    half = _found(employer(declared(1, 1, months=(1, 2, 3, 4, 5, 6)), tax=tax(12_000_000_000, 1)))
    assert _parts(half[Gap.TOO_FEW]) == [("2026", 6 * 20 * 2_530_000 - 6, 6_072_000)]
    # Without a number of people there is nothing to stop at.
    assert _one(employer(tax=tax(12_000_000_000))).at_stake_vnd == 240_000_000


def test_people_without_wages_are_told_and_not_measured() -> None:
    """Where tax names people and no wages, no amount is made up."""
    found = _one(employer(tax=tax(None, 7)))
    assert (found.kind, found.certainty, found.at_stake_vnd) == (
        Gap.NOT_IN_SI,
        Certainty.UNMEASURED,
        0,
    )
    assert found.measured == {"tax_status": "active", "tax_employees": 7}
    assert findings(employer(tax=tax(0, 0)), AFTER, law()) == ()


def test_who_is_in_no_register_is_found_all_the_same() -> None:
    """Tax may know more employers than we do; all but the exempt ones are liable."""
    assert _one(employer(tax=tax(600_000_000), registered=None)).kind is Gap.NOT_IN_SI


def test_bodies_that_owe_nothing_are_no_finding() -> None:
    """State-funded bodies owe nothing from June 2025; a year owed in part is not cut."""
    exempt = employer(tax=tax(600_000_000, 5), registered=EXEMPT)
    assert findings(exempt, AFTER, law()) == ()
    assert findings(replace(exempt, year=2025), AFTER, law()) == ()
    gone = replace(HERE, last=dt.date(2025, 12, 31))
    assert findings(employer(tax=tax(600_000_000), registered=gone), AFTER, law()) == ()


def test_a_smaller_fund_than_tax_shows() -> None:
    """2% of what tax shows beyond the declared funds, month by month as even as the year."""
    found = _one(employer(declared(100_000_000), tax=tax(1_500_000_000, 10)))
    assert (found.kind, found.at_stake_vnd) == (Gap.TOO_FEW, 6_000_000)
    assert found.certainty is Certainty.ESTIMATED
    assert _parts(found) == [("2026", 300_000_000, 6_000_000)]
    assert found.measured == {
        "tax_status": "active",
        "tax_employees": 10,
        "tax_wages_vnd": 1_500_000_000,
        "months_declared": 12,
        "declared_fund_vnd": 1_200_000_000,
        "declared_employees": 10,
    }
    assert found.assumed == ("loss.tax_wages_counted", "loss.tax_year_months")


def test_only_declared_months_are_compared() -> None:
    """Six of twelve months are held to half a year's wages; the rest belongs to silence."""
    unit = declared(100_000_000, months=(1, 2, 3, 4, 5, 6))
    found = _found(employer(unit, tax=tax(1_500_000_000, 10)))
    assert found[Gap.TOO_FEW].at_stake_vnd == 3_000_000  # 2% of 750 − 600 million
    assert found[Gap.SILENT].at_stake_vnd == 12_000_000  # six months like June
    assert found[Gap.SILENT].measured == {"months_silent": 6}
    assert found[Gap.SILENT].certainty is Certainty.ESTIMATED


def test_fewer_people_than_tax_shows() -> None:
    """Without wages by tax the missing people count as average ones, said so."""
    found = _one(employer(declared(100_000_000, people=10), tax=tax(None, 15)))
    assert (found.kind, found.at_stake_vnd) == (Gap.TOO_FEW, 12_000_000)
    assert found.assumed == ("loss.missing_person_in_averages",)
    assert found.measured["declared_employees"] == 10
    half = _law_with(_other(PERSON, "1/2", "2020-01-01"))
    (found,) = findings(employer(declared(100_000_000, people=10), tax=tax(None, 15)), AFTER, half)
    assert found.at_stake_vnd == 6_000_000


def test_fewer_people_on_a_fund_that_is_whole_is_told_without_an_amount() -> None:
    """Where tax's wages are all declared, missing people are evidence of no đồng."""
    found = _one(employer(declared(100_000_000, people=10), tax=tax(1_200_000_000, 15)))
    assert (found.kind, found.certainty) == (Gap.TOO_FEW, Certainty.UNMEASURED)
    assert found.measured["tax_wages_vnd"] == found.measured["declared_fund_vnd"]
    nobody = _one(employer(declared(100_000_000, people=0), tax=tax(None, 15)))
    assert nobody.certainty is Certainty.UNMEASURED
    assert nobody.measured == {
        "tax_status": "active",
        "tax_employees": 15,
        "months_declared": 12,
        "declared_fund_vnd": 1_200_000_000,
        "declared_employees": 0,
    }
    assert findings(employer(declared(1, people=10), tax=tax(None, 9)), AFTER, law()) == ()


def test_a_month_in_social_insurance_without_a_word() -> None:
    """Active in May, silent from June: like May, for each month whose levy was due."""
    facts = employer(declared(100_000_000, months=(3, 4, 5)))
    found = _one(facts, dt.date(2026, 9, 1))
    assert found.kind is Gap.SILENT
    assert [part.period for part in found.parts] == ["2026-06", "2026-07"]
    assert found.at_stake_vnd == 4_000_000
    assert found.assumed == ("loss.silent_month_in_last_months",)
    assert findings(facts, dt.date(2026, 7, 31), law()) == ()  # June is due that day, not over


@pytest.mark.parametrize(
    ("status", "silent"), [("nil", True), ("inactive", False), ("ceased", False)]
)
def test_nil_is_a_word_and_an_end_ends(status: str, *, silent: bool) -> None:
    """After a nil month silence is silence, with nothing to measure; after an end it is none."""
    unit = SiUnit("SI1", (said(1, 100), said(2, 0, 0, status)))
    found = _found(employer(unit))
    assert (Gap.SILENT in found) is silent
    if silent:
        assert found[Gap.SILENT].at_stake_vnd == 0


def test_silence_may_begin_in_an_earlier_year() -> None:
    """What was said last counts, whenever; one of two SI units that falls silent is found."""
    before = SiUnit("SI1", (), said(12, 50_000_000, year=2025))
    other = SiUnit("SI2", tuple(said(month, 10_000_000) for month in ALL))
    found = _one(employer(before, other))
    assert (found.kind, len(found.parts), found.at_stake_vnd) == (Gap.SILENT, 12, 12_000_000)


def test_silence_after_tax_closed_the_employer_is_none() -> None:
    """Months after the one in which tax says it ended are not silent; without a day, none is."""
    unit = declared(100_000_000, months=(1, 2, 3))
    ended = tax(None, None, "dissolved", dt.date(2026, 5, 20))
    assert [p.period for p in _one(employer(unit, tax=ended)).parts] == ["2026-04", "2026-05"]
    assert findings(employer(unit, tax=replace(ended, status_on=None)), AFTER, law()) == ()


def test_ceased_by_social_insurance_while_tax_sees_wages() -> None:
    """Six months after the end, as far as tax's wages go beyond what was declared."""
    unit = SiUnit(
        "SI1", (*declared(100_000_000, months=(1, 2, 3, 4, 5, 6)).months, said(7, 0, 0, "ceased"))
    )
    found = _one(employer(unit, tax=tax(1_200_000_000, 10)))
    assert (found.kind, found.at_stake_vnd) == (Gap.CEASED_PAYING_WAGES, 12_000_000)
    assert found.certainty is Certainty.ESTIMATED
    assert found.measured == {
        "tax_status": "active",
        "tax_employees": 10,
        "tax_wages_vnd": 1_200_000_000,
        "months_ended": 6,
        "declared_fund_vnd": 600_000_000,
    }
    assert _parts(found) == [("2026", 600_000_000, 12_000_000)]
    assert _keys(found) == [RATE, COUNTED]
    # It truly ended: the year's wages are those of its six months.
    assert findings(employer(unit, tax=tax(600_000_000, 10)), AFTER, law()) == ()
    assert findings(employer(unit, tax=tax(None, 10)), AFTER, law()) == ()


def test_ceased_by_tax_while_it_goes_on_declaring() -> None:
    """What it owes for months after the end is recorded, and told once."""
    ended = tax(None, None, "ceased", dt.date(2026, 3, 10))
    facts = employer(
        declared(100_000_000), tax=ended, overdue=(owed(3, 2_000_000), owed(4, 1_999_999))
    )
    found = _found(facts)
    assert set(found) == {Gap.CEASED_PAYING_WAGES, Gap.NOT_PAYING}
    assert found[Gap.CEASED_PAYING_WAGES].at_stake_vnd == 1_999_999
    assert found[Gap.CEASED_PAYING_WAGES].certainty is Certainty.RECORDED
    assert found[Gap.CEASED_PAYING_WAGES].measured == {
        "tax_status": "ceased",
        "tax_status_on": "2026-03-10",
    }
    assert _parts(found[Gap.CEASED_PAYING_WAGES]) == [("2026-04", 1_999_999, 1_999_999)]
    assert found[Gap.NOT_PAYING].at_stake_vnd == 2_000_000
    unknown = replace(facts, tax=replace(ended, status_on=None))
    assert set(_found(unknown)) == {Gap.NOT_PAYING}


def test_paid_and_not_declared() -> None:
    """Money that waits for an obligation is at stake as it lies, and makes silence cheaper."""
    found = _one(employer(credit_vnd=Vnd(5_000_000)))
    assert (found.kind, found.at_stake_vnd) == (Gap.PAID_NOT_DECLARED, 5_000_000)
    assert found.certainty is Certainty.RECORDED
    assert found.measured == {"credit_vnd": 5_000_000, "months_declared": 0}
    assert _parts(found) == [("2026", 5_000_000, 5_000_000)]
    assert _one(employer(credit_vnd=Vnd(1))).at_stake_vnd == 1
    silent = employer(declared(100_000_000, months=(1, 2)), credit_vnd=Vnd(5_000_000))
    both = _found(silent)
    assert both[Gap.PAID_NOT_DECLARED].at_stake_vnd == 5_000_000
    assert both[Gap.SILENT].at_stake_vnd == 10 * 2_000_000 - 5_000_000
    # Everything declared: it paid too much, and that is no loss.
    assert findings(employer(declared(100_000_000), credit_vnd=Vnd(1)), AFTER, law()) == ()


def test_declared_and_not_paid() -> None:
    """What is late and what counts as non-payment stand beside each other."""
    found = _one(employer(declared(1), overdue=(owed(1, 700), owed(2, 300, "late"))))
    assert (found.kind, found.at_stake_vnd) == (Gap.NOT_PAYING, 1_000)
    assert found.certainty is Certainty.RECORDED
    assert found.measured == {"late_vnd": 300, "non_payment_vnd": 700}
    assert _parts(found) == [("2026-01", 700, 700), ("2026-02", 300, 300)]


def test_months_outside_the_register_are_not_silent() -> None:
    """An employer that came in July owes no word about June."""
    late = Registered("LDA", "enterprise", "monthly", dt.date(2026, 7, 1), dt.date(9999, 12, 31))
    unit = SiUnit("SI1", (), said(12, 50_000_000, year=2025))
    found = _one(employer(unit, registered=late))
    assert found.parts[0].period == "2026-07"
    by_a_day = replace(HERE, first=dt.date(2026, 7, 31), last=dt.date(2026, 9, 1))
    months = [part.period for part in _one(employer(unit, registered=by_a_day)).parts]
    assert months == ["2026-07", "2026-08", "2026-09"]


def test_an_end_is_held_to_the_wages_of_its_own_months() -> None:
    """Half a year ended: half of tax's wages, though still more of the year is missing."""
    unit = SiUnit(
        "SI1", (*declared(50_000_000, months=(1, 2, 3, 4, 5, 6)).months, said(7, 0, 0, "ceased"))
    )
    found = _found(employer(unit, tax=tax(1_200_000_000, 10)))
    assert _parts(found[Gap.CEASED_PAYING_WAGES]) == [("2026", 600_000_000, 12_000_000)]
    assert _parts(found[Gap.TOO_FEW]) == [("2026", 300_000_000, 6_000_000)]


def test_a_year_owed_in_part_is_not_held_to_a_year_of_wages() -> None:
    """Liable to May 2025, ceased in January: tax's wages of the whole year say nothing of it."""
    unit = SiUnit("SI1", (said(1, 0, 0, "ceased", year=2025),))
    facts = replace(employer(unit, tax=tax(600_000_000, 5), registered=EXEMPT), year=2025)
    assert findings(facts, AFTER, law()) == ()


def test_each_month_has_its_own_rate_and_a_year_that_of_its_end() -> None:
    """A rate that changes with December; what was used is told once, the earlier first."""
    changed = _law_with(
        _other(RATE, "2/100", "2020-01-01", "2026-11-30"),
        _other(RATE, "1/100", "2026-12-01"),
        _other(COUNTED, "1", "2020-01-01", "2026-11-30"),
        _other(COUNTED, "1/2", "2026-12-01"),
    )
    until_november = declared(100, months=ALL[:-1])
    until_october = replace(declared(1_000_000, months=ALL[:-2]), code="SI2")
    (silent,) = findings(employer(until_november, until_october), AFTER, changed)
    assert _parts(silent) == [
        ("2026-12", 100, 1),
        ("2026-11", 1_000_000, 20_000),
        ("2026-12", 1_000_000, 10_000),
    ]
    assert [used.value for used in silent.used[:2]] == ["1/50", "1/100"]
    (missing,) = findings(employer(tax=tax(600_000_000)), AFTER, changed)
    assert _parts(missing) == [("2026", 300_000_000, 3_000_000)]


@given(
    funds=st.lists(st.integers(0, 10**12), min_size=12, max_size=12),
    wages=st.none() | st.integers(0, 10**13),
    people=st.none() | st.integers(0, 10**4),
    months=st.sets(st.sampled_from(ALL)),
    credit=st.integers(0, 10**10),
)
def test_anyone_can_compute_the_amount_again(
    funds: list[int], wages: int | None, people: int | None, months: set[int], credit: int
) -> None:
    """From what stands beside it alone; what tax shows is never counted above 2% of it."""
    unit = SiUnit("SI1", tuple(said(month, funds[month - 1]) for month in sorted(months)))
    facts = employer(unit, tax=tax(wages, people), credit_vnd=Vnd(credit))
    found = findings(facts, AFTER, law())
    assert all(recomputed(each) == each.at_stake_vnd >= 0 for each in found)
    by_tax = sum(
        each.at_stake_vnd
        for each in found
        if each.kind in {Gap.NOT_IN_SI, Gap.CEASED_PAYING_WAGES}
        or (each.kind is Gap.TOO_FEW and wages is not None)
    )
    assert wages is None or by_tax <= wages // 50 + 2


def test_months_before_the_first_statement_are_silent_as_far_as_tax_sees_wages() -> None:
    """One month declared, then an end: two before it, nine after it, each of tax's wages once."""
    unit = SiUnit("SI1", (said(3, 100_000_000), said(4, 0, 0, "ceased")))
    found = _found(employer(unit, tax=tax(1_200_000_000)))
    assert set(found) == {Gap.SILENT, Gap.CEASED_PAYING_WAGES}
    before = found[Gap.SILENT]
    assert _parts(before) == [("2026", 200_000_000, 4_000_000)]
    assert before.certainty is Certainty.ESTIMATED
    assert before.measured == {
        "tax_status": "active",
        "tax_wages_vnd": 1_200_000_000,
        "months_before_si": 2,
        "declared_fund_vnd": 100_000_000,
    }
    assert _parts(found[Gap.CEASED_PAYING_WAGES]) == [("2026", 900_000_000, 18_000_000)]
    less = _found(employer(unit, tax=tax(250_000_000)))
    assert _parts(less[Gap.SILENT]) == [("2026", 41_666_667, 833_333)]
    assert _parts(less[Gap.CEASED_PAYING_WAGES]) == [("2026", 108_333_333, 2_166_667)]


def test_silence_before_and_after_is_one_finding() -> None:
    """Two months of word in summer: those before by tax's wages, then each month since."""
    unit = declared(100_000_000, months=(7, 8))
    found = _found(employer(unit, tax=tax(1_200_000_000)))[Gap.SILENT]
    months = ["2026-09", "2026-10", "2026-11", "2026-12"]
    assert [part.period for part in found.parts] == ["2026", *months]
    assert found.measured == {
        "months_silent": 4,
        "tax_status": "active",
        "tax_wages_vnd": 1_200_000_000,
        "months_before_si": 6,
        "declared_fund_vnd": 200_000_000,
    }


def test_before_the_first_statement_there_may_be_nothing() -> None:
    """Not before the register has it, after tax's end, or where tax's wages are all declared."""
    unit = declared(100_000_000, months=(7, 8, 9, 10, 11, 12))
    assert _one(employer(unit, tax=tax(1_200_000_000))).measured["months_before_si"] == 6
    assert findings(employer(unit, tax=tax(600_000_000)), AFTER, law()) == ()
    late = Registered("LDA", "enterprise", "monthly", dt.date(2026, 7, 1), dt.date(9999, 12, 31))
    assert findings(employer(unit, registered=late, tax=tax(600_000_000)), AFTER, law()) == ()
    ended = tax(1_200_000_000, None, "dissolved", dt.date(2026, 5, 10))
    found = _found(employer(SiUnit("SI1", (said(6, 100_000_000),)), tax=ended))
    assert found[Gap.SILENT].measured["months_before_si"] == 5
    assert findings(employer(unit, tax=tax(None, 3)), AFTER, law()) == ()
