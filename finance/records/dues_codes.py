"""The code of a member's transfer, made of the numbers the house gave the unit and the member."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.records.bank_accounts import BankAccountRow
from finance.records.members import MemberRow, latest_member
from finance.rules.dues_codes import DuesCode, write_code
from finance.rules.vietqr import payload
from ledger.periods import Period
from ledger.store.tables import BookRow


def code_of(session: Session, member: MemberRow, period: Period) -> str:
    """The code a member's transfer for a month carries; empty for a unit without a book.

    Raises   CodeFull.
    """
    book_id = session.scalars(
        select(BookRow.book_id).where(BookRow.code == member.unit_code)
    ).one_or_none()
    return "" if book_id is None else write_code(DuesCode(book_id, member.code_no, period))


def member_of_code(session: Session, unit: str, code_no: int) -> str | None:
    """The number of the member who has this number in the unit's codes."""
    return session.scalars(
        select(MemberRow.member_no)
        .where(MemberRow.unit_code == unit, MemberRow.code_no == code_no)
        .limit(1)
    ).one_or_none()


def account_for_dues(session: Session, unit: str) -> BankAccountRow | None:
    """The account members pay into: one for operations before any other of the unit."""
    return session.scalars(
        select(BankAccountRow)
        .where(BankAccountRow.unit_code == unit)
        .order_by(BankAccountRow.purpose.desc(), BankAccountRow.account_no)
        .limit(1)
    ).one_or_none()


def transfer_order(
    session: Session, unit: str, member_no: str, period: Period, amount_vnd: int
) -> str:
    """The payload of a member's QR code for a month; empty where there is nothing to pay into.

    Raises   CodeFull, UnfitForQr.
    """
    member, account = latest_member(session, unit, member_no), account_for_dues(session, unit)
    if member is None or account is None or amount_vnd <= 0:
        return ""
    code = code_of(session, member, period)
    return payload(account.bank_bin, account.account_no, amount_vnd, code) if code else ""
