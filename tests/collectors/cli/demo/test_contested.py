"""Relief that was granted, relief that was asked for, and a case of loss, in the demo."""

from dataclasses import replace

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.people import ACCOUNTANT
from finance.runtime.clock import FixedClock
from ledger.periods import last_day
from tests.collectors.cli.demo.conftest import Played


def test_one_is_relieved_and_one_waits(played: Played, tiny: Federation) -> None:
    """Of the months after the story, so that none of its figures changes."""
    applied = played.terminal.ask("levy", "relief", "list")["rows"]
    assert [(row["state"], row["kind"]) for row in applied] == [("waiting", "suspension")]
    last = tiny.scale.calendar_months[-1]
    assert applied[0]["from"] > last


def test_the_largest_recorded_loss_is_a_case(played: Played, tiny: Federation) -> None:
    """Opened by the accountant; a loss that is only estimated opens none."""
    last, unit = tiny.scale.calendar_months[-1], tiny.provinces[0]
    then = replace(played.terminal, clock=FixedClock(last_day(last)))
    cases = then.ask("levy", "case", "list")["rows"]
    assert [case["owner"] for case in cases] == [ACCOUNTANT]
    found = then.ask("levy", "gaps", "--year", last[:4], "--unit", unit)["rows"]
    recorded = [row for row in found if row["certainty"] == "recorded"]
    assert cases[0]["tax_code"] == recorded[0]["tax_code"]
    assert cases[0]["at_stake_vnd"] == max(row["at_stake_vnd"] for row in recorded)
