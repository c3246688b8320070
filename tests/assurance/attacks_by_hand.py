"""Attacks on what only the rules of the book forbid; no declaration of a table says it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, text

from tests.assurance.attacks import Attack, Row, bent
from tests.assurance.honest import Rows, book_of, entry_of, lines_of, move_head
from tests.assurance.story import put

# The honest new row with something about it that a check or a trigger forbids.
BENT: Final[tuple[tuple[str, str, Row], ...]] = (
    ("line", "an amount of nothing", {"amount_vnd": 0}),
    ("line", "a third side", {"side": "X"}),
    ("line", "a line numbered nought", {"line_no": 0}),
    ("line", "a counter book without a reference", {"counter_book": "TLD"}),
    ("line", "an account that takes no postings", {"account": "136"}),
    ("line", "an account of no chart", {"account": "9"}),
    ("line", "a fund that the account refuses", {"fund": "levy"}),
    ("line", "debit and credit differ", {"amount_vnd": 6}),
    ("line", "another day than its entry", {"accounting_on": dt.date(2026, 7, 15)}),
    ("line", "a line of an entry that stands", {"seq": 1, "line_no": 77}),
    ("line", "a line of an entry that is far off", {"seq": 999}),
    ("entry", "one line", {"line_count": 1}),
    ("entry", "more lines than there are", {"line_count": 3}),
    ("entry", "papers that are no digest", {"papers": "x" * 64}),
    ("entry", "papers of another length", {"papers": "0"}),
    ("entry", "a number left out", {"number": 2}),
    ("entry", "numbered nought", {"number": 0}),
    ("entry", "placed nought", {"seq": 0}),
    ("entry", "a place left out", {"seq": 999}),
    ("entry", "recorded before the one before it", {"recorded_at_us": 1}),
    ("entry", "the month of another day", {"period": "2026-08"}),
    ("entry", "the year of another day", {"year": 2025}),
    ("entry", "a reversal of nothing", {"reverses_seq": 998}),
    ("entry", "a reversal that is no mirror", {"reverses_seq": 1}),
    ("book_head", "a head with entries before the first", {"last_seq": 5}),
    ("book_head", "a head recorded before the first", {"last_recorded_at_us": 5}),
    ("period", "a month that begins closed", {"state": "closed"}),
    ("period", "a month in no state we know", {"state": "ajar"}),
    ("period", "a month before a closed one", {"period": "2001-01"}),
    ("turnover", "less than nothing", {"debit_vnd": -1}),
    ("turnover", "a turnover without lines", {"lines": 0}),
    ("period_event", "a month finished before it is closed", {"to_state": "final"}),
    ("period_event", "a change out of turn", {"event_no": 999}),
    ("period_event", "a change numbered nought", {"event_no": 0}),
    ("period_event", "nobody's change", {"actor": ""}),
    ("period_event", "a closing that ends", {"until_us": 9}),
    ("period_event", "a closing bound from above", {"bound_by": "TLD"}),
    ("period_event", "a change of another state", {"from_state": "soft"}),
    ("period_event", "a change before the last", {"at_us": 1}),
    ("period_event", "another last entry", {"at_seq": 999}),
    ("seal", "a seal numbered nought", {"seal_no": 0}),
    ("seal", "a seal left out", {"seal_no": 999}),
    ("seal", "a seal of another length", {"last_seq": 0}),
    ("seal", "a seal of less than nothing", {"last_seq": -1}),
    ("seal", "a seal of an open month", {"period": "2026-12"}),
    ("seal_log", "a leaf left out", {"position": 999}),
    ("seal_log", "a leaf before the first", {"position": -1}),
    ("seal_log", "a total that is a seal", {"book_id": 1, "seal_no": 1}),
    ("seal_log", "a total without sums", {"sums": None}),
    ("checkpoint", "a checkpoint of nothing", {"size": 0}),
    ("checkpoint", "a checkpoint of another length", {"size": 999}),
    ("signing_key", "a key numbered nought", {"key_no": 0}),
    ("signing_key", "a key left out", {"key_no": 999}),
    ("signing_key", "a key retired before it signed", {"until_us": 5}),
    ("voucher", "a kind of voucher nobody knows", {"kind": "other"}),
    ("voucher", "a plain voucher that reverses", {"reverses": "G1/PV/2026/1"}),
    ("attachment", "a content of nothing", {"size_bytes": 0}),
    ("loss_case", "a second open case of one finding", {"tax_code": "9900000048"}),
    ("reward", "a second one under its key", {"key": "hoa-1"}),
    ("batch", "more rows read than told of", {"rows_read": 99}),
    ("raw_row", "a row in no state we know", {"state": "ajar"}),
)
# A row that stands, moved in a way in which it may not move.
MOVED: Final[tuple[tuple[str, str, str], ...]] = (
    ("book_head", "put back", "last_seq = last_seq - 1 WHERE last_seq > 1"),
    ("book_head", "emptied", "last_seq = NULL WHERE last_seq > 1"),
    ("book_head", "put back in time", "last_recorded_at_us = 0 WHERE last_seq > 1"),
    ("book_head", "ahead of its entries", "last_seq = last_seq + 1 WHERE last_seq > 1"),
    ("counter", "put back", "last_number = last_number - 1"),
    ("turnover", "a debit made smaller", "debit_vnd = debit_vnd - 1 WHERE debit_vnd > 0"),
    ("turnover", "a credit made smaller", "credit_vnd = credit_vnd - 1 WHERE credit_vnd > 0"),
    ("turnover", "a line taken from the count", "lines = lines - 1"),
    ("period", "a closed month opened", "state = 'open' WHERE period = '2025-01'"),
    ("period", "a later month closed first", "state = 'closed' WHERE period = '2026-12'"),
    ("loss_case", "a closed case opened again", "state = 'open' WHERE state = 'closed'"),
    ("period", "put in no state we know", "state = 'ajar' WHERE period = '2026-07'"),
)
# What SQLite would keep whatever the column says.
OF_ANOTHER_KIND: Final[tuple[tuple[str, str, Row], ...]] = (
    ("turnover", "half a đồng", {"debit_vnd": 0.5}),
    ("line", "half a đồng", {"amount_vnd": 5.5}),
    ("entry", "a text of bytes", {"text": b"x"}),
)


# What an index keeps from being there twice, and INSERT OR REPLACE would take away instead.
REPLACED: Final[tuple[tuple[str, str, Row], ...]] = (
    ("reward", "replaced under unit_code, key", {"key": "hoa-1"}),
)


def by_hand(rows: Rows, engine: str) -> Iterator[Attack]:
    """Every attack of this list."""
    for table, what, change in REPLACED if engine == "sqlite" else ():
        yield bent(table, what, rows, change, "OR REPLACE")
    for table, what, change in (*BENT, *(OF_ANOTHER_KIND if engine == "sqlite" else ())):
        yield bent(table, what, rows, change)
    for table, what, moved in MOVED:
        yield Attack(table, what, _running(f"UPDATE {table} SET {moved}"))  # noqa: S608 - from above
    for table, what, make in _POSTINGS:
        yield Attack(table, what, _posting(rows, make))


def _running(sql: str) -> Callable[[Connection], None]:
    def make(connection: Connection) -> None:
        connection.execute(text(sql))

    return make


_Post = Callable[[Connection, Rows], None]


def _posting(rows: Rows, make: _Post) -> Callable[[Connection], None]:
    return lambda connection: make(connection, rows)


def _two_lines_of_one_number(connection: Connection, rows: Rows) -> None:
    first, second = lines_of(rows)
    move_head(connection, rows)
    for line in (first, second, second):
        put(connection, "line", line)
    put(connection, "entry", {**entry_of(rows), "line_count": 3})


def _lines_without_an_entry(connection: Connection, rows: Rows) -> None:
    move_head(connection, rows)
    for line in lines_of(rows):
        put(connection, "line", line)


def _lines_before_the_head(connection: Connection, rows: Rows) -> None:
    for line in lines_of(rows):
        put(connection, "line", line)
    move_head(connection, rows)
    put(connection, "entry", entry_of(rows))


def _in_a_closed_month(connection: Connection, rows: Rows) -> None:
    day = dt.date(2026, 6, 5)
    move_head(connection, rows)
    for line in lines_of(rows):
        put(connection, "line", {**line, "accounting_on": day})
    fields: dict[str, Any] = {"accounting_on": day, "period": f"{day:%Y-%m}"}
    put(connection, "entry", {**entry_of(rows), **fields})


def _a_second_reversal(connection: Connection, rows: Rows) -> None:
    """Two mirrors of one entry, one after the other."""
    book_id, last = book_of(rows)["book_id"], book_of(rows)["last_seq"]
    there = [entry for entry in rows["entry"] if entry["book_id"] == book_id]
    before = next(entry for entry in there if entry["reverses_seq"] is None)
    own = [
        line for line in rows["line"] if line["book_id"] == book_id and line["seq"] == before["seq"]
    ]
    for turn in (1, 2):
        move_head(connection, rows, turn)
        for line in own:
            side = "C" if line["side"] == "D" else "D"
            day = entry_of(rows)["accounting_on"]
            put(
                connection, "line", {**line, "seq": last + turn, "side": side, "accounting_on": day}
            )
        fields = {
            "seq": last + turn,
            "number": turn,
            "key": f"raw-{turn}",
            "recorded_at_us": entry_of(rows)["recorded_at_us"] + turn,
            "reverses_seq": before["seq"],
            "line_count": len(own),
        }
        put(connection, "entry", {**entry_of(rows), **fields})


def _seal_leaf(rows: Rows) -> Row:
    """A leaf that hangs in the log, as it would hang a second time."""
    last = rows["seal_log"][-1]["position"]
    leaf = next(row for row in rows["seal_log"] if row["book_id"] is not None)
    return {**leaf, "position": last + 1}


def _a_seal_hung_twice(connection: Connection, rows: Rows) -> None:
    put(connection, "seal_log", _seal_leaf(rows))


def _a_leaf_of_no_seal(connection: Connection, rows: Rows) -> None:
    put(connection, "seal_log", {**_seal_leaf(rows), "seal_no": 999})


def _two_reversals_that_wait(connection: Connection, rows: Rows) -> None:
    wanted = {"kind": "reversal", "reverses": "G1/PV/2026/1", "state": "submitted", "entry": ""}
    for seq in (98, 99):
        put(connection, "voucher", {**rows["voucher"][-1], **wanted, "seq": seq})


_POSTINGS: Final[tuple[tuple[str, str, _Post], ...]] = (
    ("line", "two lines of one number", _two_lines_of_one_number),
    ("line", "lines before the head of the book", _lines_before_the_head),
    ("book_head", "lines without an entry", _lines_without_an_entry),
    ("entry", "in a closed month", _in_a_closed_month),
    ("entry", "a second reversal", _a_second_reversal),
    ("seal_log", "a seal hung twice", _a_seal_hung_twice),
    ("seal_log", "a leaf of no seal", _a_leaf_of_no_seal),
    ("voucher", "two reversals of one entry wait", _two_reversals_that_wait),
)
