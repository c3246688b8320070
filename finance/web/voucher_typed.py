"""A voucher as a person types it: nothing is read yet, and nothing typed is lost."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from finance.records.templates import TemplateLineRow, TemplateRow
from finance.records.vouchers import VoucherRow
from finance.web.choices import fund_word
from finance.web.typed import kept
from ledger.entries import Line, Side
from ledger.errors import NotMoney, OutOfRange
from ledger.money import format_vnd, parse_vnd

COLUMNS: Final = ("account", "debit", "credit", "fund", "item")
LONGEST_CELL: Final = 60
MOST_ROWS: Final = 500
MORE_ROWS: Final = 5
_SHOWN_ROWS: Final = 6
_CELL = re.compile(r"(account|debit|credit|fund|item)-([1-9]\d{0,4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the form, as typed."""

    account: str = ""
    debit: str = ""
    credit: str = ""
    fund: str = ""
    item: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not any(getattr(self, column).strip() for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Typed:
    """The whole form, as typed."""

    accounting_on: str = ""
    document_on: str = ""
    text: str = ""
    rows: tuple[Row, ...] = ()

    def trimmed(self) -> "Typed":
        """The same without the empty rows at its end."""
        filled = [number for number, row in enumerate(self.rows, start=1) if not row.empty]
        return replace(self, rows=self.rows[: max(filled, default=0)])

    def with_room(self, more: int = 0) -> "Typed":
        """The same with empty rows to write in, never more than a voucher takes."""
        wanted = max(min(MOST_ROWS, max(_SHOWN_ROWS, len(self.rows) + more)), len(self.rows))
        return replace(self, rows=self.rows + (Row(),) * (wanted - len(self.rows)))

    @property
    def sums(self) -> tuple[int, int]:
        """What the readable amounts add up to: debit, credit (đồng)."""
        return (
            sum(_readable(row.debit) for row in self.rows),
            sum(_readable(row.credit) for row in self.rows),
        )


def typed(form: Mapping[str, str]) -> Typed:
    """The form as it was sent."""
    cells: dict[int, dict[str, str]] = {}
    for name, value in form.items():
        cell = _CELL.fullmatch(name)
        if cell is not None:
            cells.setdefault(int(cell[2]), {})[cell[1]] = value
    rows = tuple(Row(**cells[number]) for number in sorted(cells))
    return Typed(
        form.get("accounting_on", ""), form.get("document_on", ""), form.get("text", ""), rows
    )


def typed_again(row: VoucherRow, lines: Sequence[Line]) -> Typed:
    """The form of a voucher that is there, as a person would type it."""
    return Typed(_written(row.accounting_on), _written(row.document_on), row.text, _rows(lines))


def typed_from(row: TemplateRow, lines: Sequence[TemplateLineRow], on: dt.date) -> Typed:
    """The form of a new voucher from a template, dated; amounts it does not keep are left empty."""
    rows = tuple(
        Row(
            account=line.account,
            debit=_amount(line, Side.DEBIT),
            credit=_amount(line, Side.CREDIT),
            fund=fund_word(line.fund),
            item=line.item,
        )
        for line in lines
    )
    return Typed(_written(on), "", row.text, rows)


def _amount(line: TemplateLineRow, side: Side) -> str:
    if line.amount_vnd is None or line.side != side.value:
        return ""
    return format_vnd(line.amount_vnd)


def _rows(lines: Sequence[Line]) -> tuple[Row, ...]:
    return tuple(
        Row(
            account=line.account,
            debit=format_vnd(line.amount_vnd) if line.side is Side.DEBIT else "",
            credit=format_vnd(line.amount_vnd) if line.side is Side.CREDIT else "",
            fund=fund_word(line.fund),
            item=line.item,
        )
        for line in lines
    )


def _readable(text: str) -> int:
    if not text.strip() or not kept(text, LONGEST_CELL):
        return 0
    try:
        return max(0, parse_vnd(text))
    except (NotMoney, OutOfRange):
        return 0


def _written(on: dt.date) -> str:
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"
