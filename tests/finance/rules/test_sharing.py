"""Who keeps which share."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.errors import RuleError
from finance.rules.rates import Dated, NoRuleInForce, law_of
from finance.rules.sharing import (
    GrassrootsShareNotInForce,
    MoneySource,
    NegativeAmount,
    NegativeShare,
    NoSplitRule,
    NoUnitForRole,
    Role,
    RuleEndsBeforeItBegins,
    SharesNotWhole,
    SplitRule,
    SplitRulesOverlap,
    WorkersOrganisationPart,
    WrongRoles,
    check_chain,
    check_rule,
    kept_of_one,
    rule_for,
    split_levy,
    split_workers_organisation,
)
from finance.runtime.parameters import law
from ledger.accounts import Status
from ledger.money import Vnd
from ledger.periods import Period

AMOUNTS = st.integers(0, 10**14).map(Vnd)
JUNE = Period("2026-06")


def _rule(*hundredths: int, source: MoneySource = MoneySource.LEVY) -> SplitRule:
    shares = tuple(
        (role, Fraction(part, 100)) for role, part in zip(Role, hundredths, strict=False)
    )
    return SplitRule(source, "TLD", Period("2022-01"), None, shares, "01/QĐ")


LEVY = _rule(75, 12, 8, 5)
DUES = replace(_rule(70, 15, 9, 6, source=MoneySource.DUES), valid_from=Period("2023-01"))


@st.composite
def lawful(draw: st.DrawFn) -> SplitRule:
    """A levy rule of the present: 75 for the grassroots, 25 divided anyhow."""
    upper = draw(st.integers(0, 25))
    province = draw(st.integers(0, 25 - upper))
    return _rule(75, upper, province, 25 - upper - province)


@pytest.mark.parametrize(
    ("matched", "parts"),
    [
        (6_913_578, (5_185_184, 829_629, 553_086, 345_679)),
        (19_753_086, (14_814_815, 2_370_370, 1_580_247, 987_654)),
        (23_753_086, (17_814_815, 2_850_370, 1_900_247, 1_187_654)),
        (24_024_691, (18_018_518, 2_882_963, 1_921_975, 1_201_235)),
        (24_691_358, (18_518_519, 2_962_963, 1_975_308, 1_234_568)),
        (6_024_691, (4_518_518, 722_963, 481_975, 301_235)),
        (9_000_000, (6_750_000, 1_080_000, 720_000, 450_000)),
        (246_914, (185_186, 29_629, 19_753, 12_346)),
        (1, (1, 0, 0, 0)),
        (0, (0, 0, 0, 0)),
    ],
)
def test_a_matched_part_is_split_in_two_steps(matched: int, parts: tuple[int, ...]) -> None:
    """The grassroots part half-up first, then the rest by largest remainder."""
    split = split_levy(Vnd(matched), LEVY)
    assert tuple(split) == tuple(Role)
    assert tuple(split.values()) == parts


def test_a_local_ratio_moves_no_dong_of_the_grassroots() -> None:
    """In one step over 75 : 12 : 8 : 5 the grassroots would lose a đồng to the province."""
    for rule in (LEVY, _rule(75, 10, 10, 5), _rule(75, 25)):
        assert split_levy(Vnd(24_691_358), rule)[Role.GRASSROOTS] == 18_518_519


@given(AMOUNTS, lawful())
def test_shares_lose_and_invent_nothing(amount: Vnd, rule: SplitRule) -> None:
    """Shares add up to the amount, none is negative, the 75 % is exact within half a đồng."""
    check_rule(rule, law())
    split = split_levy(amount, rule)
    assert sum(split.values()) == amount
    assert min(split.values()) >= 0
    assert abs(4 * split[Role.GRASSROOTS] - 3 * amount) <= 2
    rest = amount - split[Role.GRASSROOTS]
    for role in (Role.UPPER, Role.PROVINCE, Role.NATIONAL):
        assert abs(split[role] - rest * rule.share(role) / Fraction(25, 100)) < 1


def test_a_negative_amount_is_not_split() -> None:
    """What is taken back is the difference of two splits."""
    with pytest.raises(NegativeAmount) as refused:
        split_levy(Vnd(-1), LEVY)
    assert refused.value.facts == {"amount": -1}


def test_a_lawful_rule_passes() -> None:
    """Rules of the present grassroots shares pass, with any division above."""
    check_rule(LEVY, law())
    check_rule(DUES, law())
    check_rule(_rule(75, 0, 20, 5), law())


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        (_rule(75, 12, 8, 4), SharesNotWhole),
        (_rule(75, 12, 8, 6), SharesNotWhole),
        (_rule(75, 30, -10, 5), NegativeShare),
        (_rule(75, 26, -1, 0), NegativeShare),
        (_rule(74, 13, 8, 5), GrassrootsShareNotInForce),
        (replace(LEVY, valid_from=Period("2021-12")), GrassrootsShareNotInForce),
        (replace(LEVY, valid_to=Period("2021-01")), RuleEndsBeforeItBegins),
        (replace(LEVY, shares=LEVY.shares[1:]), WrongRoles),
        (replace(LEVY, shares=(*LEVY.shares, LEVY.shares[3])), WrongRoles),
        (replace(LEVY, valid_from=Period("2012-01")), NoRuleInForce),
        (replace(DUES, valid_from=Period("2022-12")), GrassrootsShareNotInForce),
    ],
)
def test_a_rule_that_oversteps_is_refused(rule: SplitRule, refusal: type[RuleError]) -> None:
    """The grassroots share is that of the confederation; the whole is one; none is negative."""
    with pytest.raises(refusal):
        check_rule(rule, law())


def test_a_rule_may_hold_for_one_month() -> None:
    """Its first period is then its last."""
    one = replace(LEVY, valid_from=JUNE, valid_to=JUNE)
    check_rule(one, law())
    assert rule_for([one], MoneySource.LEVY, ("TLD",), JUNE) is one
    for other in ("2026-05", "2026-07"):
        with pytest.raises(NoSplitRule):
            rule_for([one], MoneySource.LEVY, ("TLD",), Period(other))


def _facts(rule: SplitRule) -> dict[str, object]:
    with pytest.raises(RuleError) as refused:
        check_rule(rule, law())
    return dict(refused.value.facts)


def test_a_refused_rule_is_told_with_what_is_wrong_in_it() -> None:
    """Which rule, and the figure that cannot be."""
    which = {"source": "levy", "scope": "TLD"}
    assert _facts(_rule(75, 12, 8, 4)) == {**which, "total": "99/100"}
    assert _facts(_rule(75, 30, -10, 5)) == {**which, "role": "province", "share": "-1/10"}
    names = "grassroots, upper, province, national, national"
    twice = replace(LEVY, shares=(*LEVY.shares, LEVY.shares[3]))
    assert _facts(twice) == {**which, "roles": names}
    turned = replace(LEVY, valid_to=Period("2021-01"))
    assert _facts(turned) == {"valid_from": "2022-01", "valid_to": "2021-01"}


@pytest.mark.parametrize(
    ("first", "last"), [("2021-01", "2021-12"), ("2021-12", "2021-12"), ("2022-01", "2022-06")]
)
def test_a_value_in_force_for_one_day_of_a_rule_binds_it(first: str, last: str) -> None:
    """A grassroots share that changes on a rule's last day, or ends on its first, is met by it."""

    def row(share: int, begins: dt.date, ends: dt.date | None) -> Dated:
        key, of_one = "levy.share.grassroots", Fraction(share, 100)
        return Dated(key, of_one, "of_one", begins, ends, "a", Status.SOURCED)

    new_year = dt.date(2022, 1, 1)
    inside = dt.date(2021, 12, 31) if last < "2022" else new_year
    changed = law_of(
        [
            row(71, dt.date(2013, 1, 1), inside - dt.timedelta(days=last < "2022")),
            row(75, inside + dt.timedelta(days=last >= "2022"), None),
        ]
    )
    own = _rule(71, 14, 10, 5) if last < "2022" else _rule(75, 12, 8, 5)
    with pytest.raises(GrassrootsShareNotInForce) as refused:
        check_rule(replace(own, valid_from=Period(first), valid_to=Period(last)), changed)
    assert refused.value.facts["share"] == str(own.share(Role.GRASSROOTS))
    assert refused.value.facts["required"] == ("3/4" if last < "2022" else "71/100")


def test_a_rule_ends_where_the_grassroots_share_changes() -> None:
    """A rule of 2021 keeps 71 % and has to end with that year."""
    of_2021 = replace(_rule(71, 14, 10, 5), valid_from=Period("2021-01"))
    check_rule(replace(of_2021, valid_to=Period("2021-12")), law())
    with pytest.raises(GrassrootsShareNotInForce) as caught:
        check_rule(of_2021, law())
    assert caught.value.facts["required"] == "75/100"
    assert caught.value.facts["from_date"] == "2022-01-01"


def test_the_nearest_scope_decides() -> None:
    """A province's own rule goes before the confederation's; elsewhere the latter holds."""
    own = replace(_rule(75, 10, 10, 5), scope="LDA", valid_from=Period("2026-01"))
    rules = (LEVY, own, DUES)
    chain = ("G1", "A1", "LDA", "TLD")
    assert rule_for(rules, MoneySource.LEVY, chain, JUNE) is own
    assert rule_for(rules, MoneySource.LEVY, chain, Period("2025-12")) is LEVY
    assert rule_for(rules, MoneySource.LEVY, ("G9", "LDB", "TLD"), JUNE) is LEVY
    assert rule_for(rules, MoneySource.DUES, chain, JUNE) is DUES


def test_without_a_rule_the_split_is_refused_with_the_reason() -> None:
    """No law divides the rest, so nothing is divided until somebody decides."""
    ended = replace(LEVY, valid_to=Period("2026-05"))
    with pytest.raises(NoSplitRule) as caught:
        rule_for((ended, DUES), MoneySource.LEVY, ("G1", "TLD"), JUNE)
    assert caught.value.facts == {"source": "levy", "scope": "G1", "period": "2026-06"}
    assert "quyết định" in caught.value.sentence("vi")
    assert "decision" in caught.value.sentence("en")
    with pytest.raises(NoSplitRule) as caught:
        rule_for((LEVY,), MoneySource.LEVY, (), JUNE)
    assert caught.value.facts["scope"] == "?"


def test_two_rules_of_one_scope_and_period_are_refused() -> None:
    """Which of two decisions holds is not for a program to choose."""
    with pytest.raises(SplitRulesOverlap) as refused:
        rule_for((LEVY, replace(LEVY, decision="02/QĐ")), MoneySource.LEVY, ("TLD",), JUNE)
    assert refused.value.facts == {"source": "levy", "scope": "TLD", "period": "2026-06"}


def test_a_share_needs_a_unit_to_receive_it() -> None:
    """A role with a share and no unit in the chain is refused; one with nothing is not missed."""
    check_chain(LEVY, Role)
    with pytest.raises(NoUnitForRole) as caught:
        check_chain(LEVY, (Role.GRASSROOTS, Role.PROVINCE, Role.NATIONAL))
    assert caught.value.facts == {"source": "levy", "scope": "TLD", "role": "upper"}
    check_chain(_rule(75, 0, 20, 5), (Role.GRASSROOTS, Role.PROVINCE, Role.NATIONAL))


def test_each_unit_keeps_its_part_of_what_reaches_it() -> None:
    """Of dues 70/15/9/6 the grassroots keeps 70/100, the upper unit 15/30, the province 9/15."""
    kept = [kept_of_one(DUES, role) for role in Role]
    assert kept == [Fraction(70, 100), Fraction(15, 30), Fraction(9, 15), Fraction(1)]
    assert kept_of_one(_rule(75, 25), Role.NATIONAL) == 0


def test_a_workers_organisation_by_the_decree() -> None:
    """Its part is the grassroots part by what was paid on its members' wages."""
    part = split_workers_organisation(Vnd(14_814_815), Vnd(5_925_926), Vnd(19_753_086))
    assert part == (4_444_445, 10_370_370)
    example = split_workers_organisation(Vnd(7_500_000), Vnd(3_000_000), Vnd(10_000_000))
    assert example == (2_250_000, 5_250_000)


@pytest.mark.parametrize(("members", "everyone"), [(2, 1), (-1, 1), (0, 0)])
def test_a_workers_organisation_is_not_paid_on_more_than_was_paid(
    members: int, everyone: int
) -> None:
    """What was paid on the members' wages is a part of what was paid, which is not nothing."""
    with pytest.raises(WorkersOrganisationPart) as refused:
        split_workers_organisation(Vnd(100), Vnd(members), Vnd(everyone))
    assert refused.value.facts == {"members": members, "all_paid": everyone}


@given(AMOUNTS, st.integers(1, 10**14), st.data())
def test_the_two_at_the_workplace_share_the_whole_part(
    part: Vnd, everyone: int, data: st.DataObject
) -> None:
    """Organisation and union together get the grassroots part, neither less than nothing."""
    members = data.draw(st.integers(0, everyone))
    theirs, ours = split_workers_organisation(part, Vnd(members), Vnd(everyone))
    assert theirs + ours == part
    assert min(theirs, ours) >= 0
