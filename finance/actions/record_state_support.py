"""Say that a receipt is the State's support, or take that back."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.identify_receipt import CERTAIN, NothingOpen
from finance.actions.release_receipt import NothingToRelease, find_receipt
from finance.records.receipts import ReceiptRow
from finance.records.runs import next_numbers, take_turn
from finance.rules.change_posting import state_supported
from finance.rules.errors import RuleError
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered, mirrored
from ledger.store import reads

JOURNAL: Final = "MT"
EVIDENCE: Final = "state.support"


class PayersReceipt(RuleError):
    """What is a payer's in part is not the State's."""

    code = "state_support.payers_receipt"
    vi = "Khoản thu {receipt} đã ghi cho người nộp: phải gỡ ghép trước."
    en = "Receipt {receipt} is a payer's already: release it first."


class DecisionOfState(RuleError):
    """The State supports by a decision, and the books name it."""

    code = "state_support.decision_wanted"
    vi = "Phải ghi số quyết định cấp ngân sách nhà nước hỗ trợ."
    en = "Name the decision by which the State gives its support."


@dataclass(frozen=True, slots=True)
class RecordStateSupport:
    """Which receipt, by its public id or bank reference; by which decision; or take it back."""

    receipt: str
    on: dt.date
    decision: str
    undo: bool = False


def record_state_support(ctx: Context, request: RecordStateSupport) -> str:
    """Make a receipt income of the State's own source, item 24.

    What is left of it at the end of the year follows the budget law (`carry_forward`).
    Returns  the receipt's public id.
    Raises   DecisionOfState, UnknownReceipt, NothingOpen, PayersReceipt; NothingToRelease when
             what is to be taken back was never the State's; PermissionRefused.
    Source   (sources: nd_105_2026) article 3(2) and (3)
    """
    if not request.decision.strip():
        raise DecisionOfState
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        receipt = find_receipt(session, request.receipt)
        ctx.require(session, "state.support", receipt.unit_code)
        _check(receipt, request)
        amount = receipt.matched_vnd if request.undo else receipt.open_vnd
        _post(session, ctx, receipt, request, amount)
        _keep(ctx, receipt, request)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_state_support",
            receipt.unit_code,
            receipt.public_id,
            {"decision": request.decision.strip(), "amount_vnd": amount, "undo": request.undo},
        )
        session.commit()
        return receipt.public_id


def _check(receipt: ReceiptRow, request: RecordStateSupport) -> None:
    if request.undo:
        if receipt.evidence != EVIDENCE or not receipt.matched_vnd:
            raise NothingToRelease(receipt=receipt.public_id)
        return
    if receipt.tax_code:
        raise PayersReceipt(receipt=receipt.public_id)
    if not receipt.open_vnd:
        raise NothingOpen(receipt=receipt.public_id)


def _keep(ctx: Context, receipt: ReceiptRow, request: RecordStateSupport) -> None:
    receipt.matched_vnd = 0 if request.undo else receipt.open_vnd
    receipt.suggested_tax_code = ""
    receipt.evidence = "" if request.undo else EVIDENCE
    receipt.confidence = 0 if request.undo else CERTAIN
    receipt.decided_by = ctx.actor.name
    receipt.state = receipt.settled_state().value


def _post(
    session: Session,
    ctx: Context,
    receipt: ReceiptRow,
    request: RecordStateSupport,
    amount: int,
) -> None:
    unit = receipt.unit_code
    lines = gathered(state_supported(amount))
    draft = Draft(
        book=unit,
        journal=JOURNAL,
        accounting_on=reads.first_open_day(session, [unit], request.on, ctx.clock.now_us()),
        document_on=request.on,
        text=f"Ngân sách nhà nước hỗ trợ theo {request.decision.strip()}"[:1000],
        source="levy.state_support",
        key=f"{receipt.public_id}/{next_numbers(session, unit, 'support', 1)}",
        lines=mirrored(lines) if request.undo else lines,
        actor=ctx.actor.name,
    )
    book.post(session, ctx.clock.now_us(), [draft])
