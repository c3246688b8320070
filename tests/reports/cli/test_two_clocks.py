"""As of which day, and as known at which moment, from the command line."""

from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.reports.reopened import AMOUNT, mend_july
from tests.terminal import Terminal

JULY = ("--from", "2026-07-01", "--to", "2026-07-31")


def _known(terminal: Terminal, account: str, *more: str) -> int:
    words = ("ledger", "balance", "G1", account, "--on", "2026-07-31", *more)
    found = terminal.ask(*words)["balance_vnd"]
    assert isinstance(found, int)
    return found


def test_one_balance(reading: Terminal) -> None:
    """As the trial balance has it, debit positive; by tags; with all below; at a moment."""
    rows = reading.ask("ledger", "trial-balance", "G1", *JULY)["rows"]
    for row in rows:
        closing = row["closing_debit_vnd"] - row["closing_credit_vnd"]
        assert _known(reading, row["account"]) == closing
    funds = [_known(reading, "4316", "--fund", fund) for fund in ("levy", "dues", "other")]
    assert sum(funds) == _known(reading, "4316")
    assert _known(reading, "112", "--known-at", "1970-01-01T08:00") == 0
    answer = reading.ask("ledger", "balance", "TLD", "3361", "--on", "2026-07-31", "--below")
    assert answer["balance_vnd"] == 0
    assert answer["known_at"] is None
    refused = reading.refused("ledger", "balance", "G1", "0", "--on", "2026-07-31")
    assert refused["code"] == "ledger.unknown_account"


def test_a_statement_as_it_was_known(reading: Terminal) -> None:
    """Its lines are those recorded up to the moment, and its balances theirs."""
    words = ("ledger", "statement", "G1", "337861", *JULY)
    now = reading.ask(*words, "--known-at", "2100-01-01")
    assert now == reading.ask(*words)
    early = reading.ask(*words, "--known-at", "1970-01-01T08:00:00")
    assert (early["rows"], early["opening_vnd"], early["closing_vnd"]) == ([], 0, 0)


def test_a_comparison(acting_terminal: Terminal) -> None:
    """Nothing differs at first; a month that was mended shows by how much, and by which entry."""
    words = ("ledger", "compare", "G1", *JULY)
    before = acting_terminal.ask(*words)
    assert {row["difference_vnd"] for row in before["rows"]} == {0}
    assert before["entries"] == []
    database = Database(acting_terminal.database_url).within(EVERYTHING)
    posted = mend_july(database)
    database.dispose()
    after = acting_terminal.ask(*words)
    changed = {row["account"]: row for row in after["rows"] if row["difference_vnd"]}
    assert {account: row["difference_vnd"] for account, row in changed.items()} == {
        "111": AMOUNT,
        "112": -AMOUNT,
    }
    row = changed["111"]
    assert row["now_known_debit_vnd"] - row["first_reported_debit_vnd"] == AMOUNT
    assert list(row)[:2] == ["account", "first_reported_opening_debit_vnd"]
    [entry] = after["entries"]
    assert (entry["entry"], entry["actor"]) == (posted.public_id, "ke")
    assert [(line["debit_vnd"], line["credit_vnd"]) for line in entry["lines"]] == [
        (AMOUNT, 0),
        (0, AMOUNT),
    ]
    assert after["first_reported_at"] == before["first_reported_at"]


def test_a_comparison_that_is_refused(reading: Terminal) -> None:
    """A month that was never closed has reported nothing; a span does not run backwards."""
    words = ("ledger", "compare", "G1", "--from", "2026-08-01")
    assert reading.refused(*words, "--to", "2026-08-31")["code"] == "report.never_closed"
    assert reading.refused(*words, "--to", "2026-07-31")["code"] == "report.wrong_span"
