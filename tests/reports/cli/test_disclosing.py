"""Disclosing from the command line."""

import pytest

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from reports.disclosure.period import digest
from reports.queries.disclosures import published_content, published_periods
from tests.terminal import Terminal

BUILD = ("disclose", "build", "G1", "2026", "--kind", "period", "--period")


def test_a_month_is_built_published_and_shown(acting_terminal: Terminal) -> None:
    """Built by the system, published by a person; the bytes are those that were built."""
    built = acting_terminal.ask(*BUILD, "2026-07")
    assert built["id"] == "G1-period-2026-07-v1"
    done = acting_terminal.ask("disclose", "publish", built["id"], "--as", "duyet")
    assert done == {"id": built["id"], "published": True, "changed": True}
    database = Database(acting_terminal.database_url).within(EVERYTHING)
    with database.reading() as session:
        [found] = published_periods(session, "G1")
        assert digest(published_content(session, found)) == built["digest"]
    database.dispose()


def test_repeating_changes_nothing(acting_terminal: Terminal) -> None:
    """The same figures are the same version; publishing again says that nothing changed."""
    first = acting_terminal.ask(*BUILD, "2026-07")
    assert first["changed"] is True
    assert acting_terminal.ask(*BUILD, "2026-07") == {**first, "changed": False}
    acting_terminal.ask("disclose", "publish", first["id"], "--as", "duyet")
    again = acting_terminal.ask("disclose", "publish", first["id"], "--as", "duyet")
    assert again["changed"] is False


def test_publishing_is_an_act_of_a_person(acting_terminal: Terminal) -> None:
    """Neither the system nor an accountant publishes."""
    built = acting_terminal.ask(*BUILD, "2026-07")["id"]
    for who in ((), ("--as", "ke")):
        refused = acting_terminal.refused("disclose", "publish", built, *who)
        assert refused["code"] == "permission.refused"


def test_an_open_month_is_not_built(acting_terminal: Terminal) -> None:
    """Only closed months are disclosed; a month of another year is wrong usage."""
    assert acting_terminal.refused(*BUILD, "2026-08")["code"] == "disclosure.period_not_closed"
    assert acting_terminal.run(*BUILD, "2025-12").exit_code == 2


def test_the_status_of_a_year(acting_terminal: Terminal) -> None:
    """Every closed month of every unit, how far it has come, and the two sums."""
    acting_terminal.ask(*BUILD, "2026-07")
    answer = acting_terminal.ask("disclose", "status", "--year", "2026")
    states = {(row["unit"], row["period"]): row["state"] for row in answer["rows"]}
    assert (answer["due"], answer["published"]) == (35, 0)
    assert states["G1", "2026-07"] == "built"
    assert states["G2", "2026-07"] == "missing"
    mine = acting_terminal.ask("disclose", "status", "--year", "2026", "--as", "ke")
    assert {row["unit"] for row in mine["rows"]} == {"G1"}


@pytest.mark.parametrize("name", ["nothing", "G1-period-2026-07-v9"])
def test_what_was_not_built_is_not_published(acting_terminal: Terminal, name: str) -> None:
    """A name that stands for nothing is refused."""
    refused = acting_terminal.refused("disclose", "publish", name, "--as", "duyet")
    assert refused["code"] == "disclosure.unknown"
