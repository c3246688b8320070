"""What a book carries into the next year, source by source."""

from collections import defaultdict
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.year_end import (
    Carried,
    NothingToReturn,
    StateMoney,
    StateMoneyUndecided,
    carry_forward,
    to_carry,
)
from ledger.balances import Tagged
from ledger.entries import Line, Side, credit, debit
from tests.finance.rules.june_2026 import july


def _moved(account: str, closing_vnd: int, fund: str, item: str, counter_book: str = "") -> Tagged:
    amounts = (0, 0, max(0, closing_vnd), max(0, -closing_vnd))
    return Tagged("G1", account, fund, item, counter_book, *amounts)


def test_g1_in_july() -> None:
    """Were July the year's end: the levy adds to what is accumulated, the dues take from it."""
    assert to_carry("G1", july()) == [
        Carried("dues", 297_757, 379_500),
        Carried("levy", 58_870_370, 3_000_000),
    ]
    assert set(carry_forward("G1", july(), "YE/G1/2026/1", None)) == {
        debit(
            "337861",
            58_870_370,
            fund="levy",
            item="28.01",
            counter_book="LDA",
            interbook_ref="YE/G1/2026/1",
        ),
        credit("611", 3_000_000, fund="levy", item="31"),
        credit("4316", 55_870_370, fund="levy"),
        debit("337861", 297_757, fund="dues", item="22"),
        debit("4316", 81_743, fund="dues"),
        credit("611", 379_500, fund="dues", item="34"),
    }


def test_nothing_stands() -> None:
    """A book without income and spending has nothing to carry."""
    assert to_carry("G1", [_moved("112", 5, "", "")]) == []
    assert carry_forward("G1", [_moved("112", 5, "", "")], "r", None) == ()


def test_other_books_are_left_alone() -> None:
    """Each book carries its own."""
    assert to_carry("G9", july()) == []


@pytest.mark.parametrize("state", list(StateMoney))
def test_one_dong_of_state_money_is_carried_too(state: StateMoney) -> None:
    """Nothing is too little to be kept or given back."""
    rows = [_moved("337861", -8, "state", "24"), _moved("611", 7, "state", "31")]
    left = carry_forward("G1", rows, "r", state)[-1]
    assert (left.side, left.amount_vnd, left.fund) == (Side.CREDIT, 1, "state")


def test_what_was_spent_to_the_last_dong() -> None:
    """Income that was spent whole closes against the spending, and nothing is accumulated."""
    rows = [_moved("337861", -7, "state", "24"), _moved("611", 7, "state", "31")]
    assert carry_forward("G1", rows, "r", None) == (
        debit("337861", 7, fund="state", item="24"),
        credit("611", 7, fund="state", item="31"),
    )


def test_the_state_s_money_wants_a_decision() -> None:
    """What is left of it is neither kept nor sent back by guess."""
    rows = [_moved("337861", -900, "state", "24"), _moved("611", 300, "state", "31")]
    with pytest.raises(StateMoneyUndecided) as refused:
        carry_forward("G1", rows, "r", None)
    assert refused.value.facts["amount"] == 600
    kept = carry_forward("G1", rows, "r", StateMoney.CARRY)
    assert kept[-1] == credit("4316", 600, fund="state")
    sent_back = carry_forward("G1", rows, "r", StateMoney.RETURN)
    assert sent_back[-1] == credit("333", 600, fund="state")


def test_what_was_overspent_cannot_go_back() -> None:
    """It can only be carried, as a lack."""
    rows = [_moved("611", 300, "state", "31")]
    with pytest.raises(NothingToReturn) as refused:
        carry_forward("G1", rows, "r", StateMoney.RETURN)
    assert refused.value.facts == {"book": "G1", "amount": 300}
    with pytest.raises(StateMoneyUndecided):
        carry_forward("G1", rows, "r", None)
    assert carry_forward("G1", rows, "r", StateMoney.CARRY)[-1] == debit("4316", 300, fund="state")


_rows = st.lists(
    st.builds(
        _moved,
        st.sampled_from(["337861", "611", "4316", "112"]),
        st.integers(-(10**12), 10**12),
        st.sampled_from(["levy", "dues", "state", "other", "restricted:X"]),
        st.sampled_from(["22", "23", "31"]),
        st.sampled_from(["", "LDA"]),
    ),
    max_size=12,
    unique_by=lambda row: (row.account, row.fund, row.item, row.counter_book),
)


@given(_rows)
def test_each_source_is_closed_into_itself(rows: Sequence[Tagged]) -> None:
    """Afterwards nothing stands on income and spending, and each source has what it had."""
    lines = carry_forward("G1", rows, "r", StateMoney.CARRY)
    held: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        held[row.account, row.fund] += row.closing_vnd
    before = _by_fund(held)
    for line in lines:
        held[line.account, line.fund] += line.signed_vnd
    assert all(not amount for (account, _), amount in held.items() if account in ("337861", "611"))
    assert _by_fund(held) == before
    assert _balanced_by_fund(lines)


def _by_fund(held: dict[tuple[str, str], int]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for (account, fund), amount in held.items():
        if account != "112":
            sums[fund] += amount
    return {fund: amount for fund, amount in sums.items() if amount}


def _balanced_by_fund(lines: Sequence[Line]) -> bool:
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.fund] += line.signed_vnd
    return not any(sums.values())
