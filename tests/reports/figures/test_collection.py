"""Collected beside receivable, added up by unit, level, month and channel."""

from dataclasses import replace

from finance.rules.collection import CollectionRate
from ledger.money import Vnd
from reports.figures.collection import Place, Slice, Year

PLACES = {
    "TLD": Place("Tổng Liên đoàn", "national", ""),
    "LDA": Place("LĐLĐ A", "province", "TLD"),
    "A1": Place("KCN A1", "upper", "LDA"),
    "G1": Place("CĐCS 1", "grassroots", "A1"),
}
YEAR = Year(
    levy=(
        Slice("G1", "2026-05", 100, 90),
        Slice("G1", "2026-06", 100, 100),
        Slice("A1", "2026-06", 50, 0),
    ),
    dues=(Slice("G1", "2026-06", 10, 10),),
    channels={"LDA": 150, "TLD": 40},
    estimates={"G1": 1_000, "A1": 500},
    places=PLACES,
)


def _rate(receivable: int, collected: int, hundredths: int) -> CollectionRate:
    return CollectionRate(Vnd(receivable), Vnd(collected), hundredths)


def test_a_unit_holds_what_is_below_it() -> None:
    """The grassroots union alone, and everybody above with it."""
    above = _rate(250, 190, 7_600)
    assert YEAR.by_unit() == {"A1": above, "G1": _rate(200, 190, 9_500), "LDA": above, "TLD": above}


def test_each_level_and_each_month_by_itself() -> None:
    """Where an employer has no union of its own, it stands with who is above."""
    assert YEAR.by_level() == {"grassroots": _rate(200, 190, 9_500), "upper": _rate(50, 0, 0)}
    assert YEAR.by_month() == {"2026-05": _rate(100, 90, 9_000), "2026-06": _rate(150, 100, 6_667)}


def test_channels_are_the_levels_whose_accounts_the_money_reached() -> None:
    """Two accounts of one level are one channel."""
    assert YEAR.by_channel() == {"province": 150, "national": 40}


def test_the_whole_and_nothing() -> None:
    """Of nothing receivable there is no rate."""
    assert YEAR.whole(YEAR.levy) == _rate(250, 190, 7_600)
    assert YEAR.whole(()).hundredths is None


def test_estimates_add_up_the_tree() -> None:
    """Each unit's own, and all of those below it."""
    assert YEAR.estimated() == {"G1": 1_000, "A1": 1_500, "LDA": 1_500, "TLD": 1_500}
    assert YEAR.line("nobody") == []


def test_what_an_estimate_leaves_out_is_told_beside_it() -> None:
    """Due at a unit of which nothing is known from the year before, and at everybody above."""
    partly = replace(YEAR, estimates={"G1": 1_000})
    assert partly.beyond_estimate() == {code: _rate(50, 0, 0) for code in ("A1", "LDA", "TLD")}
    assert YEAR.beyond_estimate() == {}


def test_nothing_is_told_of_who_stands_above_the_units_asked_for() -> None:
    """Their figures would be parts only."""
    assert set(replace(YEAR, tops=frozenset({"A1"})).by_unit()) == {"A1", "G1"}
    assert set(replace(YEAR, tops=frozenset({"G1", "A1"})).by_unit()) == {"A1", "G1"}


def test_whom_a_unit_collects_from_elsewhere_counts_for_it() -> None:
    """G1's employers pay to LDB: both are told."""
    places = {**PLACES, "LDB": Place("LĐLĐ B", "province", "TLD")}
    asked = replace(YEAR, places=places, tops=frozenset({"LDB"}))
    assert asked.line("G1") == ["G1", "LDB"]
    assert replace(asked, tops=frozenset({"LDB", "X"})).line("G1") == ["G1"]
