"""Reading losses and cases from the command line."""

import pytest

from finance import cli as finance_cli
from finance.rules.casework import Step
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.shell.commands import Root
from finance.shell.room import Room
from reports import cli
from tests.builders import E1, E2
from tests.casework import COLLECTOR, OPENED_ON, by_tax, opened, sent, tax_fact, unpaid
from tests.federation import Federation, federation
from tests.terminal import Terminal

STRANGER = "9900000009"


def _no_web(*_: object) -> object:
    raise AssertionError("these commands build no pages")  # noqa: EM101, TRY003 - a test's own


@pytest.fixture
def fed(database: Database) -> Federation:
    """E1 owes June, with a case and a reminder; tax alone knows E2 and a stranger."""
    made = federation(database)
    unpaid(made)
    by_tax(made, OPENED_ON, tax_fact(E2), tax_fact(STRANGER, wages_paid_vnd=None))
    opened(made.ctx(OPENED_ON, COLLECTOR))
    sent(made, 1, Step.NOTICE, OPENED_ON)
    return made


@pytest.fixture
def terminal(fed: Federation) -> Terminal:
    """The commands that read, on the day of the case."""
    rooms = [Room("finance", commands=finance_cli.commands), Room("reports", commands=cli.commands)]
    return Terminal(Root.of(_no_web, rooms), fed.database.url, FixedClock(OPENED_ON))


def test_gaps_are_listed_with_what_is_at_stake(terminal: Terminal) -> None:
    """The largest first, each with its ground; employers of no register as well."""
    found = terminal.ask("levy", "gaps", "--year", "2026")
    told = {(row["tax_code"], row["kind"]): row for row in found["rows"]}
    assert set(told) == {
        (E1, "not_paying"),
        (E1, "silent"),
        (E2, "not_in_si"),
        (STRANGER, "not_in_si"),
    }
    assert found["rows"][0]["kind"] == "silent"
    assert found["at_stake_vnd"] == sum(row["at_stake_vnd"] for row in found["rows"])
    paying = told[E1, "not_paying"]
    assert (paying["at_stake_vnd"], paying["certainty"], paying["case"], paying["unit"]) == (
        20_000_000,
        "recorded",
        "LDA/C/1",
        "LDA",
    )
    estimate = told[E2, "not_in_si"]
    assert estimate["assumed"] == ["loss.tax_wages_counted"]
    assert estimate["parts"][0]["rate"]["value"] == "2/100"
    assert (told[STRANGER, "not_in_si"]["certainty"], told[STRANGER, "not_in_si"]["unit"]) == (
        "unmeasured",
        "",
    )


def test_gaps_of_a_unit_of_a_kind_and_of_a_year(terminal: Terminal) -> None:
    """A unit sees those it and those below collect from; another year has other losses."""
    theirs = terminal.ask("levy", "gaps", "--year", "2026", "--unit", "LDA")["rows"]
    assert STRANGER not in {row["tax_code"] for row in theirs}
    assert terminal.ask("levy", "gaps", "--year", "2026", "--unit", "A1")["rows"] == []
    one = terminal.ask("levy", "gaps", "--year", "2026", "--kind", "silent")["rows"]
    assert {row["kind"] for row in one} == {"silent"}
    assert terminal.ask("levy", "gaps", "--year", "2024")["rows"] == []
