"""Take in what a workers' organisation sends back unused: it is the union's, or custody again."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from finance.actions.record_wo_notice import NoOrganisation
from finance.actions.release_receipt import find_receipt
from finance.records.matches import ShareEventRow
from finance.records.obligations import ObligationRow
from finance.records.organisations import organisations_of
from finance.records.payables import paid_to_organisation
from finance.records.receipts import ReceiptRow, ReceiptState
from finance.records.runs import next_numbers, take_turn
from finance.records.units import line_up
from finance.rules.errors import RuleError
from finance.rules.posting import (
    Place,
    ShareChange,
    Way,
    merged,
    organisation_sent_back,
    shared,
)
from finance.rules.sharing import Role
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, gathered
from ledger.periods import period_of
from ledger.store import reads

JOURNAL: Final = "MT"
EVIDENCE: Final = "organisation.returned"  # of the receipt that brought it


class NotEnded(RuleError):
    """An organisation that still stands keeps what it was paid."""

    code = "organisation.not_ended"
    vi = "Tổ chức của người lao động tại {tax_code} chưa chấm dứt hoạt động."
    en = "The workers' organisation at {tax_code} has not ended."


class MoreThanItWasPaid(RuleError):
    """No more comes back than went out."""

    code = "organisation.more_than_paid"
    vi = "Tổ chức chỉ đã nhận {paid} đồng, khoản thu {receipt} là {amount} đồng."
    en = "The organisation was paid {paid} đồng; receipt {receipt} is of {amount} đồng."


@dataclass(frozen=True, slots=True)
class ReturnOrganisationMoney:
    """Which receipt brings back what, of the organisation at which employer."""

    receipt: str
    tax_code: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class _Back:
    """So much of a share that was paid comes back; who has it now (đồng)."""

    event: ShareEventRow
    amount_vnd: int
    union: str


def return_organisation_money(ctx: Context, request: ReturnOrganisationMoney) -> str:
    """Give what came back to the grassroots union, or into custody where there is none.

    The latest parts are given back first.
    Returns  the reference of the entries; empty when this was said before.
    Raises   UnknownReceipt, NoOrganisation, NotEnded, MoreThanItWasPaid, PermissionRefused.
    Source   (sources: nd_105_2026) art. 15(5)
    """
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        receipt = find_receipt(session, request.receipt)
        ctx.require(session, "levy.return", receipt.unit_code)
        if receipt.evidence == EVIDENCE:
            return ""
        back = _back(session, request, receipt)
        receipt.matched_vnd = receipt.amount_vnd
        receipt.state = ReceiptState.MATCHED.value
        receipt.evidence = EVIDENCE
        receipt.suggested_tax_code = ""
        receipt.decided_by = ctx.actor.name
        ref = _post(session, ctx, request, receipt.unit_code, back)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "return_organisation_money",
            receipt.unit_code,
            receipt.public_id,
            {"tax_code": request.tax_code, "amount_vnd": receipt.amount_vnd},
        )
        session.commit()
        return ref


def _back(session: Session, request: ReturnOrganisationMoney, receipt: ReceiptRow) -> list[_Back]:
    ever = organisations_of(session, request.tax_code)
    if not ever:
        raise NoOrganisation(tax_code=request.tax_code, period=period_of(request.on))
    if ever[0].ended_on is None:
        raise NotEnded(tax_code=request.tax_code)
    paid = paid_to_organisation(session, receipt.unit_code, request.tax_code)
    whole = sum(amount for _, amount in paid)
    if receipt.open_vnd != receipt.amount_vnd or receipt.amount_vnd > whole:
        raise MoreThanItWasPaid(paid=whole, receipt=receipt.public_id, amount=receipt.amount_vnd)
    found: list[_Back] = []
    left = receipt.amount_vnd
    for event, amount in paid:
        if left:
            key = (event.collecting_unit, event.tax_code, event.period)
            union = session.get_one(ObligationRow, key).grassroots_unit
            found.append(_Back(event, min(left, amount), union))
            left -= found[-1].amount_vnd
    return found


def _post(
    session: Session,
    ctx: Context,
    request: ReturnOrganisationMoney,
    unit: str,
    back: list[_Back],
) -> str:
    ref = f"{unit}/IB/{next_numbers(session, unit, 'interbook', 1)}"
    way = Way(unit, unit, ref, frozenset(line_up(session, unit, request.on)) - {unit})
    changes = [
        ShareChange(Place.UNIT if each.union else Place.CUSTODY, each.union, each.amount_vnd, 0)
        for each in back
    ]
    amount = sum(each.amount_vnd for each in back)
    books = merged([{unit: organisation_sent_back(amount)}, shared(way, changes)])
    day = reads.first_open_day(session, books, request.on, ctx.clock.now_us())
    drafts = [
        Draft(
            book=code,
            journal=JOURNAL,
            accounting_on=day,
            document_on=request.on,
            text=f"Tổ chức của người lao động tại {request.tax_code} chuyển trả phần chưa sử dụng",
            source="levy.return",
            key=ref,
            lines=gathered(lines),
            actor=ctx.actor.name,
        )
        for code, lines in books.items()
    ]
    book.post(session, ctx.clock.now_us(), drafts)
    _write_history(session, unit, ref, day, back)
    return ref


def _write_history(session: Session, unit: str, ref: str, day: dt.date, back: list[_Back]) -> None:
    first = next_numbers(session, unit, "share", 2 * len(back))
    rows: list[dict[str, object]] = []
    for each in back:
        common = {
            "collecting_unit": unit,
            "holder_unit": each.event.holder_unit,
            "receipt_seq": each.event.receipt_seq,
            "tax_code": each.event.tax_code,
            "period": each.event.period,
            "accounting_on": day,
            "ref": ref,
            "rule_scope": each.event.rule_scope,
            "rule_from": each.event.rule_from,
        }
        place = Place.UNIT if each.union else Place.CUSTODY
        theirs = {
            "role": each.event.role,
            "place": each.event.place,
            "beneficiary": each.event.beneficiary,
            "delta_vnd": -each.amount_vnd,
            "settled_delta_vnd": -each.amount_vnd,
        }
        ours = {
            "role": Role.GRASSROOTS.value,
            "place": place.value,
            "beneficiary": each.union,
            "delta_vnd": each.amount_vnd,
            "settled_delta_vnd": 0,
        }
        rows += [{**common, **theirs}, {**common, **ours}]
    for offset, row in enumerate(rows):
        row["seq"] = first + offset
    session.execute(insert(ShareEventRow), rows)
