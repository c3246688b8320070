"""What waits in this room for the person on the office's first page."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy.orm import Session

from collectors.intake.batches import seen_from
from collectors.intake.quarantine import waiting_count
from collectors.intake.receipts import Filter, count_by_state, seen_in
from finance.records.receipts import ReceiptState
from finance.records.scope import Scope
from finance.shell.room import Waiting


def waiting(session: Session, scope: Scope) -> Sequence[Waiting]:
    """Receipts that wait for a decision, and rows that wait to be mended."""
    receipts = count_by_state(session, seen_in(scope.units()))
    rows = waiting_count(session, seen_from(session, scope.own, scope.units()))
    return (
        Waiting(
            "receipts.unidentified",
            "khoản thu chưa xác định người nộp",
            "receipts of unknown payers",
            receipts.get(ReceiptState.UNIDENTIFIED, 0),
            url_for("receipts.queue_page", state=Filter.UNIDENTIFIED.value),
        ),
        Waiting(
            "receipts.suggested",
            "khoản thu có gợi ý, chờ quyết định",
            "receipts with a suggestion to decide on",
            receipts.get(ReceiptState.SUGGESTED, 0),
            url_for("receipts.queue_page", state=Filter.SUGGESTED.value),
        ),
        Waiting(
            "intake.quarantine",
            "dòng dữ liệu chờ sửa",
            "quarantined rows",
            rows,
            url_for("quarantine.quarantine_page"),
        ),
    )
