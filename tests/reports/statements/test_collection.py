"""What was due and collected, as a reader sees it."""

import datetime as dt

from reports.figures import Figure, Section
from reports.figures.collection import Place, Slice, Year
from reports.statements.collection import CollectionOf, collection_statement

HELD = Year(
    levy=(Slice("G1", "2026-05", 100, 90), Slice("A1", "2026-06", 100, 50)),
    dues=(Slice("G1", "2026-06", 60, 60),),
    channels={"LDA": 100, "TLD": 40},
    estimates={"G1": 1_000},
    places={
        "TLD": Place("Tổng Liên đoàn", "national", ""),
        "LDA": Place("LĐLĐ A", "province", "TLD"),
        "A1": Place("KCN A1", "upper", "LDA"),
        "G1": Place("CĐCS 1", "grassroots", "A1"),
    },
    tops=frozenset({"A1"}),
)


def _made(held: Year = HELD) -> dict[str, Section]:
    day = dt.date(2026, 7, 31)
    statement = collection_statement(CollectionOf("A1", "KCN A1", 2026, day, "90/100", held))
    assert statement.span.en == "2026, up to 31/07/2026"
    return {section.key.removeprefix("collection-"): section for section in statement.sections}


def _told(section: Section) -> list[tuple[str, list[int | None]]]:
    return [
        (row.label("vi"), [cell.amount_vnd for cell in row.cells if isinstance(cell, Figure)])
        for row in section.rows
    ]


def test_levy_and_dues_beside_the_goal() -> None:
    """140 of 200 do not reach 90%; dues are 60 of the 200 collected."""
    whole = _made()["whole"]
    assert _told(whole) == [
        ("Kinh phí công đoàn · 70,00% · chưa đạt", [200, 140, 60]),
        ("Đoàn phí công đoàn · 100,00% · đạt", [60, 60, 0]),
    ]
    assert "90%" in whole.meaning.vi
    assert "30.00%" in whole.meaning.en


def test_the_unit_and_those_below_it() -> None:
    """The unit itself stands last, as the sum."""
    found = _made()["units"]
    assert _told(found) == [
        ("CĐCS 1 · Công đoàn cơ sở · 90,00% · đạt", [100, 90, 10]),
        ("KCN A1 · Cấp trên trực tiếp cơ sở · 70,00% · chưa đạt", [200, 140, 60]),
    ]
    assert [row.total for row in found.rows] == [False, True]


def test_an_estimate_says_what_it_leaves_out() -> None:
    """A unit of A1's own payers has no basis: its 100 due stand beside the estimate of G1."""
    assert _told(_made()["estimates"]) == [
        ("CĐCS 1 · Công đoàn cơ sở", [1_000, 0]),
        ("KCN A1 · Cấp trên trực tiếp cơ sở", [1_000, 100]),
    ]


def test_levels_months_and_channels() -> None:
    """Each a table of its own."""
    made = _made()
    assert [amounts for _, amounts in _told(made["levels"])] == [[100, 90, 10], [100, 50, 50]]
    assert [name for name, _ in _told(made["months"])] == [
        "05/2026 · 90,00% · đạt",
        "06/2026 · 50,00% · chưa đạt",
    ]
    assert _told(made["channels"]) == [
        ("Tổng Liên đoàn · 28,57%", [40]),
        ("Cấp tỉnh, ngành · 71,43%", [100]),
    ]


def test_of_nothing_due_there_is_no_rate() -> None:
    """A dash, and nothing is said of the goal."""
    nothing = Year((), (), {}, {}, HELD.places)
    assert _told(_made(nothing)["whole"])[0] == ("Kinh phí công đoàn · – · –", [0, 0, 0])
