"""The proof of the grassroots share, part by part."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from finance.rules.sharing import MoneySource, Role, SplitRule, split_levy
from ledger.money import Vnd
from ledger.periods import Period
from reports.disclosure.facts import Texts
from reports.disclosure.proof import proof, rules
from tests.reports.facts import TEXTS, month, part, share, split

RULE = SplitRule(
    MoneySource.LEVY,
    "TLD",
    Period("2022-01"),
    None,
    (
        (Role.GRASSROOTS, Fraction(75, 100)),
        (Role.UPPER, Fraction(12, 100)),
        (Role.PROVINCE, Fraction(8, 100)),
        (Role.NATIONAL, Fraction(5, 100)),
    ),
    "QĐ 12",
)


def test_one_part() -> None:
    """E1's June: 75% of 24,691,358 half-up, so that 4g − 3m is 2."""
    shares = split(24_691_358, 18_518_519, (2_962_963, 1_975_308, 1_234_568))
    found = proof(month(parts=(part(24_691_358, shares),), employers={"9900000016": "Một"}))
    [row] = found["rows"]
    assert (row["tax_code"], row["name"], row["share"]) == ("9900000016", "Một", "3/4")
    assert (row["matched_vnd"], row["grassroots_vnd"]) == (24_691_358, 18_518_519)
    assert (row["difference"], row["most"], row["holds"]) == (2, 2, True)
    assert found["holds"]


def test_a_wrong_share_is_seen() -> None:
    """Two đồng too little for the grassroots, and the proof does not hold."""
    shares = split(24_691_358, 18_518_517, (2_962_963, 1_975_308, 1_234_570))
    assert not proof(month(parts=(part(24_691_358, shares),)))["holds"]


def test_shares_that_do_not_add_up_are_seen() -> None:
    """The right grassroots share is no proof when a đồng of the rest is lost."""
    shares = [share("grassroots", 75, unit="G1"), share("upper", 24, unit="A1")]
    assert not proof(month(parts=(part(100, shares),)))["holds"]


def test_an_older_month_is_held_to_its_own_share() -> None:
    """The levy of 2021 is shared at 71%, whenever it is paid."""
    shares = split(100, 71, (14, 9, 6))
    [row] = proof(month(parts=(part(100, shares, period="2021-12"),)))["rows"]
    assert (row["share"], row["difference"], row["most"]) == ("71/100", 0, 50)
    assert row["holds"]


def test_custody_and_organisation_count_as_grassroots() -> None:
    """A part that waits, or is shared with a workers' organisation, is still proven whole."""
    shares = [
        share("grassroots", 50, unit="G1"),
        share("workers_organisation", 25, place="organisation", unit="H"),
        share("upper", 25, unit="A1"),
    ]
    [row] = proof(month(parts=(part(100, shares),)))["rows"]
    assert (row["grassroots_vnd"], row["difference"], row["holds"]) == (75, 0, True)


def test_a_unit_above_sums_by_union_and_month() -> None:
    """A province shows its unions, not each payment; rounding may add up, part by part."""
    shares = split(2, 2, (0, 0, 0))
    parts = (
        part(2, shares, tax_code="9900000016"),
        part(2, shares, tax_code="9900000048"),
        part(100, split(100, 75, (12, 8, 5)), period="2026-05"),
    )
    found = proof(month(level="province", parts=parts, units={"G1": "Cơ sở 1"}))
    assert [(row["name"], row["period"], row["parts"]) for row in found["rows"]] == [
        ("Cơ sở 1", "2026-05", 1),
        ("Cơ sở 1", "2026-06", 2),
    ]
    assert (found["rows"][1]["difference"], found["rows"][1]["most"]) == (4, 4)
    assert found["matched_vnd"] == 104
    assert found["holds"]


def test_what_stood_before_is_told() -> None:
    """A part that was corrected in the month says what stood before it."""
    shares = split(100, 75, (12, 8, 5))
    found = proof(month(parts=(part(100, shares, before=140),)))
    assert (found["matched_before_vnd"], found["matched_vnd"]) == (140, 100)


@given(st.lists(st.integers(0, 10**13), min_size=1, max_size=8))
def test_every_split_is_proven(amounts: list[int]) -> None:
    """Whatever is paid, the shares that the rule gives satisfy the proof, one by one and summed."""
    parts = []
    for at, amount in enumerate(amounts):
        shares = split_levy(Vnd(amount), RULE)
        given_shares = [share(role.value, given_vnd) for role, given_vnd in shares.items()]
        parts.append(part(amount, given_shares, tax_code=f"99000000{at:02d}"))
    assert proof(month(parts=tuple(parts)))["holds"]
    assert proof(month(level="province", parts=tuple(parts)))["holds"]


def test_the_rule_is_told_with_its_source() -> None:
    """A reader sees the share, since when, by which text, and how sure that is."""
    texts = Texts(TEXTS.items, TEXTS.law, TEXTS.sources, (RULE,))
    [found] = rules([part(100, split(100, 75, (12, 8, 5)))], texts)
    assert (found["scope"], found["from"], found["decision"]) == ("TLD", "2022-01", "QĐ 12")
    assert found["status"] == "configured"
    fixed = found["grassroots"]
    assert (fixed["share"], fixed["from"], fixed["status"]) == ("75/100", "2022-01-01", "sourced")
    assert fixed["instrument"]


def test_a_rule_that_is_not_on_record_is_not_invented() -> None:
    """A share made by a rule that is configured no more is told without shares or decision."""
    [found] = rules([part(100, split(100, 75, (12, 8, 5)))], TEXTS)
    assert (found["decision"], found["shares"]) == ("", [])
