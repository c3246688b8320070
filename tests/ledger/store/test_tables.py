"""The database itself keeps the book: raw SQL past every line of our code is refused."""

import datetime as dt

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from finance.runtime.database import Database
from ledger.store.tables import EntryRow
from ledger.store.verification import verify
from tests.ledger.books import NOW_US, close, draft, open_books, post, shared
from tests.ledger.store.raw import ENTRY, LINE, OTHER, count_rows, insert, move_head, post_raw, raw


@pytest.fixture
def books(database: Database) -> Database:
    """Two entries in LDA, one in TLD; January closed in LDA."""
    open_books(database)
    post(database, draft("1"), *shared("s", 5))
    close(database, "2026-01")
    return database


def test_a_right_posting_in_raw_sql_is_let_through(books: Database) -> None:
    """The guards refuse what is wrong, not who asks; and what is no real entry is then found."""
    post_raw(books, [LINE, OTHER])
    assert count_rows(books) == (4, 8)
    with books.reading() as session:
        codes = {problem.code for problem in verify(session).rows}
    assert {"verify.content", "verify.turnover_wrong", "verify.counter"} <= codes


def _with(**fields: object) -> list[dict[str, object]]:
    return [{**LINE, **fields}, OTHER]


POSTINGS: dict[str, tuple[list[dict[str, object]], dict[str, object]]] = {
    "unbalanced": (_with(amount_vnd=6), {}),
    "one line": ([LINE], {"line_count": 1}),
    "no lines": ([], {"line_count": 2}),
    "fewer lines than said": ([LINE, OTHER], {"line_count": 3}),
    "more lines than said": ([LINE, OTHER, {**LINE, "line_no": 3}], {}),
    "a line on top that the chart refuses": (
        [LINE, OTHER, {**LINE, "line_no": 3, "account": "9"}],
        {},
    ),
    "a line on top of another day": (
        [LINE, OTHER, {**LINE, "line_no": 3, "accounting_on": "2026-07-15"}],
        {},
    ),
    "lines not counted from one": ([LINE, {**OTHER, "line_no": 3}], {}),
    "a line of another day": (_with(accounting_on="2026-07-15"), {}),
    "a closed month": (
        [{**line, "accounting_on": "2026-01-05"} for line in (LINE, OTHER)],
        {"period": "2026-01", "accounting_on": "2026-01-05"},
    ),
    "a month that was never opened": (
        [{**line, "accounting_on": "2031-01-05"} for line in (LINE, OTHER)],
        {"period": "2031-01", "accounting_on": "2031-01-05", "year": 2031},
    ),
    "a period that is not the date's": ([LINE, OTHER], {"period": "2026-08"}),
    "a year that is not the date's": ([LINE, OTHER], {"year": 2025}),
    "a gap in the places": (
        [{**line, "seq": 4} for line in (LINE, OTHER)],
        {"seq": 4},
    ),
    "a gap in the numbers": ([LINE, OTHER], {"number": 2}),
    "a number given twice": ([LINE, OTHER], {"journal": "BK", "number": 1}),
    "a key given twice": ([LINE, OTHER], {"source": "test", "key": "1"}),
    "recorded before the entry before it": ([LINE, OTHER], {"recorded_at_us": NOW_US}),
    "an unknown account": (_with(account="112x"), {}),
    "an account that takes no postings": (_with(account="999"), {}),
    "a refused tag": (_with(fund="levy"), {}),
    "a missing tag": (_with(account="4316"), {}),
    "a counter book that is none": (
        _with(account="4316", fund="levy", counter_book="XX", interbook_ref="R"),
        {},
    ),
    "the book as its own counter book": (
        _with(account="4316", fund="levy", counter_book="LDA", interbook_ref="R"),
        {},
    ),
    "a counter book without reference": (
        _with(account="4316", fund="levy", counter_book="TLD"),
        {},
    ),
    "a side that is none": (_with(side="X"), {}),
    "an amount of nothing": ([{**LINE, "amount_vnd": 0}, {**OTHER, "amount_vnd": 0}], {}),
    "negative amounts": ([{**LINE, "amount_vnd": -5}, {**OTHER, "amount_vnd": -5}], {}),
    "papers that are no digest": ([LINE, OTHER], {"papers": "hoa don"}),
    "papers in capitals": ([LINE, OTHER], {"papers": "A" * 64}),
    "papers cut short": ([LINE, OTHER], {"papers": "a" * 63}),
    "a reversal of nothing": ([LINE, OTHER], {"reverses_seq": 9}),
    "a reversal that is no mirror": ([LINE, OTHER], {"reverses_seq": 1}),
    "a reversal of itself": ([LINE, OTHER], {"reverses_seq": 3}),
}


@pytest.mark.parametrize("case", POSTINGS)
def test_a_wrong_posting_is_refused(books: Database, case: str) -> None:
    """Whatever is wrong with an entry, the database does not take it."""
    lines, fields = POSTINGS[case]
    before = count_rows(books)
    with pytest.raises(DBAPIError):
        post_raw(books, lines, **fields)
    assert count_rows(books) == before


STATEMENTS = {
    "update line": "UPDATE line SET amount_vnd = 6 WHERE seq = 1",
    "update entry": "UPDATE entry SET text = 'x' WHERE seq = 1",
    "delete line": "DELETE FROM line WHERE seq = 1",
    "delete entry": "DELETE FROM entry WHERE seq = 1",
    "delete all": "DELETE FROM line",
    "delete period": "DELETE FROM period WHERE period = '2026-12'",
    "reopen period": "UPDATE period SET state = 'open' WHERE state = 'closed'",
    "close period": "UPDATE period SET state = 'closed' WHERE period = '2026-02' AND book_id = 2",
    "lift an end": "UPDATE period SET open_until_us = 5 WHERE period = '2026-02' AND book_id = 2",
    "point at an event": "UPDATE period SET last_event = last_event + 1",
    "point at no event": "UPDATE period SET last_event = 0 WHERE state = 'closed'",
    "reopen by an old event": (
        "UPDATE period SET state = 'closed', last_event = 1 "
        "WHERE period = '2026-02' AND book_id = 2"
    ),
    "change the history": "UPDATE period_event SET actor = 'x'",
    "delete the history": "DELETE FROM period_event",
    "move period": "UPDATE period SET period = '2030-12' WHERE period = '2026-12' AND book_id = 2",
    "close out of order": (
        "UPDATE period SET state = 'closed' WHERE period = '2026-03' AND book_id = 2"
    ),
    "an unknown state": "UPDATE period SET state = 'x' WHERE period = '2026-02' AND book_id = 2",
    "a month born closed": (
        "INSERT INTO period (book_id, period, state) VALUES (2, '2030-01', 'closed')"
    ),
    "a month born with an end": (
        "INSERT INTO period (book_id, period, state, open_until_us) "
        "VALUES (2, '2030-01', 'open', 5)"
    ),
    "a month born with an event": (
        "INSERT INTO period (book_id, period, state, last_event) VALUES (2, '2030-01', 'open', 1)"
    ),
    "a month before a closed one": (
        "INSERT INTO period (book_id, period, state) VALUES (2, '2025-12', 'open')"
    ),
    "rename book": "UPDATE book SET code = 'x' WHERE book_id = 2",
    "change regime": "UPDATE book SET regime = 'x' WHERE book_id = 2",
    "change currency": "UPDATE book SET currency = 'USD' WHERE book_id = 2",
    "delete book": "DELETE FROM book WHERE book_id = 3",
    "head back": "UPDATE book_head SET last_seq = 1 WHERE book_id = 2",
    "head emptied": "UPDATE book_head SET last_seq = NULL WHERE book_id = 2",
    "head's time back": "UPDATE book_head SET last_recorded_at_us = 1 WHERE book_id = 2",
    "head ahead of its entries": "UPDATE book_head SET last_seq = 9 WHERE book_id = 2",
    "delete head": "DELETE FROM book_head WHERE book_id = 2",
    "counter back": "UPDATE counter SET last_number = 0 WHERE book_id = 2",
    "counter of another year": "UPDATE counter SET year = 2025 WHERE book_id = 2",
    "delete counter": "DELETE FROM counter WHERE book_id = 2",
    "turnover less": "UPDATE turnover SET debit_vnd = debit_vnd - 1 WHERE debit_vnd > 0",
    "turnover of another account": "UPDATE turnover SET account = '111' WHERE account = '112'",
    "delete turnover": "DELETE FROM turnover",
    "an account's rule": "UPDATE account SET fund = 'allowed' WHERE code = '4316'",
    "delete account": "DELETE FROM account WHERE code = '111'",
}


@pytest.mark.parametrize("case", STATEMENTS)
def test_what_stands_never_changes(books: Database, case: str) -> None:
    """No UPDATE and no DELETE reaches what was posted, nor what the posting relied on."""
    with pytest.raises(DBAPIError), raw(books) as connection:
        connection.execute(text(STATEMENTS[case]))
    with books.reading() as session:
        assert verify(session).clean


EVENT: dict[str, object] = {
    "book_id": 2,
    "event_no": 2,
    "period": "2026-02",
    "from_state": "open",
    "to_state": "closed",
    "at_us": NOW_US,
    "actor": "attacker",
    "second_actor": "",
    "reason": "",
    "until_us": None,
    "bound_by": "",
    "at_seq": 2,
}
REOPENING: dict[str, object] = {
    **EVENT,
    "period": "2026-01",
    "from_state": "closed",
    "to_state": "open",
    "second_actor": "other",
    "reason": "x",
    "until_us": NOW_US + 5,
}


@pytest.mark.parametrize("event", [EVENT, REOPENING])
def test_a_right_change_in_raw_sql_moves_the_month(
    books: Database, event: dict[str, object]
) -> None:
    """Inserting the event is the change, whoever does it: state, end and last event follow."""
    with raw(books) as connection:
        insert(connection, "period_event", event)
    with books.reading() as session:
        asked = text(
            "SELECT state, open_until_us, last_event FROM period WHERE book_id = 2 AND period = :p"
        )
        moved = session.execute(asked, {"p": event["period"]}).one()
        assert verify(session).clean
    assert tuple(moved) == (event["to_state"], event["until_us"], 2)


CHANGES_OF_MONTHS = {
    "a number left out": {**EVENT, "event_no": 3},
    "a number given twice": {**EVENT, "event_no": 1},
    "a time before the last": {**EVENT, "at_us": NOW_US - 1},
    "a place behind the head": {**EVENT, "at_seq": 1},
    "a place ahead of the head": {**EVENT, "at_seq": 3},
    "from a state it is not in": {**EVENT, "from_state": "soft"},
    "to where it is": {**EVENT, "to_state": "open"},
    "final at once": {**EVENT, "to_state": "final"},
    "a month that is none": {**EVENT, "period": "2031-01"},
    "a book that is none": {**EVENT, "book_id": 77, "event_no": 1, "at_seq": 0},
    "a closing out of order": {**EVENT, "period": "2026-03"},
    "a lock out of order": {**EVENT, "period": "2026-03", "to_state": "soft"},
    "nobody": {**EVENT, "actor": ""},
    "a closing with an end": {**EVENT, "until_us": NOW_US + 5},
    "a closing by two": {**EVENT, "second_actor": "other"},
    "a closing bound": {**EVENT, "bound_by": "TLD"},
    "a reopening by one": {**REOPENING, "second_actor": ""},
    "a reopening by one, twice": {**REOPENING, "second_actor": "ATTACKER"},
    "a reopening without reason": {**REOPENING, "reason": ""},
    "a reopening without end": {**REOPENING, "until_us": None},
    "a reopening that is over": {**REOPENING, "until_us": NOW_US},
    "out of its final state": {**REOPENING, "from_state": "final"},
}


@pytest.mark.parametrize("case", CHANGES_OF_MONTHS)
def test_a_wrong_change_of_a_month_is_refused(books: Database, case: str) -> None:
    """Whatever is wrong with the change of a month, the database does not take it."""
    with pytest.raises(DBAPIError), raw(books) as connection:
        insert(connection, "period_event", CHANGES_OF_MONTHS[case])
    with books.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM period_event")) == 1
        assert verify(session).clean


def test_months_reopen_in_reverse_order_in_raw_sql(books: Database) -> None:
    """January stays shut while February behind it is locked, however softly."""
    with raw(books) as connection:
        insert(connection, "period_event", {**EVENT, "to_state": "soft"})
    with pytest.raises(DBAPIError), raw(books) as connection:
        insert(connection, "period_event", {**REOPENING, "event_no": 3})


def test_a_lapsed_month_takes_nothing_in_raw_sql(books: Database) -> None:
    """A reopened month takes an entry recorded at its end, and none recorded later."""
    with raw(books) as connection:
        insert(connection, "period_event", {**REOPENING, "until_us": NOW_US + 1_000})
    day = {"accounting_on": "2026-01-05"}
    lines = [{**line, **day} for line in (LINE, OTHER)]
    with pytest.raises(DBAPIError):
        post_raw(books, lines, **day, period="2026-01", recorded_at_us=NOW_US + 1_001)
    post_raw(books, lines, **day, period="2026-01", recorded_at_us=NOW_US + 1_000)


def test_a_softly_locked_month_takes_an_entry_in_raw_sql(books: Database) -> None:
    """Who may adjust is for the programme to know; the database holds the month open."""
    with raw(books) as connection:
        insert(connection, "period_event", {**EVENT, "to_state": "soft"})
    day = {"accounting_on": "2026-02-05"}
    post_raw(books, [{**line, **day} for line in (LINE, OTHER)], **day, period="2026-02")


def test_names_may_be_put_right(books: Database) -> None:
    """A name is no part of what was posted."""
    with raw(books) as connection:
        connection.execute(text("UPDATE account SET name_vi = 'x', status = 'sourced'"))
        connection.execute(text("UPDATE book SET name = 'x'"))
    with books.reading() as session:
        assert verify(session).clean


def test_a_late_line_is_refused(books: Database) -> None:
    """Once an entry stands, nothing joins it."""
    with pytest.raises(DBAPIError), raw(books) as connection:
        insert(connection, "line", {**LINE, "seq": 1, "line_no": 3})


@pytest.mark.parametrize("seq", [3, 50, 0, -1])
def test_a_line_without_an_entry_is_refused(books: Database, seq: int) -> None:
    """A line whose entry never comes does not outlive its transaction."""
    with pytest.raises(DBAPIError):
        _line_alone(books, seq)


def _line_alone(database: Database, seq: int) -> None:
    with raw(database) as connection:
        if seq > 0:
            move_head(connection, seq)
        insert(connection, "line", {**LINE, "seq": seq})


def test_a_line_of_no_book_is_refused(books: Database) -> None:
    """A line needs a book whose head has moved."""
    with pytest.raises(DBAPIError), raw(books) as connection:
        insert(connection, "line", {**LINE, "book_id": 77})


def test_a_line_after_its_entry_in_one_transaction(books: Database) -> None:
    """The entry is the posting: what comes after it in the same transaction is too late."""
    with books.writing() as session:
        connection = session.connection()
        move_head(connection)
        insert(connection, "line", LINE)
        insert(connection, "line", OTHER)
        insert(connection, "entry", ENTRY)
        with pytest.raises(DBAPIError):
            insert(connection, "line", {**LINE, "line_no": 3})


def test_the_tables_lead_with_the_book() -> None:
    """`book_id` leads every key of the book's tables, so that they can be parted by book."""
    assert [column.name for column in EntryRow.__table__.primary_key] == ["book_id", "seq"]
    assert dt.date(2026, 7, 14).isoformat() == ENTRY["accounting_on"]
