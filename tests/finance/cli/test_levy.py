"""Assessing, distributing and closing from the command line."""

import datetime as dt

from finance.records.scope import EVERYTHING
from finance.records.vouchers import VoucherRow
from finance.runtime.database import Database
from tests.federations import federation
from tests.terminal import Terminal


def test_assessing_a_month_nobody_declared_changes_nothing(
    terminal: Terminal, engine_url: str
) -> None:
    """Without declarations there are no obligations, and the answer says that nothing changed."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    answer = terminal.ask("levy", "assess", "2026-06")
    assert answer == {
        "period": "2026-06",
        "not_registered": [],
        "changed": False,
        "rows": [],
    }


def test_distributing_nothing_pays_nothing(terminal: Terminal, engine_url: str) -> None:
    """With nothing shared the payment list is empty."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    answer = terminal.ask("levy", "distribute", "--on", "2026-06-30")
    assert answer == {"on": "2026-06-30", "amount_vnd": 0, "later_vnd": 0, "rows": []}
    unknown = ("levy", "distribute", "--on", "2026-06-30", "--set-off", "G1", "--set-off", "ZZ")
    assert terminal.refused(*unknown)["facts"] == {"book": "ZZ"}


def test_months_close_in_order(terminal: Terminal, engine_url: str) -> None:
    """A month with an open one before it is refused; --through closes those before it."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    assert terminal.refused("period", "close", "G1", "2025-03")["code"] == "ledger.period_order"
    answer = terminal.ask("period", "close", "G1", "2025-03", "--through")
    assert answer["closed"] == ["2025-01", "2025-02", "2025-03"]
    assert terminal.ask("period", "close", "G1", "2025-03", "--through")["closed"] == []


def test_a_month_that_is_not_over_stays_open(terminal: Terminal, engine_url: str) -> None:
    """Closing waits for the month's last day."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    refused = terminal.refused("period", "close", "G1", "2026-07", "--through")
    assert refused["code"] == "period.not_over"
    # Nothing was closed on the way to the refusal.
    assert terminal.refused("period", "close", "G1", "2025-02")["code"] == "ledger.period_order"


def test_what_was_closed_before_a_refusal_is_named(terminal: Terminal, engine_url: str) -> None:
    """Closing is for good: stopped on the way, the answer says which months are closed."""
    federation(Database(engine_url).within(EVERYTHING), terminal.clock)
    with Database(engine_url).within(EVERYTHING).writing() as session:
        session.add(
            VoucherRow(
                unit_code="G1",
                seq=1,
                accounting_on=dt.date(2025, 3, 5),
                document_on=dt.date(2025, 3, 5),
                text="Chi",
                state="draft",
                maker="lan",
                changed_at_us=1,
            )
        )
        session.commit()
    answer = terminal.ask("period", "close", "G1", "2025-04", "--through", status=3)
    assert answer["closed"] == ["2025-01", "2025-02"]
    assert answer["refused"]["code"] == "period.not_ready"


def test_an_unknown_unit_is_refused(terminal: Terminal) -> None:
    """A unit without a book has no month to close."""
    assert terminal.refused("period", "close", "XX", "2026-05")["code"] == "ledger.unknown_book"
    through = terminal.refused("period", "close", "XX", "2026-05", "--through")
    assert through["code"] == "ledger.unknown_book"


def test_a_batch_for_a_unit_that_is_not_there_is_refused(terminal: Terminal) -> None:
    """A mistyped unit is said, rather than found to have nothing to do."""
    for words in (("levy", "assess", "2026-06"), ("levy", "distribute", "--on", "2026-06-30")):
        assert terminal.refused(*words, "--unit", "XX")["code"] == "ledger.unknown_book"
