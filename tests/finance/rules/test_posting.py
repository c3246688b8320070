"""What each event of the levy is in the books."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.rules.posting import (
    BookLines,
    Place,
    ReceiptChange,
    ShareChange,
    Way,
    assessed,
    brought_back,
    distributed,
    explained,
    handed_over,
    income_item,
    matched,
    merged,
    net_bank,
    organisation_brought_back,
    organisation_paid,
    organisation_sent_back,
    paid_unknown,
    received,
    shared,
    taken_back,
)
from ledger.entries import Line, Side, credit, debit, gathered, mirrored

HERE = Way("LDA", "LDA", "IB", frozenset({"TLD"}))
THERE = Way("LDA", "TLD", "IB", frozenset({"TLD"}))
FAMILIES = {"1361": "levy", "3361": "levy", "1363": "for", "3363": "for"}
amounts = st.integers(min_value=-(10**12), max_value=10**12)
changes = st.lists(
    st.builds(
        ShareChange,
        place=st.sampled_from(Place),
        beneficiary=st.sampled_from(["G1", "A1", "TLD"]),
        waiting_vnd=amounts,
        settled_vnd=amounts,
    ),
    max_size=6,
)


def _signed(lines: list[Line], account: str = "") -> int:
    return sum(line.signed_vnd for line in lines if account in ("", line.account))


def _ties(books: BookLines) -> bool:
    pairs: dict[tuple[str, ...], int] = {}
    for book, lines in books.items():
        for line in lines:
            family = FAMILIES.get(line.account)
            if family is not None:
                key = (*sorted((book, line.counter_book)), family)
                pairs[key] = pairs.get(key, 0) + line.signed_vnd
    return not any(pairs.values())


@pytest.mark.parametrize(
    ("event", "wanted"),
    [
        (lambda: assessed(5), [debit("13881", 5, fund="levy"), credit("33883", 5, fund="levy")]),
        (lambda: assessed(-5), [credit("13881", 5, fund="levy"), debit("33883", 5, fund="levy")]),
        (lambda: assessed(0), []),
        (lambda: received(5, "112"), [debit("112", 5), credit("33881", 5)]),
        (lambda: taken_back(5, "112"), [debit("33881", 5), credit("112", 5)]),
        (lambda: paid_unknown(5, "112"), [debit("13889", 5), credit("112", 5)]),
        (
            lambda: explained(5, "611", fund="levy", item="31"),
            [debit("611", 5, fund="levy", item="31"), credit("13889", 5)],
        ),
        (lambda: explained(-5, "33881"), [credit("33881", 5), debit("13889", 5)]),
        (lambda: organisation_paid(5, "112"), [debit("33812", 5, fund="levy"), credit("112", 5)]),
        (lambda: organisation_sent_back(5), [debit("33881", 5)]),
    ],
)
def test_events_in_one_book(event: Callable[[], Iterable[Line]], wanted: list[Line]) -> None:
    """Two lines each; what is taken off stands on the opposite side, nothing leaves no line."""
    assert list(event()) == wanted


def test_a_match_here() -> None:
    """From receipts to identify onto the obligation and the payer's credit."""
    [(book, lines)] = matched(HERE, ReceiptChange(70, 30)).items()
    assert book == "LDA"
    assert lines == [
        debit("33881", 100),
        credit("13881", 70, fund="levy"),
        credit("33882", 30, fund="levy"),
        debit("33883", 70, fund="levy"),
    ]


def test_a_match_of_money_elsewhere() -> None:
    """The holder collected for us: its receipt is a debt to us from that day."""
    books = matched(THERE, ReceiptChange(100, 0))
    tags = {"fund": "levy", "interbook_ref": "IB"}
    assert books["TLD"] == [
        debit("33881", 100),
        credit("3363", 100, counter_book="LDA", **tags),
    ]
    assert debit("1363", 100, counter_book="TLD", **tags) in books["LDA"]


def test_credit_that_becomes_a_match_leaves_receipts_alone() -> None:
    """The money was identified before."""
    [lines] = matched(HERE, ReceiptChange(50, -50)).values()
    assert _signed(lines, "33881") == 0
    assert _signed(lines, "33882") == 50


@given(amounts, amounts, st.sampled_from([HERE, THERE]))
def test_a_match_and_its_undoing_are_mirrors(matched_vnd: int, credit_vnd: int, way: Way) -> None:
    """Pairs tie; what the collector's book lacks are the shares; undone, every side turns."""
    books = matched(way, ReceiptChange(matched_vnd, credit_vnd))
    undone = matched(way, ReceiptChange(-matched_vnd, -credit_vnd))
    assert _ties(books)
    for book, lines in books.items():
        assert _signed(lines) == (matched_vnd if book == "LDA" else 0)
        assert set(mirrored(gathered(lines))) == set(gathered(undone[book]))


@given(changes, st.sampled_from([HERE, THERE]))
def test_shares_balance_with_what_was_assessed(given_changes: list[ShareChange], way: Way) -> None:
    """The collector's book lacks exactly the shares (they come from 33883); the others balance."""
    books = shared(way, given_changes)
    assert _ties(books)
    total = sum(change.total_vnd for change in given_changes)
    assert _signed(books.pop("LDA")) == -total
    assert all(_signed(lines) == 0 for lines in books.values())


@pytest.mark.parametrize(
    ("place", "owed"),
    [
        (Place.CUSTODY, credit("33811", 5, fund="levy")),
        (Place.ORGANISATION, credit("33812", 5, fund="levy")),
        (Place.UNIT, credit("3361", 5, fund="levy", counter_book="G1", interbook_ref="IB")),
    ],
)
def test_where_a_share_stands(place: Place, owed: Line) -> None:
    """Each place has its account, of the levy's fund; only units have a book of their own."""
    books = shared(HERE, [ShareChange(place, "G1", 5, 0)])
    assert books["LDA"] == [owed]
    assert set(books) == ({"LDA", "G1"} if place is Place.UNIT else {"LDA"})


def test_the_own_share_is_income_where_the_money_lies() -> None:
    """Settled is income; waiting stands towards the holder."""
    lines = shared(THERE, [ShareChange(Place.OWN, "LDA", 7, 5)])["LDA"]
    assert lines == [
        credit("337861", 5, fund="levy", item="23"),
        credit("33885", 7, fund="levy", counter_book="TLD", interbook_ref="IB"),
    ]


def test_a_share_taken_back_falls_on_income_at_once() -> None:
    """What is not settled first is not here to judge: both parts are given."""
    lines = shared(HERE, [ShareChange(Place.UNIT, "G1", -2, -3)])["G1"]
    tags = {"fund": "levy", "counter_book": "LDA", "interbook_ref": "IB"}
    assert lines == [
        credit("1361", 5, **tags),
        debit("33885", 2, **tags),
        debit("337861", 3, item="28.01", **tags),
    ]


def test_item_23_from_below_and_28_01_from_above() -> None:
    """Income of a unit above the collector was collected below it; towards it 39 is passed up."""
    assert (income_item(HERE, "TLD"), income_item(HERE, "G1")) == ("23", "28.01")
    books = shared(HERE, [ShareChange(Place.UNIT, "TLD", 5, 4)])
    [towards_above] = books["LDA"]
    assert towards_above.item == "23"
    assert [line.item for line in books["TLD"]] == ["", "", "23"]
    assert distributed(HERE, "TLD", 5, 5)["LDA"][0].item == "39"
    assert distributed(HERE, "G1", 5, 5)["LDA"][0].item == ""


def test_a_share_paid_out() -> None:
    """The payer's debt and money go; the beneficiary's claim becomes money, and income."""
    tags = {"fund": "levy", "interbook_ref": "IB"}
    from_payer = {"counter_book": "LDA", **tags}
    cash = Way("LDA", "LDA", "IB", frozenset({"TLD"}), bank="111")
    assert distributed(cash, "TLD", 5, 4) == {
        "LDA": [debit("3361", 5, item="39", counter_book="TLD", **tags), credit("111", 5)],
        "TLD": [
            debit("112", 5),
            credit("1361", 5, **from_payer),
            debit("33885", 4, **from_payer),
            credit("337861", 4, item="23", **from_payer),
        ],
    }
    assert distributed(HERE, "G1", 5, 4)["G1"][-1].item == "28.01"


def test_money_handed_over() -> None:
    """Who held it owes it no more; who collects has it, and its own share becomes income."""
    tags = {"fund": "levy", "interbook_ref": "IB"}
    assert handed_over(THERE, 5, 4) == {
        "TLD": [debit("3363", 5, counter_book="LDA", **tags), credit("112", 5)],
        "LDA": [
            debit("112", 5),
            credit("1363", 5, counter_book="TLD", **tags),
            debit("33885", 4, counter_book="TLD", **tags),
            credit("337861", 4, fund="levy", item="23"),
        ],
    }


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_distribution_balances_in_both_books(paid: int, settled: int) -> None:
    """Cash and settled shares differ by what was owed back; both books balance by themselves."""
    books = distributed(HERE, "G1", paid, settled)
    assert _ties(books)
    assert all(_signed(lines) == 0 for lines in books.values())
    assert _signed(books["G1"], "112") == paid
    assert _signed(books["G1"], "337861") == -settled


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_a_hand_over_balances_in_both_books(amount: int, own: int) -> None:
    """The money comes, and the own share of it becomes income."""
    books = handed_over(THERE, amount, own)
    assert _ties(books)
    assert all(_signed(lines) == 0 for lines in books.values())
    assert _signed(books["LDA"], "337861") == -own
    assert _signed(books["TLD"], "112") == -amount


@given(st.lists(amounts.filter(bool), max_size=8))
def test_only_the_difference_moves_through_the_bank(moved: list[int]) -> None:
    """The other lines stay as they are."""
    lines = [debit("112", a) if a > 0 else credit("112", -a) for a in moved]
    other = credit("3361", 1, fund="levy", counter_book="G1", interbook_ref="IB")
    netted = net_bank([*lines, other])
    assert sum(1 for line in netted if line.account == "112") == (1 if sum(moved) else 0)
    assert _signed(netted, "112") == sum(moved)
    assert netted[-1] == other


def test_lines_of_several_events_stand_together_by_book() -> None:
    """In the order of the events."""
    first, second = debit("112", 1), credit("112", 2)
    assert merged([{"A": [first]}, {"B": [second], "A": [second]}]) == {
        "A": [first, second],
        "B": [second],
    }
    assert first.side is Side.DEBIT


def test_a_distribution_that_came_back_is_its_opposite() -> None:
    """Owed again here, owed to us and no income there; upwards line 39 falls as well."""
    tags = {"fund": "levy", "interbook_ref": "IB"}
    assert brought_back(HERE, "G1", 5, 4) == {
        "LDA": [credit("3361", 5, counter_book="G1", **tags), debit("112", 5)],
        "G1": [
            credit("112", 5),
            debit("1361", 5, counter_book="LDA", **tags),
            credit("33885", 4, counter_book="LDA", **tags),
            debit("337861", 4, item="28.01", counter_book="LDA", **tags),
        ],
    }
    upwards = brought_back(HERE, "TLD", 5, 5)["LDA"]
    assert upwards[0] == credit("3361", 5, item="39", counter_book="TLD", **tags)


def test_what_the_holder_paid_by_a_list_lies_with_it_again() -> None:
    """It holds it for the collecting unit, whose bank did not move."""
    tags = {"fund": "levy", "interbook_ref": "IB"}
    books = brought_back(THERE, "G1", 5, 5)
    assert books["TLD"] == [
        credit("3363", 5, counter_book="LDA", **tags),
        debit("112", 5),
    ]
    assert books["LDA"] == [
        debit("1363", 5, counter_book="TLD", **tags),
        credit("3361", 5, counter_book="G1", **tags),
    ]
    assert _ties(books)
    assert brought_back(THERE, "G1", 5, 4)["G1"] == [
        credit("112", 5),
        debit("1361", 5, counter_book="LDA", **tags),
        credit("33885", 4, counter_book="LDA", **tags),
        debit("337861", 4, item="28.01", counter_book="LDA", **tags),
    ]
    in_cash = brought_back(replace(THERE, bank="111"), "G1", 5, 5)
    assert in_cash["LDA"] == books["LDA"]
    theirs = organisation_brought_back(THERE, 5)
    assert theirs["LDA"] == [
        debit("1363", 5, counter_book="TLD", **tags),
        credit("33812", 5, fund="levy"),
    ]
    assert organisation_brought_back(HERE, 5) == {"LDA": organisation_paid(-5, "112")}
