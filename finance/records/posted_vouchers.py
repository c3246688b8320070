"""Posted vouchers beside the entries they became: what two people signed is what stands."""

from collections.abc import Iterator

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from finance.records.vouchers import (
    VoucherKind,
    VoucherLineRow,
    VoucherMakerRow,
    VoucherRow,
    VoucherState,
)
from ledger.errors import Problem
from ledger.store.tables import BookRow, EntryRow, LineRow

_SOURCES = {VoucherKind.PLAIN.value: "voucher", VoucherKind.REVERSAL.value: "reversal"}
# What a voucher and its entry both tell, in the same words.
_TOLD = ("accounting_on", "document_on", "text")

_Line = tuple[str, str, int, str, str]


def check_posted(session: Session, unit: str) -> Iterator[Problem]:
    """Where a unit's posted vouchers and the entries of vouchers do not tell the same.

    Each posted voucher names its entry, with the same days, text and lines, and whoever posted
    it is the checker and none of its makers; each entry of a voucher has a voucher.
    """
    entries = {(row.source, row.key): row for row in session.scalars(_entries(unit))}
    posted = _lines(session, _entry_lines(unit))
    drafted = _lines(session, _voucher_lines(unit))
    makers = _makers(session, unit)
    for voucher in session.scalars(_vouchers(unit)):
        name = f"{unit}/V/{voucher.seq}"
        plain = voucher.kind == VoucherKind.PLAIN.value
        entry = entries.pop((_SOURCES[voucher.kind], name if plain else voucher.reverses), None)
        if entry is None:
            yield _problem("voucher_entry", name)
            continue
        if voucher.checker.casefold() in makers.get(voucher.seq, ()):
            yield _problem("one_person", name)
        where = f"{unit}/{entry.journal}/{entry.year}/{entry.number}"
        same = all(getattr(voucher, field) == getattr(entry, field) for field in _TOLD)
        same = same and (voucher.entry, voucher.checker) == (where, entry.actor)
        if not same or (plain and drafted.get(voucher.seq) != posted.get(entry.seq)):
            yield _problem("voucher_differs", where, voucher=name)
    for entry in entries.values():
        yield _problem("no_voucher", f"{unit}/{entry.journal}/{entry.year}/{entry.number}")


def _vouchers(unit: str) -> Select[VoucherRow]:
    return (
        select(VoucherRow)
        .where(VoucherRow.unit_code == unit, VoucherRow.state == VoucherState.POSTED.value)
        .order_by(VoucherRow.seq)
    )


def _entries(unit: str) -> Select[EntryRow]:
    return (
        select(EntryRow)
        .join(BookRow, BookRow.book_id == EntryRow.book_id)
        .where(BookRow.code == unit, EntryRow.source.in_(_SOURCES.values()))
        .order_by(EntryRow.seq)
    )


def _entry_lines(unit: str) -> Select[int, str, str, int, str, str]:
    row = LineRow
    return (
        select(row.seq, row.account, row.side, row.amount_vnd, row.fund, row.item)
        .join(BookRow, BookRow.book_id == row.book_id)
        .join(EntryRow, (EntryRow.book_id == row.book_id) & (EntryRow.seq == row.seq))
        .where(BookRow.code == unit, EntryRow.source == _SOURCES[VoucherKind.PLAIN.value])
        .order_by(row.seq, row.line_no)
    )


def _voucher_lines(unit: str) -> Select[int, str, str, int, str, str]:
    row = VoucherLineRow
    return (
        select(row.seq, row.account, row.side, row.amount_vnd, row.fund, row.item)
        .where(row.unit_code == unit)
        .order_by(row.seq, row.line_no)
    )


def _lines(session: Session, query: Select[int, str, str, int, str, str]) -> dict[int, list[_Line]]:
    found: dict[int, list[_Line]] = {}
    for seq, account, side, amount, fund, item in session.execute(query):
        found.setdefault(seq, []).append((account, side, amount, fund, item))
    return found


def _makers(session: Session, unit: str) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for seq, folded in session.execute(
        select(VoucherMakerRow.seq, VoucherMakerRow.folded).where(VoucherMakerRow.unit_code == unit)
    ):
        found.setdefault(seq, set()).add(folded)
    return found


_SENTENCES = {
    "voucher_entry": (
        "Chứng từ đã ghi sổ nhưng không có bút toán.",
        "The voucher was posted, and there is no entry.",
    ),
    "voucher_differs": (
        "Bút toán không còn giống chứng từ {voucher} mà nó ghi.",
        "The entry is no longer what voucher {voucher} says.",
    ),
    "one_person": (
        "Người duyệt chứng từ cũng là người lập chứng từ.",
        "Whoever approved the voucher had a hand in making it.",
    ),
    "no_voucher": (
        "Bút toán mang nguồn chứng từ nhưng không có chứng từ nào đã ghi sổ.",
        "The entry says it comes from a voucher, and no posted voucher stands behind it.",
    ),
}


def _problem(name: str, where: str, **facts: str) -> Problem:
    vi, en = _SENTENCES[name]
    return Problem(f"verify.{name}", vi, en, where=where, facts=facts)
