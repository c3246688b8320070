"""Nothing is ever dropped: what the banks' rows say is what the receipts say, to the đồng.

The one side is read from the statements as they came, the other from the receipts; neither is
computed from the other.
"""

import json
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from collectors.evidence import Feed
from collectors.tables import BatchRow, RawRowRow
from finance.records.receipts import BankDebitRow, ReceiptRow
from finance.runtime.batches import RowState
from ledger.money import parse_vnd

_CHUNK = 5000


@dataclass(slots=True)
class Conserved:
    """One account: its statements beside what became of them, all in đồng."""

    account_no: str
    came_in_vnd: int = 0  # Σ credit rows taken
    matched_vnd: int = 0
    credit_vnd: int = 0
    returned_vnd: int = 0
    suggested_vnd: int = 0  # open, with a suggestion
    unidentified_vnd: int = 0  # open, without one
    went_out_vnd: int = 0  # Σ debit rows taken
    debits_vnd: dict[str, int] = field(default_factory=dict)  # by what they were taken for

    @property
    def receipts_vnd(self) -> int:
        """What the receipts add up to."""
        return (
            self.matched_vnd
            + self.credit_vnd
            + self.returned_vnd
            + self.suggested_vnd
            + self.unidentified_vnd
        )

    @property
    def holds(self) -> bool:
        """Whether nothing was dropped and nothing invented."""
        out_vnd = sum(self.debits_vnd.values())
        return self.came_in_vnd == self.receipts_vnd and self.went_out_vnd == out_vnd


def conservation(session: Session) -> list[Conserved]:
    """Every account's statements beside its receipts and debit rows, in order of the accounts."""
    found: dict[str, Conserved] = {}
    _statements(session, found)
    _receipts(session, found)
    _debits(session, found)
    return [found[account] for account in sorted(found)]


def _statements(session: Session, found: dict[str, Conserved]) -> None:
    rows = session.execute(
        select(BatchRow.account_no, RawRowRow.cells)
        .join(BatchRow, BatchRow.id == RawRowRow.batch_id)
        .where(BatchRow.feed == Feed.BANK.value, RawRowRow.state == RowState.TAKEN.value),
        execution_options={"yield_per": _CHUNK},
    )
    for account, text in rows:
        cells = json.loads(text)
        own = _of(found, account)
        own.came_in_vnd += _amount(cells.get("credit", ""))
        own.went_out_vnd += _amount(cells.get("debit", ""))


def _amount(text: str) -> int:
    return parse_vnd(text) if text.strip() else 0


def _receipts(session: Session, found: dict[str, Conserved]) -> None:
    open_vnd = (
        ReceiptRow.amount_vnd
        - ReceiptRow.matched_vnd
        - ReceiptRow.credit_vnd
        - ReceiptRow.returned_vnd
    )
    by_hint = (ReceiptRow.account_no, ReceiptRow.suggested_tax_code != "")
    columns = (ReceiptRow.matched_vnd, ReceiptRow.credit_vnd, ReceiptRow.returned_vnd, open_vnd)
    sums = (func.sum(column) for column in columns)
    # A credit that came with its payer from another unit is no row of a statement.
    own_rows = ReceiptRow.account_no != ""
    rows = session.execute(select(*by_hint, *sums).where(own_rows).group_by(*by_hint))
    for account, hinted, matched, credit, returned, left in rows:
        own = _of(found, account)
        own.matched_vnd += int(matched)
        own.credit_vnd += int(credit)
        own.returned_vnd += int(returned)
        if hinted:
            own.suggested_vnd += int(left)
        else:
            own.unidentified_vnd += int(left)


def _debits(session: Session, found: dict[str, Conserved]) -> None:
    kinds = (BankDebitRow.account_no, BankDebitRow.state)
    for account, state, amount in session.execute(
        select(*kinds, func.sum(BankDebitRow.amount_vnd)).group_by(*kinds)
    ):
        _of(found, account).debits_vnd[state] = int(amount)


def _of(found: dict[str, Conserved], account: str) -> Conserved:
    return found.setdefault(account, Conserved(account))
