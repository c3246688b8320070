"""Register a workers' organisation with the province's answer; its months are shared anew."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.identify_receipt import UnknownEmployer
from finance.actions.record_wo_notice import OtherOrganisation
from finance.actions.rematch import Rematch, rematch
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.organisations import organisations_of
from finance.records.payables import settled_by
from finance.records.payments import without_account
from finance.records.relief import WorkersOrganisationRow
from finance.records.runs import take_turn
from finance.records.units import FOREVER
from finance.rules.errors import RuleError
from finance.rules.folding import fold
from finance.rules.vietqr import is_account, is_bank
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.periods import Period, first_day, period_of


class BeforeTheAnswer(RuleError):
    """Nothing is distributed to an organisation before the month of the province's answer."""

    code = "organisation.before_answer"
    vi = "Chỉ phân phối từ tháng có văn bản thông báo {answered} (Nghị định 105/2026 Điều 15(2))."
    en = "Distribution begins in {answered}, the month of the answer (Decree 105/2026 art. 15(2))."


class WrongAccount(RuleError):
    """An account to be paid at has the form the banks give it."""

    code = "organisation.wrong_account"
    vi = "Số tài khoản «{account}» hoặc mã ngân hàng «{bank}» (6 chữ số) không đúng khuôn dạng."
    en = "Account “{account}” or bank “{bank}” (six digits) has not the form it must have."


@dataclass(frozen=True, slots=True)
class RegisterOrganisation:
    """An organisation, its registration, the province's answer, and where it is to be paid.

    `period` is the first wage month it shares in; None: that of the answer.
    """

    tax_code: str
    name: str
    registration: str
    answered_on: dt.date
    account: tuple[str, str]  # number and bank
    on: dt.date
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """From which day the organisation stands, whether that is new, and what was shared anew."""

    valid_from: dt.date
    fresh: bool
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anew:
    """Whose months are shared anew, from which on, when, by which right, and the entries' text."""

    tax_code: str
    first: str
    on: dt.date
    act: str
    text: str


def register_organisation(ctx: Context, request: RegisterOrganisation) -> Registered:
    """Keep the organisation; the grassroots part of its months waits for its notices.

    Returns  what came of it; repeated, nothing changes.
    Raises   UnknownEmployer, WrongAccount, BeforeTheAnswer, OtherOrganisation, PermissionRefused.
    Source   (sources: nd_105_2026) art. 15(2)
    """
    number, bank = request.account
    if (number and not is_account(number)) or (bank and not is_bank(bank)):
        raise WrongAccount(account=number, bank=bank)
    month = request.period or period_of(request.answered_on)
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        unit = collector_of(session, request.tax_code, request.on)
        ctx.require(session, "organisation.register", unit)
        if month < period_of(request.answered_on):
            raise BeforeTheAnswer(answered=period_of(request.answered_on))
        row, fresh = _keep(session, request, month)
        text = f"Tổ chức của người lao động tại {request.tax_code}: {request.name}"[:1000]
        first = period_of(row.valid_from)
        anew = Anew(request.tax_code, first, request.on, "organisation.register", text)
        refs = share_anew(session, ctx, anew) if fresh else ()
        _fill_accounts(session, row)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "register_organisation",
            unit,
            request.tax_code,
            {"name": request.name, "registration": request.registration},
        )
        session.commit()
        return Registered(row.valid_from, fresh, refs)


def _fill_accounts(session: Session, row: WorkersOrganisationRow) -> None:
    """Give what was ordered to the organisation before its account was known that account."""
    waiting = without_account(session) if row.account_no else []
    for payment in waiting:
        settled = settled_by(session, payment) if payment.payee == row.name else []
        if settled and settled[0].tax_code == row.tax_code:
            payment.account_no, payment.bank_bin = row.account_no, row.bank_bin


def collector_of(session: Session, tax_code: str, on: dt.date) -> str:
    """The unit that collects from an employer on a day, or did last.

    Raises   UnknownEmployer.
    """
    found = session.scalars(
        select(EmployerRow.collecting_unit)
        .where(EmployerRow.tax_code == tax_code, EmployerRow.valid_from <= on)
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
    ).one_or_none()
    if found is None:
        raise UnknownEmployer(tax_code=tax_code)
    return found


def share_anew(session: Session, ctx: Context, order: Anew) -> tuple[str, ...]:
    """Share an employer's months anew, from one of them on, in each unit that collected them.

    An employer may have moved: what was paid before stays in another unit's book.
    Returns  the references of what moved.
    Raises   PermissionRefused unless the actor may do it in each of these units.
    """
    months: dict[str, list[tuple[str, str]]] = {}
    for row in session.scalars(
        select(ObligationRow).where(
            ObligationRow.tax_code == order.tax_code,
            ObligationRow.period >= order.first,
            ObligationRow.paid_vnd > 0,
        )
    ):
        months.setdefault(row.collecting_unit, []).append((row.tax_code, row.period))
    for unit in sorted(months):
        ctx.require(session, order.act, unit)
    orders = [
        Rematch(unit, order.on, (), order.text, ctx.actor.name, reconsider=tuple(sorted(own)))
        for unit, own in sorted(months.items())
    ]
    return tuple(ref for each in orders if (ref := rematch(session, ctx, each)))


def _keep(
    session: Session, request: RegisterOrganisation, month: Period
) -> tuple[WorkersOrganisationRow, bool]:
    """The organisation's row, and whether anything about it is new."""
    held = next((row for row in organisations_of(session, request.tax_code)), None)
    number, bank = request.account
    facts = {
        "registration": request.registration,
        "answered_on": request.answered_on,
        "account_no": number,
        "bank_bin": bank,
    }
    if held is not None and held.valid_to >= first_day(month):
        if fold(held.name) != fold(request.name):
            raise OtherOrganisation(
                tax_code=request.tax_code, period=month, known=held.name, name=request.name
            )
        fresh = any(getattr(held, name) != value for name, value in facts.items())
        for name, value in facts.items():
            setattr(held, name, value)
        return held, fresh
    row = WorkersOrganisationRow(
        tax_code=request.tax_code,
        valid_from=first_day(month),
        valid_to=FOREVER,
        name=request.name.strip(),
        **facts,
    )
    session.add(row)
    session.flush()
    return row, True
