"""A new row of each guarded table as the house itself might write it: what attacks begin from."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, select, text

from ledger.store.base import Base
from tests.assurance.story import put

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
_DAY: Final = dt.date(2026, 7, 14)
_NEW: Final = 99  # the number of a book nobody has


def standing(connection: Connection, tables: set[str]) -> Rows:
    """Every row of these tables, in the order of their keys."""
    found = {}
    for name in tables:
        table = Base.metadata.tables[name]
        rows = connection.execute(select(table).order_by(*table.primary_key)).mappings()
        found[name] = [dict(row) for row in rows]
    return found


def write(connection: Connection, table: str, rows: Rows, change: Row, verb: str = "") -> None:
    """Write an honest new row, what it needs before it, and all with one thing about it changed."""
    if table in {"entry", "line"}:
        _post(connection, rows, {table: change}, verb)
        return
    if table in _BEFORE:
        for other, row in _BEFORE[table](rows):
            put(connection, other, row)
    put(connection, table, {**_next(table, rows), **change}, verb)


def book_of(rows: Rows) -> Row:
    """The head of the book that attacks are made on: the last one with entries."""
    return [head for head in rows["book_head"] if head["last_seq"]][-1]


def lines_of(rows: Rows, seq: int | None = None) -> list[Row]:
    """Two honest lines of the entry that comes next."""
    head = book_of(rows)
    line = {
        "book_id": head["book_id"],
        "seq": head["last_seq"] + 1 if seq is None else seq,
        "line_no": 1,
        "accounting_on": _DAY,
        "account": "112",
        "side": "D",
        "amount_vnd": 5,
    }
    return [line, {**line, "line_no": 2, "account": "111", "side": "C"}]


def entry_of(rows: Rows) -> Row:
    """The honest entry that comes next."""
    head = book_of(rows)
    return {
        "book_id": head["book_id"],
        "seq": head["last_seq"] + 1,
        "journal": "ZZ",
        "year": _DAY.year,
        "number": 1,
        "period": f"{_DAY:%Y-%m}",
        "accounting_on": _DAY,
        "document_on": _DAY,
        "recorded_at_us": head["last_recorded_at_us"] + 1_000,
        "text": "",
        "source": "raw",
        "key": "raw",
        "actor": "attacker",
        "reverses_seq": None,
        "line_count": 2,
        "request_hash": b"x" * 32,
        "content": b"x",
        "leaf_hash": b"x" * 32,
        "papers": "",
    }


def move_head(connection: Connection, rows: Rows, by: int = 1) -> None:
    """Say that an entry is to come."""
    head = book_of(rows)
    connection.execute(
        text("UPDATE book_head SET last_seq = :seq WHERE book_id = :book"),
        {"seq": head["last_seq"] + by, "book": head["book_id"]},
    )


def _post(connection: Connection, rows: Rows, change: Mapping[str, Row], verb: str) -> None:
    move_head(connection, rows)
    first, second = lines_of(rows)
    put(connection, "line", {**first, **change.get("line", {})}, verb if "line" in change else "")
    put(connection, "line", second)
    entry = {**entry_of(rows), **change.get("entry", {})}
    put(connection, "entry", entry, verb if "entry" in change else "")


def _next(table: str, rows: Rows) -> Row:
    if table == "period_event":
        return _next_month_closed(rows)
    if table in _OF_A_VOUCHER:
        return {**rows[table][-1], "seq": 99}
    made = {**rows[table][-1], **_CHANGES.get(table, {})}
    key = list(Base.metadata.tables[table].primary_key)[-1].name
    if key not in _CHANGES.get(table, {}):
        made[key] += 1
    return made


_OF_A_VOUCHER: Final = {"voucher_attachment", "voucher_line", "voucher_maker"}
_CHANGES: Final[Mapping[str, Row]] = {
    "account": {"code": "9999"},
    "book": {"book_id": _NEW, "code": "NEW"},
    "book_head": {"book_id": _NEW, "last_seq": None, "last_recorded_at_us": 0},
    "counter": {"journal": "ZZ", "year": 2026, "last_number": 0},
    "period": {
        "period": "2041-01",
        "state": "open",
        "open_until_us": None,
        "last_event": 0,
    },
    "attachment": {"digest": "f" * 64},
    "loss_case": {"seq": 99, "tax_code": "9900009999"},
    "case_paper": {"number": 99, "letter_no": "99/2026"},
    "reward": {"key": "hoa-99"},
    "turnover": {"counter_book": "", "item": "ZZ"},
    "voucher": {"seq": 99, "state": "draft", "checker": "", "entry": ""},
    "relief": {"from_period": "2041-01", "to_period": "2041-01"},
    "signing_key": {"public_key": b"k" * 32, "until_us": None},
}


def _next_month_closed(rows: Rows) -> Row:
    """The change that comes after the last one: the month after it is closed."""
    last = rows["period_event"][-1]
    after = [row["period"] for row in rows["period"] if row["period"] > last["period"]]
    return {
        **last,
        "event_no": last["event_no"] + 1,
        "period": min(after),
        "at_us": last["at_us"] + 1,
    }


def _new_book(rows: Rows) -> list[tuple[str, Row]]:
    return [("book", _next("book", rows))]


def _new_leaf(rows: Rows) -> list[tuple[str, Row]]:
    return [("seal_log", _next("seal_log", rows))]


def _new_draft(rows: Rows) -> list[tuple[str, Row]]:
    return [("voucher", _next("voucher", rows))]


_BEFORE: Final[Mapping[str, Callable[[Rows], list[tuple[str, Row]]]]] = {
    "book_head": _new_book,
    "checkpoint": _new_leaf,
    "voucher_attachment": _new_draft,
    "voucher_line": _new_draft,
    "voucher_maker": _new_draft,
}
