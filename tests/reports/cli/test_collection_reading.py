"""Arrears and rates from the command line, on the month of five books."""

import pytest

from finance.records.dues import DuesRow
from finance.runtime.database import Database
from tests.reports.june_2026 import E3, E5
from tests.terminal import Terminal

LAST = ("--as-of", "2026-07-31")
RATED = {
    *("receivable_vnd", "collected_vnd", "open_vnd"),
    *("rate", "rate_hundredths", "reaches_target"),
}


def test_arrears(reading: Terminal) -> None:
    """E3 is behind with 135,780; on day 60 it is late, on day 61 it is non-payment."""
    late = reading.ask("levy", "arrears", "--as-of", "2026-09-29")
    assert (late["late_vnd"], late["non_payment_vnd"], late["open_vnd"]) == (135_780, 0, 135_780)
    (row,) = late["rows"]
    assert (row["tax_code"], row["unit"], row["collecting_unit"]) == (E3, "A1", "LDA")
    assert (row["months"], row["oldest_period"], row["oldest_due_on"]) == (
        1,
        "2026-06",
        "2026-07-31",
    )
    assert (row["days_late"], row["si_class"]) == (60, "late")
    assert row["by_days"]["31-60"] == sum(row["by_days"].values()) == 135_780
    after = reading.ask("levy", "arrears", "--as-of", "2026-09-30")
    assert (after["late_vnd"], after["non_payment_vnd"]) == (0, 135_780)
    assert after["rows"][0]["by_days"]["61-90"] == 135_780


def test_what_is_suspended_is_behind_after_its_make_up_day(reading: Terminal) -> None:
    """E5's June is due on 2026-09-30."""
    codes = [
        [row["tax_code"] for row in reading.ask("levy", "arrears", "--as-of", day)["rows"]]
        for day in ("2026-09-30", "2026-10-01")
    ]
    assert codes == [[E3], [E5, E3]]


def test_nobody_is_behind_on_the_due_day(reading: Terminal) -> None:
    """That day still counts."""
    assert reading.ask("levy", "arrears", *LAST)["rows"] == []


def test_arrears_of_one_unit(reading: Terminal) -> None:
    """Of the unit and all below it; a unit nobody has is refused."""
    day = ("--as-of", "2026-10-01")
    found = {
        unit: [
            row["tax_code"] for row in reading.ask("levy", "arrears", *day, "--unit", unit)["rows"]
        ]
        for unit in ("TLD", "A1", "G1", "G2")
    }
    assert found == {"TLD": [E5, E3], "A1": [E5, E3], "G1": [E5], "G2": []}


def test_the_rate_by_unit(reading: Terminal) -> None:
    """April to June, suspended left out: 99.87%, with the part of each unit below."""
    told = reading.ask("levy", "rate", "--year", "2026", *LAST)
    assert told["target"] == "90/100"
    assert told["levy"]["rate"] == "99.87%"
    rows = {row["unit"]: row for row in told["rows"]}
    assert set(rows) == {"TLD", "LDA", "A1", "G1", "G2"}
    assert set(rows["LDA"]) >= RATED
    for unit in ("TLD", "LDA", "A1"):
        held = rows[unit]
        assert (held["receivable_vnd"], held["collected_vnd"]) == (107_382_692, 107_246_912)
    assert (rows["G1"]["receivable_vnd"], rows["G1"]["rate"]) == (78_493_826, "100.00%")
    assert rows["G2"]["collected_vnd"] == 19_753_086
    assert all(row["reaches_target"] for row in rows.values())


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        (
            "month",
            {
                "2026-04": (23_753_086, 23_753_086, "100.00%"),
                "2026-05": (24_024_691, 24_024_691, "100.00%"),
                "2026-06": (59_604_915, 59_469_135, "99.77%"),
            },
        ),
        (
            "level",
            {
                "grassroots": (98_246_912, 98_246_912, "100.00%"),
                "upper": (9_135_780, 9_000_000, "98.51%"),
            },
        ),
    ],
)
def test_the_rate_by_month_and_by_level(
    reading: Terminal, by: str, rows: dict[str, tuple[int, int, str]]
) -> None:
    """Each month by itself; employers with a union of their own, and those without."""
    told = reading.ask("levy", "rate", "--year", "2026", *LAST, "--by", by)["rows"]
    key = "period" if by == "month" else "level"
    found = {row[key]: (row["receivable_vnd"], row["collected_vnd"], row["rate"]) for row in told}
    assert found == rows


def test_the_rate_with_what_is_suspended(reading: Terminal) -> None:
    """E5's suspended June counts when it is asked for: 93.50%, and the answer says so."""
    told = reading.ask("levy", "rate", "--year", "2026", *LAST, "--by", "month", "--suspended")
    assert told["suspended_counted"] is True
    june = {row["period"]: row for row in told["rows"]}["2026-06"]
    assert (june["receivable_vnd"], june["collected_vnd"]) == (63_604_915, 59_469_135)
    assert june["rate"] == "93.50%"
    assert reading.ask("levy", "rate", "--year", "2026", *LAST)["suspended_counted"] is False


def test_what_was_collected_by_channel(reading: Terminal) -> None:
    """By whose account the money reached: E3 paid into the central one."""
    told = reading.ask("levy", "rate", "--year", "2026", *LAST, "--by", "channel")["rows"]
    assert told == [
        {"channel": "national", "collected_vnd": 9_000_000, "share": "8.39%"},
        {"channel": "province", "collected_vnd": 98_246_912, "share": "91.61%"},
    ]


def test_the_rate_of_one_unit_and_of_another_year(reading: Terminal) -> None:
    """A unit has its own; of a year in which nothing fell due there is none, not a rate of zero."""
    told = reading.ask("levy", "rate", "--year", "2026", *LAST, "--unit", "G2")
    assert told["levy"]["collected_vnd"] == 19_753_086
    assert [row["unit"] for row in told["rows"]] == ["G2"]
    nothing = reading.ask("levy", "rate", "--year", "2025")
    assert (nothing["levy"]["rate"], nothing["levy"]["reaches_target"]) == (None, None)
    assert (nothing["rows"], nothing["dues_share"]) == ([], None)


def test_the_dues_part_of_the_whole(own_june: Database, acting_terminal: Terminal) -> None:
    """650,000 of dues beside 107,246,912 of the levy: 0.60%; each unit sees its own."""
    with own_june.writing() as session:
        for unit, member, amount in (("G1", "M1", 425_367), ("G2", "M6", 224_633)):
            session.add(
                DuesRow(
                    unit_code=unit,
                    member_no=member,
                    period="2026-06",
                    dues_group="non_state",
                    wage_base_vnd=1,
                    amount_vnd=amount,
                    paid_vnd=amount,
                )
            )
        session.commit()
    told = acting_terminal.ask("levy", "rate", "--year", "2026", *LAST)
    assert (told["dues"]["receivable_vnd"], told["dues"]["rate"]) == (650_000, "100.00%")
    assert (told["dues_share"], told["dues_share_hundredths"]) == ("0.60%", 60)
    own = acting_terminal.ask("levy", "rate", "--year", "2026", *LAST, "--as", "ke")
    assert own["dues"]["collected_vnd"] == 425_367
    assert own["levy"]["collected_vnd"] == 78_493_826
    assert [row["unit"] for row in own["rows"]] == ["G1"]


def test_who_may_not_read_a_unit_is_refused(acting_terminal: Terminal) -> None:
    """The accountant of G1 reads neither G2 nor what stands above."""
    for unit in ("G2", "LDA"):
        words = ("levy", "rate", "--year", "2026", "--unit", unit, "--as", "ke")
        assert acting_terminal.refused(*words)["code"] == "permission.refused"


def test_nothing_is_estimated_without_a_basis(reading: Terminal) -> None:
    """Nothing was declared in 2025; no rule is of 2023: the answer says why 2026 has none."""
    told = reading.ask("levy", "forecast", "--year", "2026", *LAST)
    assert (told["rows"], told["receivable_vnd"]) == ([], 107_382_692)
    assert "1 đến 6 năm 2025" in told["note"]
    assert "months 1 to 6 of 2025" in told["note_en"]
    told = reading.ask("levy", "forecast", "--year", "2023")
    assert (told["rows"], told["receivable_vnd"]) == ([], 0)
    assert "2023" in told["note"]
    assert "No rule" in told["note_en"]


@pytest.mark.parametrize(
    "words",
    [
        ("levy", "rate", "--year", "2026"),
        ("levy", "forecast", "--year", "2026"),
        ("levy", "arrears", "--as-of", "2026-07-31"),
        ("levy", "gaps", "--year", "2026"),
        ("levy", "shares", "--period", "2026-06"),
        ("levy", "declarations", "--period", "2026-06"),
        ("levy", "relief", "report", "--quarter", "2026-Q2"),
    ],
)
def test_a_unit_nobody_knows_is_refused(reading: Terminal, words: tuple[str, ...]) -> None:
    """No figures are told of it, not even zeros."""
    told = reading.refused(*words, "--unit", "ZZ")
    assert (told["code"], told["facts"]) == ("unit.unknown", {"unit": "ZZ"})
