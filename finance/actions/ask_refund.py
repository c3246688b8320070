"""Ask for money to go back to its payer; a second person decides."""

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.identify_receipt import UnknownEmployer
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.receipts import ReceiptRow
from finance.records.refunds import RefundKind, RefundRow, RefundState, refunds_asked
from finance.records.runs import next_numbers, take_turn
from finance.rules.errors import RuleError
from finance.rules.levy import is_payer
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.errors import UnfitText
from ledger.money import Vnd
from ledger.periods import Period, first_day, last_day

_LONGEST = {"request": 200, "account_no": 40, "bank_bin": 10}
_ACCOUNT = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,38}[0-9A-Za-z])?", re.ASCII)  # 3713.0.1
_BANK = re.compile(r"([0-9]{6})?", re.ASCII)
_NAMES = {
    "request": ("Văn bản đề nghị", "Written request"),
    "account_no": ("Số tài khoản nhận", "Account to be paid"),
    "bank_bin": ("Mã ngân hàng", "Bank"),
}


class RequestWanted(RuleError):
    """Money goes back on a written request, to an account the payer names in it."""

    code = "refund.request_wanted"
    vi = "Phải ghi số văn bản đề nghị và số tài khoản nhận tiền của đơn vị đóng."
    en = "Name the payer's written request and the account it wants to be paid to."


class NotAnAccount(RuleError):
    """A bank or the treasury pays to an account of its form, at a bank named by six digits."""

    code = "refund.not_an_account"
    vi = (
        "Số tài khoản «{account_no}» phải gồm 1 đến {most} chữ cái, chữ số, có thể có dấu chấm, "
        "gạch ở giữa; mã ngân hàng «{bank_bin}» để trống hoặc gồm 6 chữ số."
    )
    en = (
        "The account “{account_no}” must be 1 to {most} letters and digits, with dots and dashes "
        "between them; the bank “{bank_bin}” is left empty or is 6 digits."
    )


class NothingAsked(RuleError):
    """A refund is of some money."""

    code = "refund.nothing_asked"
    vi = "Số tiền hoàn trả phải lớn hơn 0, không phải {amount}."
    en = "A refund is of more than 0 đồng, not of {amount}."


class NotThatMuchCredit(RuleError):
    """No more goes back than the payer has as credit."""

    code = "refund.not_that_much"
    vi = "{tax_code} chỉ còn {credit} đồng nộp thừa tại {unit}, không đủ hoàn trả {amount} đồng."
    en = "{tax_code} has only {credit} đồng of credit in {unit}, not {amount} đồng to be refunded."


class NothingToRefund(RuleError):
    """Nothing was collected that was not owed."""

    code = "refund.nothing"
    vi = "Không có khoản nào của {tax_code} tại {unit} phải hoàn trả."
    en = "Nothing of {tax_code} in {unit} is to be refunded."


@dataclass(frozen=True, slots=True)
class AskRefund:
    """What is asked: of which unit, for whom, to which account, on which letter of which day.

    An amount of None asks for all there is.
    """

    unit: str
    kind: RefundKind
    tax_code: str
    request: str
    account_no: str
    asked_on: dt.date
    amount_vnd: Vnd | None = None
    bank_bin: str = ""


def ask_refund(ctx: Context, request: AskRefund) -> str:
    """Keep a refund that waits for its second person; nothing is posted yet.

    A refund of the kind `stopped` is for all that was collected for months for which a body of
    that kind owes nothing (state-funded bodies from June 2025 on).
    Returns  its public id; that of the one that waits already when the same is asked again.
    Raises   RequestWanted, NotAnAccount, NothingAsked, UnknownEmployer, NotThatMuchCredit,
             NothingToRefund, UnfitText, PermissionRefused.
    Source   (sources: cv_4133_tld) for the bodies that stopped; a credit's refund is our own rule
    """
    _check_texts(request)
    with ctx.database.writing() as session:
        ctx.require(session, "refund.ask", request.unit)
        take_turn(session)
        widen(session)
        payee = _payee(session, request.tax_code)
        waiting = refunds_asked(session, request.unit, request.tax_code)
        for row in waiting:
            if (row.kind, row.request, row.account_no) == (
                request.kind.value,
                request.request.strip(),
                request.account_no.strip(),
            ):
                return row.public_id
        taken = sum(row.amount_vnd for row in waiting)
        made = RefundRow(
            unit_code=request.unit,
            seq=next_numbers(session, request.unit, "refund", 1),
            kind=request.kind.value,
            tax_code=request.tax_code,
            payee=payee,
            account_no=request.account_no.strip(),
            bank_bin=request.bank_bin.strip(),
            amount_vnd=_amount(session, request, taken),
            request=request.request.strip(),
            asked_on=request.asked_on,
            state=RefundState.ASKED.value,
            maker=ctx.actor.name,
            made_at_us=ctx.clock.now_us(),
        )
        session.add(made)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "ask_refund",
            request.unit,
            made.public_id,
            {
                "kind": made.kind,
                "tax_code": made.tax_code,
                "amount_vnd": made.amount_vnd,
                "request": made.request,
                "account_no": made.account_no,
            },
        )
        session.commit()
        return made.public_id


def credit_vnd(session: Session, unit: str, tax_code: str) -> int:
    """What a payer has as credit in a unit (đồng)."""
    rows = session.scalars(
        select(ReceiptRow.credit_vnd).where(
            ReceiptRow.collecting_unit == unit, ReceiptRow.tax_code == tax_code
        )
    )
    return sum(rows)


def not_owed(session: Session, unit: str, tax_code: str) -> list[ObligationRow]:
    """Obligations of months for which an employer of this kind owes nothing, by the register.

    The kind is that of its last row of the register in the month.
    """
    rows = session.scalars(
        select(ObligationRow)
        .where(ObligationRow.collecting_unit == unit, ObligationRow.tax_code == tax_code)
        .order_by(ObligationRow.period)
    ).all()
    return [row for row in rows if not _owes(session, tax_code, Period(row.period))]


def _owes(session: Session, tax_code: str, period: Period) -> bool:
    kinds = session.scalars(
        select(EmployerRow.employer_type)
        .where(
            EmployerRow.tax_code == tax_code,
            EmployerRow.valid_from <= last_day(period),
            EmployerRow.valid_to >= first_day(period),
        )
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
    ).all()
    return all(is_payer(kind, period, law()) for kind in kinds)


def _amount(session: Session, request: AskRefund, waiting_vnd: int) -> int:
    if request.kind is RefundKind.STOPPED:
        paid = sum(row.paid_vnd for row in not_owed(session, request.unit, request.tax_code))
        if not paid or request.amount_vnd not in (None, paid):
            raise NothingToRefund(tax_code=request.tax_code, unit=request.unit)
        return paid
    left = credit_vnd(session, request.unit, request.tax_code) - waiting_vnd
    amount = left if request.amount_vnd is None else request.amount_vnd
    if left <= 0 and request.amount_vnd is None:
        raise NothingToRefund(tax_code=request.tax_code, unit=request.unit)
    if amount > left:
        raise NotThatMuchCredit(
            tax_code=request.tax_code, unit=request.unit, credit=max(0, left), amount=amount
        )
    return amount


def _payee(session: Session, tax_code: str) -> str:
    found = session.scalars(
        select(EmployerRow.name)
        .where(EmployerRow.tax_code == tax_code)
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise UnknownEmployer(tax_code=tax_code)
    return found


def _check_texts(request: AskRefund) -> None:
    if not request.request.strip() or not request.account_no.strip():
        raise RequestWanted
    for name, most in _LONGEST.items():
        text = str(getattr(request, name)).strip()
        if len(text) > most or not (text.isprintable()):
            vi, en = _NAMES[name]
            raise UnfitText(field_vi=vi, field_en=en, most=most)
    account, bank = request.account_no.strip(), request.bank_bin.strip()
    if not (_ACCOUNT.fullmatch(account) and _BANK.fullmatch(bank)):
        raise NotAnAccount(account_no=account, bank_bin=bank, most=_LONGEST["account_no"])
    if request.amount_vnd is not None and request.amount_vnd <= 0:
        raise NothingAsked(amount=request.amount_vnd)
