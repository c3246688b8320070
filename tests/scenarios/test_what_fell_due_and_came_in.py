"""Forecast and rate: what a year was estimated at, what fell due, and what of it came in.

E1 and E4 stand with the union G1, E2 with G2, E3 with none; LDA collects from all of them.
"""

import datetime as dt

import pytest

from finance.actions.assess_dues import AssessDues, assess_dues
from finance.actions.collect_dues import CollectDues, collect_dues
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from ledger.periods import Period
from reports import cli
from tests.builders import E1, E2, E3, OPENED, decision, declaration, suspension
from tests.dues import JUNE, assessed, pay_slip, slip
from tests.federation import Federation, federation
from tests.terminal import Terminal

DAY = dt.date(2026, 7, 10)
LATER = dt.date(2026, 9, 30)


@pytest.fixture
def fed(database: Database) -> Federation:
    """A hundred people at 10 million each in 2025; May and June of 2026 are owed."""
    made = federation(database)
    for month in range(1, 9):
        period = f"2025-{month:02d}"
        made.declare(OPENED, declaration(E1, period, 1_000_000_000, employees=100))
    for period in ("2026-05", "2026-06"):
        made.owe(E1, period, 20_000_000)
        made.owe(E3, period, 5_000_000)
    made.add(suspension(E2, "2026-06", "2026-08"))
    made.owe(E2, "2026-06", 4_000_000)
    return made


@pytest.fixture
def terminal(fed: Federation) -> Terminal:
    """The commands that read, on the last day of September."""

    def no_web(*_: object) -> object:
        raise AssertionError

    root = Root.of(no_web, [Room("reports", commands=cli.commands)])
    return Terminal(root, fed.database.url, FixedClock(LATER))


def _received(fed: Federation, reference: str, tax_code: str, parts: dict[str, int]) -> None:
    receipt = fed.receive("LDA", reference, sum(parts.values()), DAY)
    fed.match(DAY, decision(receipt, tax_code, parts))


def test_a_year_from_its_estimate_to_what_came_in(fed: Federation, terminal: Terminal) -> None:
    """10 million × 100 people × 12 months × 2% = 240 million; 40 fell due at G1, 30 came in."""
    _received(fed, "R1", E1, {"2026-05": 20_000_000, "2026-06": 10_000_000})
    rows = {row["unit"]: row for row in terminal.ask("levy", "forecast", "--year", "2026")["rows"]}
    assert set(rows) == {"G1", "A1", "LDA", "TLD"}
    assert rows["G1"]["estimate_vnd"] == rows["TLD"]["estimate_vnd"] == 240_000_000
    assert (rows["G1"]["receivable_vnd"], rows["G1"]["collected_vnd"]) == (40_000_000, 30_000_000)
    assert rows["G1"]["collected_of_estimate"] == "12.50%"
    assert rows["G1"]["not_estimated_vnd"] == 0


def test_what_is_not_estimated_is_left_out_of_the_comparison(
    fed: Federation, terminal: Terminal
) -> None:
    """E2 and E3 declared nothing the year before: their 4 and 10 million stand apart."""
    _received(fed, "R1", E1, {"2026-05": 20_000_000, "2026-06": 10_000_000})
    _received(fed, "R2", E3, {"2026-06": 4_000_000})
    rows = {row["unit"]: row for row in terminal.ask("levy", "forecast", "--year", "2026")["rows"]}
    beyond = {unit: row["not_estimated_vnd"] for unit, row in rows.items()}
    assert beyond == {"G1": 0, "A1": 14_000_000, "LDA": 14_000_000, "TLD": 14_000_000}
    assert rows["LDA"]["collected_vnd"] == 34_000_000
    assert rows["LDA"]["collected_of_estimate"] == "12.50%"


def test_the_ninety_per_cent_line(fed: Federation, terminal: Terminal) -> None:
    """G1 has 36 of 40 million and reaches it; the province, with E3, does not."""
    _received(fed, "R1", E1, {"2026-05": 20_000_000, "2026-06": 16_000_000})
    told = terminal.ask("levy", "rate", "--year", "2026", "--as-of", "2026-07-31")
    assert told["target"] == "90/100"
    reached = {row["unit"]: (row["rate"], row["reaches_target"]) for row in told["rows"]}
    assert reached["G1"] == ("90.00%", True)
    assert reached["LDA"] == ("72.00%", False)
    assert "G2" not in reached  # what is suspended is not receivable yet


def test_dues_stand_as_they_stood_on_the_day(fed: Federation, terminal: Terminal) -> None:
    """June's dues enter the books on 6 July and are paid on the 20th; July's wait for its end."""
    assessed(fed, [("M1", 20_000_000)])
    july = Period("2026-07")
    pay_slip(fed, slip("M1", 20_000_000, period=july))
    assess_dues(fed.ctx(dt.date(2026, 7, 25)), AssessDues("G1", july, dt.date(2026, 7, 25)))
    pay_slip(fed, slip("M1", 10_000_000))
    august = dt.date(2026, 8, 4)
    assess_dues(fed.ctx(august), AssessDues("G1", JUNE, august))
    paid = dt.date(2026, 7, 20)
    collect_dues(fed.ctx(paid), CollectDues("G1", JUNE, paid, "112", amounts={"M1": 50_000}))
    stood = {}
    for day in ("06-29", "06-30", "07-06", "07-20", "07-30", "07-31", "08-04"):
        told = terminal.ask("levy", "rate", "--year", "2026", "--as-of", f"2026-{day}")["dues"]
        stood[day] = (told["receivable_vnd"], told["collected_vnd"])
    assert stood == {
        "06-29": (0, 0),
        "06-30": (0, 0),
        "07-06": (100_000, 0),
        "07-20": (100_000, 50_000),
        "07-30": (100_000, 50_000),
        "07-31": (200_000, 50_000),
        "08-04": (150_000, 50_000),
    }


def test_arrears_grow_older(fed: Federation, terminal: Terminal) -> None:
    """Due on 30 June and 31 July: late, then day by day past sixty, non-payment."""
    _received(fed, "R1", E1, {"2026-05": 20_000_000, "2026-06": 20_000_000})
    states = {}
    for day in ("2026-06-30", "2026-07-01", "2026-08-29", "2026-08-30", "2026-09-30"):
        told = terminal.ask("levy", "arrears", "--as-of", day, "--unit", "LDA")
        held = [row for row in told["rows"] if row["tax_code"] == E3]
        states[day] = [(row["late_vnd"], row["non_payment_vnd"], row["si_class"]) for row in held]
    million = 1_000_000
    assert states == {
        "2026-06-30": [],
        "2026-07-01": [(5 * million, 0, "arising")],
        "2026-08-29": [(10 * million, 0, "late")],
        "2026-08-30": [(5 * million, 5 * million, "late")],
        "2026-09-30": [(0, 10 * million, "prolonged")],
    }
