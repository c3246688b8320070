"""What the tests of debit rows that wait have in common."""

import datetime as dt

from finance.records.receipts import BankDebitRow, ReceiptRow
from tests.builders import account_of, bank_row
from tests.federation import Federation

JUNE = "2026-06"
DAY, NEXT, LATER = dt.date(2026, 7, 10), dt.date(2026, 7, 13), dt.date(2026, 7, 20)
D1, D2 = "LDA/D/1", "LDA/D/2"


def gone(fed: Federation, *amounts: int) -> None:
    """Let the bank book debit rows that nobody recognises."""
    rows = (bank_row(f"NO{number}", NEXT, -each) for number, each in enumerate(amounts, start=1))
    fed.bank(NEXT, account_of("LDA"), *rows)


def debit_of(fed: Federation, name: str = D1) -> BankDebitRow:
    """A debit row as it stands."""
    unit, _, seq = name.split("/")
    with fed.database.reading() as session:
        return session.get_one(BankDebitRow, (unit, int(seq)))


def held(row: ReceiptRow) -> tuple[int, int, int, str]:
    """What a receipt pays, is credit, has been taken back (đồng), and its state."""
    return row.matched_vnd, row.credit_vnd, row.returned_vnd, row.state
