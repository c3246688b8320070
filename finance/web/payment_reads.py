"""Payment lists: what a unit ordered its bank to pay, and which of it the bank has paid."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from finance.records.payments import transfer_code
from finance.records.receipts import PaymentRow
from finance.records.units import UnitRow

PAGE: Final = 50
ORDERED: Final = "ordered"
HEAD: Final = ("STT", "Số tài khoản", "Người hưởng", "Mã ngân hàng", "Số tiền", "Nội dung")
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """One payment list: so many lines, so much in all, so much of it paid by the bank (đồng)."""

    unit_code: str
    ref: str
    pay_on: dt.date
    lines: int
    amount_vnd: int
    open_lines: int
    open_vnd: int


@dataclass(frozen=True, slots=True)
class Paid:
    """One line of a list; `payee` is the name of a unit, or of an organisation as it was given."""

    number: int
    payee: str
    unit_code: str  # of the payee; "" for an organisation
    account_no: str
    bank_bin: str
    amount_vnd: int
    purpose: str
    settled: bool
    returned: bool  # brought back by the bank: a later list pays it anew
    code: str  # the payload of its VietQR code; "" where none can be made

    @property
    def open(self) -> bool:
        """Whether the bank is still to pay it."""
        return not (self.settled or self.returned)


def payment_lists(
    session: Session, units: Select[str] | Sequence[str], page: int
) -> tuple[list[PaymentOrder], int]:
    """A page of payment lists, the latest day first, and how many there are."""
    waiting = and_(PaymentRow.state == ORDERED, PaymentRow.returned_on.is_(None))
    found = (
        select(
            PaymentRow.unit_code,
            PaymentRow.ref,
            func.max(PaymentRow.pay_on).label("pay_on"),
            func.count().label("lines"),
            func.sum(PaymentRow.amount_vnd).label("amount_vnd"),
            func.sum(case((waiting, 1), else_=0)).label("open_lines"),
            func.sum(case((waiting, PaymentRow.amount_vnd), else_=0)).label("open_vnd"),
            func.max(PaymentRow.seq).label("last"),
        )
        .where(PaymentRow.unit_code.in_(units))
        .group_by(PaymentRow.unit_code, PaymentRow.ref)
        .subquery()
    )
    count = session.scalars(select(func.count()).select_from(found)).one()
    columns = [column for column in found.c if column.name != "last"]
    rows = session.execute(
        select(*columns)
        .order_by(found.c.pay_on.desc(), found.c.unit_code, found.c.last.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return [
        PaymentOrder(unit, ref, pay_on, int(lines), int(amount), int(opened), int(open_vnd))
        for unit, ref, pay_on, lines, amount, opened, open_vnd in rows
    ], count


def payments(session: Session, unit_code: str, ref: str) -> tuple[dt.date | None, list[Paid]]:
    """The day and the lines of one payment list; no day when there is no such list."""
    rows = session.scalars(
        select(PaymentRow)
        .where(PaymentRow.unit_code == unit_code, PaymentRow.ref == ref)
        .order_by(PaymentRow.seq)
    ).all()
    names = _names(session, {row.payee for row in rows})
    lines = [
        Paid(
            number=number,
            payee=names.get(row.payee, row.payee),
            unit_code=row.payee if row.payee in names else "",
            account_no=row.account_no,
            bank_bin=row.bank_bin,
            amount_vnd=row.amount_vnd,
            purpose=row.purpose,
            settled=row.state != ORDERED,
            returned=row.returned_on is not None,
            code=transfer_code(row),
        )
        for number, row in enumerate(rows, start=1)
    ]
    return (rows[0].pay_on if rows else None), lines


def bank_file(lines: Iterable[Paid]) -> bytes:
    """The lines the bank has not paid yet, as CSV for its own program.

    UTF-8 with a byte order mark; amounts are plain integers of đồng. A text that a spreadsheet
    would take for a formula gets an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for line in lines:
        if line.open:
            words = (line.account_no, line.payee, line.bank_bin)
            cells = [_cell(word) for word in words]
            writer.writerow([line.number, *cells, line.amount_vnd, _cell(line.purpose)])
    return text.getvalue().encode("utf-8-sig")


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _names(session: Session, codes: set[str]) -> dict[str, str]:
    """The names of these units as last known; what is no unit's code is left out."""
    rows = session.execute(
        select(UnitRow.code, UnitRow.name)
        .where(UnitRow.code.in_(codes))
        .order_by(UnitRow.code, UnitRow.valid_from)
    )
    return dict(rows.all())
