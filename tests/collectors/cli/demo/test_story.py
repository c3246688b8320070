"""A tiny federation lives through its months, by the ordinary commands, on both engines."""

import json
from collections import defaultdict
from fractions import Fraction
from typing import Any

from collectors.cli.demo.federation import Federation
from collectors.cli.demo.people import APPROVER
from collectors.cli.demo.story import FIRST_DISCLOSED
from collectors.intake.conservation import conservation
from finance.records.disclosures import DisclosureRow
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from ledger.money import Rounding, Vnd, times
from ledger.periods import Period, first_day, last_day
from tests.collectors.cli.demo.conftest import Played

GRASSROOTS = Fraction(75, 100)


def test_nothing_is_dropped(played: Played) -> None:
    """Σ bank rows = Σ receipts by state, on each account, to the đồng."""
    database = Database(played.terminal.database_url).within(EVERYTHING)
    with database.reading() as session:
        accounts = conservation(session)
    database.dispose()
    assert len(accounts) == 2
    assert all(account.holds and account.came_in_vnd > 0 for account in accounts)


def test_the_books_verify(played: Played) -> None:
    """Every check of every book, from the lines up."""
    assert played.terminal.ask("ledger", "verify")["rows"] == []


def test_every_part_gives_the_grassroots_its_share(played: Played, tiny: Federation) -> None:
    """75% half-up of each matched part, and all shares together are the part."""
    months = {"2025-05", "2025-06", *tiny.scale.wage_months}
    parts: list[dict[str, Any]] = [
        part
        for month in sorted(months)
        for part in played.terminal.ask("levy", "shares", "--period", month)["rows"]
    ]
    assert sum(part["amount_vnd"] for part in parts) == played.said["collected_vnd"] > 0
    for part in parts:
        by_role: dict[str, int] = defaultdict(int)
        for share in part["shares"]:
            by_role[share["role"]] += share["amount_vnd"]
        assert sum(by_role.values()) == part["amount_vnd"]
        expected = times(Vnd(part["amount_vnd"]), GRASSROOTS, Rounding.HALF_UP)
        assert by_role["grassroots"] == expected


def test_what_is_disclosed_is_what_the_book_says(played: Played, tiny: Federation) -> None:
    """Income and spending of each unit's last month equal its trial balance."""
    month = tiny.scale.calendar_months[-1]
    status = played.terminal.ask("disclose", "status", "--year", month[:4])
    published = [row for row in status["rows"] if row["state"] == "published"]
    standing = {unit.code for unit in tiny.units() if unit.valid_to is None}
    months = [each for each in tiny.scale.calendar_months if each >= FIRST_DISCLOSED]
    assert {(row["unit"], row["period"]) for row in published} == {
        (unit, each) for unit in standing for each in months
    }
    for unit, shown in _documents(played, month).items():
        assert unit in standing
        span = ("--from", str(first_day(month)), "--to", str(last_day(month)))
        trial = played.terminal.ask("ledger", "trial-balance", unit, *span)
        rows = {row["account"]: row for row in trial["rows"]}
        assert shown["balance"]["income_vnd"] == _moved(rows, "337861", "credit", "debit")
        assert shown["balance"]["spent_vnd"] == _moved(rows, "611", "debit", "credit")
        assert shown["cash"]["bank_vnd"] == _stands(rows, "112")
        assert shown["cash"]["cash_vnd"] == _stands(rows, "111")


def _documents(played: Played, month: Period) -> dict[str, dict[str, Any]]:
    """The published bytes of every unit's month, read."""
    database = Database(played.terminal.database_url).within(EVERYTHING)
    with database.reading() as session:
        rows = session.query(DisclosureRow).where(DisclosureRow.period == month).all()
    database.dispose()
    assert {row.published_by for row in rows} == {APPROVER}
    return {row.unit_code: json.loads(row.content) for row in rows}


def _moved(rows: dict[str, dict[str, int]], account: str, towards: str, back: str) -> int:
    row = rows.get(account)
    return 0 if row is None else row[f"{towards}_vnd"] - row[f"{back}_vnd"]


def _stands(rows: dict[str, dict[str, int]], account: str) -> int:
    row = rows[account]
    return row["closing_debit_vnd"] - row["closing_credit_vnd"]


def test_a_decision_by_hand_is_the_accountants(played: Played) -> None:
    """What was identified by hand carries the person's name as its evidence."""
    receipts = played.terminal.ask("levy", "receipts")["rows"]
    by_hand = [row for row in receipts if row["evidence"] == "person"]
    assert len(by_hand) == played.said["done"]["identified_by_hand"] > 0


def test_every_month_is_closed_and_the_next_is_open(played: Played, tiny: Federation) -> None:
    """In every book that stands."""
    for unit in (unit.code for unit in tiny.units() if unit.valid_to is None):
        last = tiny.scale.calendar_months[-1]
        assert played.terminal.ask("period", "status", unit, last)["state"] == "closed"


def test_each_month_s_seals_are_signed(played: Played, tiny: Federation) -> None:
    """After a month is closed everywhere a checkpoint is published; the last holds them all."""
    made = played.terminal.ask("seal", "checkpoint")
    assert made["changed"] is False
    months = {line.split()[1] for line in made["note"].splitlines() if line.startswith("period ")}
    assert set(tiny.scale.calendar_months) <= months
