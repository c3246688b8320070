"""Reading the book from the command line."""

from collections import Counter

import pytest
from sqlalchemy import update

from finance.records.receipts import ReceiptRow
from finance.records.scope import EVERYTHING
from finance.runtime.database import Database
from tests.terminal import Terminal

JULY = ("--from", "2026-07-01", "--to", "2026-07-31")
COLUMNS = [
    "account",
    "opening_debit_vnd",
    "opening_credit_vnd",
    "debit_vnd",
    "credit_vnd",
    "closing_debit_vnd",
    "closing_credit_vnd",
]


def test_the_trial_balance(reading: Terminal) -> None:
    """Rows have the columns of the contract; debit equals credit in each pair."""
    answer = reading.ask("ledger", "trial-balance", "LDA", *JULY)
    assert list(answer["rows"][0]) == COLUMNS
    sums = Counter[str]()
    for row in answer["rows"]:
        sums.update({name: row[name] for name in COLUMNS[1:]})
    assert [sums[name] for name in COLUMNS[1:]] == [
        127_777_777,
        127_777_777,
        492_328_939,
        492_328_939,
        102_827_723,
        102_827_723,
    ]
    [row] = [row for row in answer["rows"] if row["account"] == "3361"]
    assert (row["closing_debit_vnd"], row["closing_credit_vnd"]) == (666_666, 1_378_890)


def test_the_trial_balance_of_all_below(reading: Terminal) -> None:
    """Consolidated, the federation's own income, and nothing that is owed inside it."""
    answer = reading.ask("ledger", "trial-balance", "TLD", *JULY, "--below")
    rows = {row["account"]: row for row in answer["rows"]}
    assert rows["337861"]["closing_credit_vnd"] == 94_354_967
    assert "3361" not in rows
    assert answer["untied_vnd"] == {}


def test_the_trial_balance_by_fund_and_item(reading: Terminal) -> None:
    """Under another heading the first column is named for it."""
    by_fund = reading.ask("ledger", "trial-balance", "G1", *JULY, "--by", "fund")
    by_item = reading.ask("ledger", "trial-balance", "G1", *JULY, "--by", "item")
    assert {row["fund"] for row in by_fund["rows"]} == {"", "levy", "dues", "other"}
    assert "28.01" in {row["item"] for row in by_item["rows"]}


def test_the_trial_balance_as_known_at(reading: Terminal) -> None:
    """Before anything was recorded the book is empty; a moment that cannot be read is usage."""
    words = ("ledger", "trial-balance", "G1", *JULY, "--known-at")
    assert reading.ask(*words, "1970-01-01T07:00:00")["rows"] == []
    assert reading.ask(*words, "2100-01-01T00:00:00Z") == reading.ask(
        "ledger", "trial-balance", "G1", *JULY
    )
    assert reading.run(*words, "yesterday").exit_code == 2


def test_a_statement(reading: Terminal) -> None:
    """Lines with the balance after each; the last is the closing balance."""
    answer = reading.ask("ledger", "statement", "G1", "337861", *JULY)
    assert [row["entry"] for row in answer["rows"]] == [
        "G1/DU/2026/1",
        "G1/DS/2026/1",
        "G1/MT/2026/2",
    ]
    assert [row["balance_vnd"] for row in answer["rows"]][-1] == answer["closing_vnd"]
    assert answer["closing_vnd"] == -59_168_127
    assert answer["rows"][1]["counter_unit"] == "LDA"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("ledger", "trial-balance", "XX", *JULY), "ledger.unknown_book"),
        (("ledger", "statement", "G1", "999", *JULY), "ledger.unknown_account"),
        (
            ("ledger", "trial-balance", "G1", "--from", "2026-07-02", "--to", "2026-07-01"),
            "report.wrong_span",
        ),
        (("ledger", "verify", "--unit", "XX"), "ledger.unknown_book"),
        (("period", "status", "XX", "2026-07"), "ledger.unknown_book"),
    ],
)
def test_what_cannot_be_read_is_refused(
    reading: Terminal, words: tuple[str, ...], code: str
) -> None:
    """A refusal has its code; nothing stands on standard output."""
    assert reading.refused(*words)["code"] == code


def test_a_person_reads_only_their_own(acting_terminal: Terminal) -> None:
    """Named by --as, a person reads their unit and what stands below it."""
    assert acting_terminal.ask("ledger", "trial-balance", "G1", *JULY, "--as", "kiem")["rows"]
    refused = acting_terminal.refused("ledger", "trial-balance", "TLD", *JULY, "--as", "kiem")
    assert refused["code"] == "permission.refused"


def test_verifying_a_right_book(reading: Terminal) -> None:
    """Nothing is off, and the answer says how much was looked at."""
    answer = reading.ask("ledger", "verify", "--unit", "A1")
    assert answer["rows"] == []
    assert answer["entries"] > 0
    assert answer["lines"] > answer["entries"]


def test_verifying_a_wrong_one(acting_terminal: Terminal) -> None:
    """Status 1, and each thing that is off with its check, unit and place."""
    database = Database(acting_terminal.database_url).within(EVERYTHING)
    with database.writing() as session:
        session.execute(
            update(ReceiptRow).where(ReceiptRow.reference == "R3").values(amount_vnd=750_001)
        )
        session.commit()
    database.dispose()
    answer = acting_terminal.ask("ledger", "verify", "--unit", "LDA", status=1)
    [row] = [row for row in answer["rows"] if row["where"] == "LDA/33881"]
    assert (row["check"], row["unit"]) == ("verify.sub_ledger", "LDA")
    assert row["message"] != row["message_en"]


def test_the_status_of_a_month(reading: Terminal) -> None:
    """Closed, open, or not in the book; and what would keep it open."""
    assert reading.ask("period", "status", "G1", "2026-07")["state"] == "closed"
    later = reading.ask("period", "status", "G1", "2026-08")
    assert later["state"] == "open"
    assert {"code", "blocks", "count", "amount_vnd", "message", "message_en"} <= set(
        later["rows"][0]
        if later["rows"]
        else reading.ask("period", "status", "LDA", "2026-08")["rows"][0]
    )
    assert reading.ask("period", "status", "G1", "1999-01")["state"] == "none"
    assert reading.run("period", "status", "G1", "July").exit_code == 2
