"""How a matched part is shared, and what changes when it becomes another."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.parts import (
    ORGANISATION_ROLE,
    Chain,
    Organisation,
    ShareKey,
    Standing,
    kept_chain,
    less_passed,
    share_changes,
    wanted_shares,
)
from finance.rules.posting import Place, ShareChange
from finance.rules.sharing import MoneySource, NoUnitForRole, Role, SplitRule
from ledger.money import Rounding, Vnd, times
from ledger.periods import Period

RULE = SplitRule(
    source=MoneySource.LEVY,
    scope="TLD",
    valid_from=Period("2026-01"),
    valid_to=None,
    shares=tuple(
        (role, Fraction(part, 100)) for role, part in zip(Role, (75, 12, 8, 5), strict=True)
    ),
    decision="QĐ",
)
CHAIN = Chain("LDA", "G1", "A1", "LDA", "TLD")
NO_UNION = Chain("LDA", "", "A1", "LDA", "TLD")
GROUND = ShareKey("grassroots", Place.UNIT, "G1")
HEIR = ShareKey("grassroots", Place.UNIT, "G3")
CUSTODY = ShareKey("grassroots", Place.CUSTODY, "")
OWN = ShareKey("province", Place.OWN, "LDA")
THEIRS = ShareKey(ORGANISATION_ROLE, Place.ORGANISATION, "WO")
vnd = st.integers(0, 10**13).map(Vnd)


@given(vnd, st.sampled_from([CHAIN, NO_UNION]))
def test_shares_make_the_part(amount: Vnd, chain: Chain) -> None:
    """To the đồng; three quarters half-up on the ground; nothing of nothing."""
    shares = wanted_shares(amount, RULE, chain, None)
    assert sum(shares.values()) == amount
    assert all(part > 0 for part in shares.values())
    ground = GROUND if chain.grassroots else CUSTODY
    assert shares.get(ground, 0) == times(amount, Fraction(3, 4), Rounding.HALF_UP)
    assert {key.place for key in shares if key.beneficiary == "LDA"} <= {Place.OWN}


def test_the_worked_part() -> None:
    """24,691,358: one step over four ratios would move a đồng from ground to province."""
    shares = wanted_shares(Vnd(24_691_358), RULE, CHAIN, None)
    assert list(shares.values()) == [18_518_519, 2_962_963, 1_975_308, 1_234_568]


def test_an_organisation_waits_in_custody_until_its_notice() -> None:
    """Then its part by the decree's formula; the rest is the union's, or custody without one."""
    amount = Vnd(19_753_086)
    awaited = wanted_shares(amount, RULE, CHAIN, Organisation("WO", None, amount))
    assert awaited[CUSTODY] == 14_814_815
    told = Organisation("WO", Vnd(5_925_926), amount)
    shares = wanted_shares(amount, RULE, CHAIN, told)
    assert (shares[GROUND], shares[THEIRS]) == (10_370_370, 4_444_445)
    alone = wanted_shares(amount, RULE, NO_UNION, told)
    assert (alone[CUSTODY], alone[THEIRS]) == (10_370_370, 4_444_445)


def test_an_organisation_that_ended_keeps_what_it_was_paid() -> None:
    """All else of the grassroots part is the union's, or waits in custody without one."""
    ended = Organisation("WO", None, Vnd(100), Vnd(30))
    shares = wanted_shares(Vnd(100), RULE, CHAIN, ended)
    assert (shares[GROUND], shares[THEIRS]) == (45, 30)
    alone = wanted_shares(Vnd(100), RULE, NO_UNION, ended)
    assert (alone[CUSTODY], alone[THEIRS]) == (45, 30)
    less = wanted_shares(Vnd(20), RULE, CHAIN, ended)
    assert (less.get(GROUND, 0), less[THEIRS]) == (0, 15)


@pytest.mark.parametrize("missing", ["upper", "province", "national"])
def test_a_role_with_nobody_in_it_is_refused(missing: str) -> None:
    """Money is not given to a place where no unit stands."""
    places = {"upper": "A1", "province": "LDA", "national": "TLD", missing: ""}
    with pytest.raises(NoUnitForRole):
        wanted_shares(Vnd(100), RULE, Chain("LDA", "G1", **places), None)


@pytest.mark.parametrize(
    ("standing", "goal", "here", "waiting", "settled"),
    [
        (Standing(0, 0), 10, True, 10, 0),
        (Standing(10, 0), 4, True, -6, 0),
        (Standing(10, 8), 4, True, -2, -4),
        (Standing(10, 10), 4, True, 0, -6),
        (Standing(4, 4), 10, True, 6, 0),
    ],
)
def test_a_share_of_a_unit(
    standing: Standing, goal: int, waiting: int, settled: int, *, here: bool
) -> None:
    """It is given as waiting; what falls gives back first what is not settled yet."""
    found = share_changes({GROUND: standing}, {GROUND: Vnd(goal)}, {}, money_here=here)
    assert found == {GROUND: ShareChange(Place.UNIT, "G1", waiting, settled)}


def test_a_share_that_is_wanted_no_more_is_given_back_whole() -> None:
    """What is not settled as waiting, what was income from income."""
    found = share_changes({GROUND: Standing(10, 4)}, {}, {}, money_here=True)
    assert found == {GROUND: ShareChange(Place.UNIT, "G1", -6, -4)}


def test_one_dong_of_the_own_share_is_income_too() -> None:
    """Nothing is too small to be settled."""
    found = share_changes({}, {OWN: Vnd(1)}, {}, money_here=True)
    assert found == {OWN: ShareChange(Place.OWN, "LDA", 0, 1)}


def test_the_own_share_is_settled_where_the_money_lies() -> None:
    """Elsewhere it waits until it is handed over."""
    for here, change in ((True, (0, 8)), (False, (8, 0))):
        found = share_changes({}, {OWN: Vnd(8)}, {}, money_here=here)
        assert found == {OWN: ShareChange(Place.OWN, "LDA", *change)}


def test_an_organisation_paid_too_much_owes_it() -> None:
    """It has no book of ours in which income could fall: what it owes waits with us."""
    found = share_changes({THEIRS: Standing(10, 10)}, {THEIRS: Vnd(4)}, {}, money_here=True)
    assert found == {THEIRS: ShareChange(Place.ORGANISATION, "WO", -6, 0)}


def test_what_does_not_change_is_left_out() -> None:
    """Only differences are posted."""
    assert share_changes({GROUND: Standing(5, 5)}, {GROUND: Vnd(5)}, {}, money_here=True) == {}


@pytest.mark.parametrize(
    ("standing", "goal", "gone", "heir"),
    [
        (Standing(10, 0), 10, (-10, 0), (10, 0)),  # nothing paid: all of it moves
        (Standing(10, 10), 10, None, None),  # all paid: nothing moves
        (Standing(10, 10), 14, None, (4, 0)),  # more: the heir gets the rest
        (Standing(10, 10), 4, None, (0, -6)),  # less: the heir gives back
        (Standing(10, 6), 4, (-4, 0), (0, -2)),
    ],
)
def test_a_unit_that_has_gone_keeps_what_it_had(
    standing: Standing, goal: int, gone: tuple[int, int] | None, heir: tuple[int, int] | None
) -> None:
    """Its heir gets only what was not paid, and answers for what is to be given back."""
    found = share_changes({GROUND: standing}, {HEIR: Vnd(goal)}, {GROUND: HEIR}, money_here=True)
    assert found.get(GROUND) == (None if gone is None else ShareChange(Place.UNIT, "G1", *gone))
    assert found.get(HEIR) == (None if heir is None else ShareChange(Place.UNIT, "G3", *heir))


def test_without_a_successor_what_waits_goes_into_custody() -> None:
    """And the superior answers for what is to be given back."""
    superior = ShareKey("grassroots", Place.UNIT, "A1")
    found = share_changes(
        {GROUND: Standing(10, 4)}, {CUSTODY: Vnd(10)}, {GROUND: superior}, money_here=True
    )
    assert found == {
        GROUND: ShareChange(Place.UNIT, "G1", -6, 0),
        CUSTODY: ShareChange(Place.CUSTODY, "", 6, 0),
    }
    lowered = share_changes({GROUND: Standing(10, 10)}, {}, {GROUND: superior}, money_here=True)
    assert lowered == {superior: ShareChange(Place.UNIT, "A1", 0, -10)}


@given(
    st.lists(st.tuples(vnd, vnd), min_size=2, max_size=2),
    vnd,
    st.sampled_from([HEIR, CUSTODY]),
)
def test_the_changes_make_the_goal(
    amounts: list[tuple[Vnd, Vnd]], goal: Vnd, now: ShareKey
) -> None:
    """Whatever stood with whom, afterwards the shares add up to what was wanted."""
    stands = {
        key: Standing(total, min(total, settled))
        for key, (total, settled) in zip((GROUND, HEIR), amounts, strict=True)
    }
    found = share_changes(stands, {now: goal}, {GROUND: HEIR}, money_here=True)
    before = sum(standing.total_vnd for standing in stands.values())
    assert before + sum(change.total_vnd for change in found.values()) == goal


def test_a_part_stays_with_the_units_above_that_share_it() -> None:
    """Another superior since then has no claim; who has gone is followed by the heir."""
    upper = ShareKey("upper", Place.UNIT, "A1")
    now = Chain("LDA", "G1", "A2", "LDA", "TLD")
    assert kept_chain(now, {upper: Standing(12, 12)}, {}).upper == "A1"
    assert kept_chain(now, {upper: Standing(0, 0)}, {}).upper == "A2"
    heir = ShareKey("upper", Place.UNIT, "A3")
    assert kept_chain(now, {upper: Standing(12, 12)}, {upper: heir}).upper == "A3"
    assert kept_chain(now, {GROUND: Standing(75, 75)}, {}) == now


def test_a_chain_names_the_unit_of_each_role() -> None:
    """Empty where there is none."""
    assert [NO_UNION.unit(role) for role in Role] == ["", "A1", "LDA", "TLD"]


class TestPassedOn:
    """What another unit holds of a part's grassroots share is not held here."""

    CUSTODY = ShareKey("grassroots", Place.CUSTODY, "")
    UNION = ShareKey("grassroots", Place.UNIT, "G1")
    OWN = ShareKey("province", Place.OWN, "LDA")

    def test_nothing_passed_changes_nothing(self) -> None:
        """The shares stay as they shall be."""
        wanted = {self.CUSTODY: Vnd(75), self.OWN: Vnd(25)}
        assert less_passed(wanted, 0) == wanted

    def test_all_or_some_of_it(self) -> None:
        """The rest is held or given here."""
        wanted = {self.CUSTODY: Vnd(75), self.OWN: Vnd(25)}
        assert less_passed(wanted, 75) == {self.OWN: 25}
        assert less_passed(wanted, 70) == {self.CUSTODY: 5, self.OWN: 25}
        assert less_passed({self.UNION: Vnd(75)}, 70) == {self.UNION: 5}
        assert less_passed({self.UNION: Vnd(75)}, 74) == {self.UNION: 1}
        assert less_passed({self.UNION: Vnd(75)}, 76) == {self.CUSTODY: -1}

    def test_more_than_the_part_is_worth_by_now(self) -> None:
        """It stands against custody, never against a union that had none of it."""
        assert less_passed({self.UNION: Vnd(60)}, 75) == {self.CUSTODY: -15}
        assert less_passed({}, 75) == {self.CUSTODY: -75}
