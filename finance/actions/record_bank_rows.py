"""Keep a bank statement: credits become receipts, debits settle, take back or wait."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from finance.actions.new_bank_rows import bookable_rows, new_rows
from finance.actions.release_receipt import release_all
from finance.actions.return_distribution import take_back
from finance.actions.return_organisation_money import EVIDENCE as SENT_BACK
from finance.actions.return_transfer import BROUGHT_BACK, CameBack
from finance.records.bank_accounts import BankAccountRow
from finance.records.bank_balances import keep_balances, known_days
from finance.records.loading import load
from finance.records.payments import arriving, brought_back, payments_known
from finance.records.receipts import BankDebitRow, PaymentRow, ReceiptRow, ReceiptState
from finance.records.runs import next_numbers, take_turn
from finance.rules.bank_balances import closing_balances
from finance.rules.bank_debits import DebitMeaning, OpenPayment, OpenReceipt, ReadDebit
from finance.rules.errors import RuleError
from finance.rules.facts import BankFacts
from finance.rules.posting import paid_unknown, received, taken_back
from finance.runtime import audit
from finance.runtime.batches import Judged, Keeper, RowState
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.money import Vnd
from ledger.periods import Period, period_of
from ledger.store import reads

JOURNAL: Final = "BK"
_EVIDENCE: Final = "payment.ours"
NO_PAYERS: Final = (_EVIDENCE, BROUGHT_BACK, SENT_BACK)  # receipts that came from no employer
_WAITS: Final = ReceiptState.UNIDENTIFIED


class UnknownBankAccount(RuleError):
    """The register of accounts does not have this number."""

    code = "bank.unknown_account"
    vi = "Số tài khoản «{account_no}» chưa có trong danh mục tài khoản."
    en = "Account number “{account_no}” is not in the register of accounts."


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement's rows of one account, and how a debit row is to be read."""

    account_no: str
    rows: Sequence[BankFacts]
    read_debit: ReadDebit


@dataclass(slots=True)
class _Day:
    """What one booking day brings into the book."""

    lines: list[Line] = field(default_factory=list)


def record_bank_rows(ctx: Context, statement: Statement, keeper: Keeper) -> Judged:
    """Keep the rows not known yet; overlapping statements do not double, equal rows stay two.

    Posts    one entry for each batch and booking day in the account owner's book.
    Returns  what became of each row. A row whose place (day, reference, occurrence) is taken by
             other amounts is quarantined, and with it every new row of that day and reference.
    Raises   UnknownBankAccount, PermissionRefused.
    """
    with ctx.database.writing() as session:
        account = session.get(BankAccountRow, statement.account_no)
        if account is None:
            raise UnknownBankAccount(account_no=statement.account_no)
        ctx.require(session, "intake", account.unit_code)
        take_turn(session)
        widen(session)
        batch_id = keeper.begin(session)
        judged = Judged()
        bookable = bookable_rows(session, ctx, account, statement.rows, judged)
        fresh = new_rows(session, account, bookable, judged)
        days: dict[dt.date, _Day] = {row.booked_on: _Day() for row in fresh}
        _take_credits(session, ctx, account, fresh, batch_id, days)
        _take_debits(session, ctx, account, statement, fresh, batch_id, days)
        _post(session, ctx, account, batch_id, days)
        _keep_balances(session, account, bookable, set(days))
        keeper.finish(session, judged)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "record_bank_rows",
            account.unit_code,
            f"batch {batch_id}",
            {
                "account_no": account.account_no,
                **{state.value: judged.count(state) for state in RowState},
            },
        )
        session.commit()
    return judged


def _keep_balances(
    session: Session, account: BankAccountRow, rows: Sequence[BankFacts], fresh: set[dt.date]
) -> None:
    """Keep what the bank says stood there at the end of days that are new, or not known yet."""
    told = closing_balances(rows)
    known = known_days(session, account) if told else set()
    keep_balances(
        session,
        account,
        {day: told[day] for day in told if day in fresh or day not in known},
    )


def _take_credits(  # noqa: PLR0913, PLR0917 - the surroundings of one statement
    session: Session,
    ctx: Context,
    account: BankAccountRow,
    fresh: Sequence[BankFacts],
    batch_id: int,
    days: dict[dt.date, _Day],
) -> None:
    came_in = [row for row in fresh if row.credit_vnd]
    if not came_in:
        return
    first = next_numbers(session, account.unit_code, "receipt", len(came_in))
    known = payments_known(session, account.unit_code, [row.credit_vnd for row in came_in])
    values: list[dict[str, object]] = []
    for offset, row in enumerate(came_in):
        ours = _known_payment(session, ctx, account, row, known.get(row.credit_vnd, ()))
        if ours is None:
            days[row.booked_on].lines.extend(received(row.credit_vnd, account.ledger_account))
        values.append(
            {
                **_values(account, row, batch_id, first + offset, row.credit_vnd),
                "value_on": row.value_on,
                "returned_vnd": 0,
                **_received(account, row, ours),
            }
        )
    load(session, ReceiptRow, values)


def _received(account: BankAccountRow, row: BankFacts, ours: CameBack | None) -> dict[str, object]:
    """How a receipt begins: to be identified, or known to be a payment of ours."""
    payer = "" if ours is None else ours.tax_code
    return {
        "matched_vnd": row.credit_vnd if ours is not None and not payer else 0,
        "credit_vnd": row.credit_vnd if payer else 0,
        "state": (_WAITS if ours is None else ours.state).value,
        "confidence": 0 if ours is None else 100,
        "evidence": "" if ours is None else ours.evidence,
        "tax_code": payer,
        "collecting_unit": account.unit_code if payer else "",
    }


def _known_payment(
    session: Session,
    ctx: Context,
    account: BankAccountRow,
    row: BankFacts,
    known: Sequence[PaymentRow],
) -> CameBack | None:
    """Which payment a credit row is part of: one that arrives, one that comes back, or none.

    One that arrives was posted when it was ordered; one that comes back is posted here.
    """
    payment = arriving(known, account.unit_code, row)
    if payment is not None:
        payment.arrived_on = row.booked_on
        return CameBack("", _EVIDENCE)
    payment = brought_back(known, account.unit_code, row)
    if payment is None:
        return None
    return take_back(session, ctx, payment, row.booked_on, account.ledger_account)


def _take_debits(  # noqa: PLR0913, PLR0917 - the surroundings of one statement
    session: Session,
    ctx: Context,
    account: BankAccountRow,
    statement: Statement,
    fresh: Sequence[BankFacts],
    batch_id: int,
    days: dict[dt.date, _Day],
) -> None:
    debits = [row for row in fresh if row.debit_vnd]
    if not debits:
        return
    first = next_numbers(session, account.unit_code, "bank_debit", len(debits))
    for offset, row in enumerate(debits):
        meaning = statement.read_debit(
            row, _open_receipts(session, account, row), _open_payments(session, account, row)
        )
        state, settles, lines = _meant(session, ctx, account, row, meaning)
        days[row.booked_on].lines.extend(lines)
        session.execute(
            insert(BankDebitRow).values(
                **_values(account, row, batch_id, first + offset, row.debit_vnd),
                state=state,
                settles=settles,
            )
        )


def _values(
    account: BankAccountRow, row: BankFacts, batch_id: int, seq: int, amount_vnd: int
) -> dict[str, object]:
    return {
        "unit_code": account.unit_code,
        "seq": seq,
        "account_no": account.account_no,
        "booked_on": row.booked_on,
        "reference": row.reference,
        "occurrence": row.occurrence,
        "amount_vnd": amount_vnd,
        "counter_account": row.counter_account,
        "counter_name": row.counter_name,
        "content": row.content,
        "batch_id": batch_id,
        "row_no": row.row,
    }


def _open_receipts(session: Session, account: BankAccountRow, row: BankFacts) -> list[OpenReceipt]:
    rows = session.scalars(
        select(ReceiptRow).where(
            ReceiptRow.account_no == account.account_no,
            ReceiptRow.returned_vnd == 0,
            ReceiptRow.evidence.not_in(NO_PAYERS),
            ReceiptRow.amount_vnd == row.debit_vnd,
            ReceiptRow.booked_on <= row.booked_on,
        )
    )
    return [
        OpenReceipt(
            each.seq, each.reference, each.counter_account, Vnd(each.amount_vnd), each.booked_on
        )
        for each in rows
    ]


def _open_payments(session: Session, account: BankAccountRow, row: BankFacts) -> list[OpenPayment]:
    rows = session.scalars(
        select(PaymentRow).where(
            PaymentRow.unit_code == account.unit_code,
            PaymentRow.state == "ordered",
            PaymentRow.amount_vnd == row.debit_vnd,
        )
    )
    return [
        OpenPayment(each.seq, each.ref, each.account_no, Vnd(each.amount_vnd), each.pay_on)
        for each in rows
    ]


def _meant(
    session: Session,
    ctx: Context,
    account: BankAccountRow,
    row: BankFacts,
    meaning: DebitMeaning,
) -> tuple[str, str, list[Line]]:
    """What a debit row does: the state it gets, what it settles, its lines in the book."""
    if meaning.settles is not None:
        payment = session.get_one(PaymentRow, (account.unit_code, meaning.settles))
        payment.state = "settled"
        return "settles", payment.ref, []
    if meaning.returns is not None:
        receipt = session.get_one(ReceiptRow, (account.unit_code, meaning.returns))
        if receipt.open_vnd < receipt.amount_vnd:
            release_all(session, ctx, receipt, row.booked_on, "Ngân hàng hoàn trả")
        receipt.returned_vnd = receipt.amount_vnd
        receipt.suggested_tax_code = ""
        receipt.state = receipt.settled_state().value
        lines = list(taken_back(row.debit_vnd, account.ledger_account))
        return "returns", receipt.public_id, lines
    return "waiting", "", list(paid_unknown(row.debit_vnd, account.ledger_account))


def _post(
    session: Session,
    ctx: Context,
    account: BankAccountRow,
    batch_id: int,
    days: dict[dt.date, _Day],
) -> None:
    session.flush()
    opens: dict[Period, dt.date] = {}  # by month: the first of our days in it, or the day instead
    for on in sorted(days):
        if period_of(on) not in opens:
            opens[period_of(on)] = reads.first_open_day(
                session, [account.unit_code], on, ctx.clock.now_us()
            )
    drafts = [
        Draft(
            book=account.unit_code,
            journal=JOURNAL,
            accounting_on=max(on, opens[period_of(on)]),
            document_on=on,
            text=f"Sao kê {account.account_no} ngày {on.isoformat()}",
            source="intake.bank",
            key=f"{account.account_no}:{on.isoformat()}:batch {batch_id}",
            lines=gathered(day.lines),
            actor=ctx.actor.name,
        )
        for on, day in sorted(days.items())
        if day.lines
    ]
    book.post(session, ctx.clock.now_us(), drafts)
