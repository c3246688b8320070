"""A book that was tampered with, by whatever hand, does not verify."""

import pytest
from sqlalchemy import Connection, text

from finance.runtime.database import Database
from ledger import book
from ledger.errors import UnknownBook
from ledger.store.reads import entry_by_seq
from ledger.store.verification import Verification, verify
from tests.ledger.books import (
    NOW_US,
    close,
    draft,
    open_books,
    past_the_guards,
    post,
    received,
    shared,
    soften,
)


def _filled(database: Database) -> None:
    open_books(database)
    post(database, draft("1"), draft("2", received(2_000)), *shared("s", 700), draft("3"))
    with database.writing() as session:
        second = entry_by_seq(session, "LDA", 2)
        assert second is not None
        book.reverse(session, NOW_US, second, draft("r"))
        session.commit()
    post(database, draft("4", book="CĐCS-Ô/1"), draft("5", journal="PV"))
    soften(database, "2026-01")
    close(database, "2026-01")


def _verified(database: Database, *codes: str) -> Verification:
    with database.reading() as session:
        return verify(session, codes or None)


def _found(database: Database, *codes: str) -> set[str]:
    return {problem.code for problem in _verified(database, *codes).rows}


def test_an_honest_book_verifies(database: Database) -> None:
    """Nothing is found in what the ledger wrote itself, and everything was looked at."""
    _filled(database)
    result = _verified(database)
    assert result.rows == ()
    assert result.clean
    assert (result.entries, result.lines, result.more) == (8, 16, 0)


def test_one_book_verifies_by_itself(database: Database) -> None:
    """A book can be verified alone; its counterparts are read for the pairs only."""
    _filled(database)
    result = _verified(database, "TLD")
    assert (result.rows, result.entries, result.lines) == ((), 1, 2)


def test_a_book_that_does_not_exist(database: Database) -> None:
    """A name that is no book is refused."""
    open_books(database)
    with pytest.raises(UnknownBook):
        _verified(database, "XX")


ENTRY_CHANGES = {
    "journal": ("'XX'", "verify.content"),
    "year": ("2025", "verify.period"),
    "number": ("77", "verify.number"),
    "period": ("'2026-08'", "verify.period"),
    "accounting_on": ("'2026-07-15'", "verify.line_day"),
    "document_on": ("'2026-07-15'", "verify.content"),
    "recorded_at_us": ("recorded_at_us + 1", "verify.content"),
    "text": ("'Chi'", "verify.content"),
    "source": ("'other'", "verify.request"),
    "key": ("'other'", "verify.request"),
    "actor": ("'other'", "verify.content"),
    "reverses_seq": ("1", "verify.reversal"),
    "line_count": ("3", "verify.lines"),
    "papers": (f"'{'0' * 64}'", "verify.content"),
    "request_hash": ("leaf_hash", "verify.request"),
    "content": ("leaf_hash", "verify.content"),
    "leaf_hash": ("request_hash", "verify.leaf"),
    "seq": ("99", "verify.seq"),
    "book_id": ("77", "verify.no_book"),
}
LINE_CHANGES = {
    "account": ("'111'", "verify.content"),
    "side": ("CASE side WHEN 'D' THEN 'C' ELSE 'D' END", "verify.unbalanced"),
    "amount_vnd": ("amount_vnd + 1", "verify.unbalanced"),
    "fund": ("'levy'", "verify.tags"),
    "item": ("'23'", "verify.tags"),
    "counter_book": ("'TLD'", "verify.tags"),
    "interbook_ref": ("'X'", "verify.content"),
    "accounting_on": ("'2026-08-01'", "verify.line_day"),
    "line_no": ("9", "verify.lines"),
    "seq": ("99", "verify.orphan_line"),
    "book_id": ("77", "verify.orphan_line"),
}
TURNOVER_CHANGES = {
    "debit_vnd": ("debit_vnd + 1", "verify.turnover_wrong"),
    "credit_vnd": ("credit_vnd + 1", "verify.turnover_wrong"),
    "lines": ("lines + 1", "verify.turnover_wrong"),
    "period": ("'2026-08'", "verify.turnover_extra"),
    "account": ("'111'", "verify.turnover_missing"),
    "fund": ("'x'", "verify.turnover_missing"),
    "item": ("'x'", "verify.turnover_missing"),
    "counter_book": ("'x'", "verify.turnover_missing"),
    "book_id": ("77", "verify.turnover_missing"),
}
CHANGES = {"entry": ENTRY_CHANGES, "line": LINE_CHANGES, "turnover": TURNOVER_CHANGES}


def test_every_column_is_tried(database: Database) -> None:
    """No column of entry, line or turnover is forgotten by the tests below."""
    with database.reading() as session:
        for table, tried in CHANGES.items():
            columns = session.execute(text(f"SELECT * FROM {table}")).keys()  # noqa: S608 - a name from above
            assert set(columns) == set(tried)


def _change(connection: Connection, table: str, column: str, value: str) -> None:
    where = {
        "entry": "seq = 4 AND book_id = 2",
        "line": "seq = 4 AND book_id = 2 AND line_no = 2",
        "turnover": "book_id = 2 AND account = '112'",
    }[table]
    done = connection.execute(text(f"UPDATE {table} SET {column} = {value} WHERE {where}"))  # noqa: S608 - as above
    assert done.rowcount == 1


@pytest.mark.parametrize(
    ("table", "column"),
    [(table, column) for table, changes in CHANGES.items() for column in changes],
)
def test_a_changed_column_is_found(
    database: Database, owner_url: str, table: str, column: str
) -> None:
    """Whoever changes a single value past the guards is found out, and told where."""
    _filled(database)
    value, code = CHANGES[table][column]
    with past_the_guards(owner_url) as connection:
        _change(connection, table, column, value)
    assert code in _found(database)


@pytest.mark.parametrize("papers", ["", "b" * 64])
def test_papers_taken_away_or_exchanged_are_found(
    database: Database, owner_url: str, papers: str
) -> None:
    """What an entry was posted on can be neither forgotten nor put in another's place."""
    open_books(database)
    post(database, draft("1", papers="a" * 64), draft("2"))
    assert _verified(database).clean
    with past_the_guards(owner_url) as connection:
        connection.execute(text("UPDATE entry SET papers = :p WHERE seq = 1"), {"p": papers})
    assert _found(database) == {"verify.content", "verify.request"}


OTHER_DAMAGE = {
    "the first entry deleted": ("DELETE FROM entry WHERE book_id = 2 AND seq = 1", "verify.seq"),
    "a middle entry deleted": ("DELETE FROM entry WHERE book_id = 2 AND seq = 3", "verify.seq"),
    "the last entry deleted": ("DELETE FROM entry WHERE book_id = 2 AND seq = 6", "verify.head"),
    "its lines deleted": ("DELETE FROM line WHERE book_id = 2 AND seq = 6", "verify.lines"),
    "a line inserted": (
        (
            "INSERT INTO line (book_id, seq, line_no, accounting_on, account, side, amount_vnd) "
            "VALUES (2, 1, 3, '2026-07-14', '111', 'D', 5)"
        ),
        "verify.unbalanced",
    ),
    "a line without an entry": (
        (
            "INSERT INTO line (book_id, seq, line_no, accounting_on, account, side, amount_vnd) "
            "VALUES (2, 50, 1, '2026-07-14', '111', 'D', 5)"
        ),
        "verify.orphan_line",
    ),
    "a turnover deleted": (
        "DELETE FROM turnover WHERE book_id = 2 AND account = '112'",
        "verify.turnover_missing",
    ),
    "a turnover invented": (
        (
            "INSERT INTO turnover (book_id, period, account, debit_vnd, credit_vnd, lines) "
            "VALUES (2, '2026-01', '111', 5, 0, 1)"
        ),
        "verify.turnover_extra",
    ),
    "a counter raised": ("UPDATE counter SET last_number = 9 WHERE book_id = 2", "verify.counter"),
    "a counter deleted": ("DELETE FROM counter WHERE book_id = 2", "verify.counter"),
    "a counter invented": ("INSERT INTO counter VALUES (3, 'ZZ', 2026, 4)", "verify.counter"),
    "the head put back": ("UPDATE book_head SET last_seq = 3 WHERE book_id = 2", "verify.head"),
    "the head emptied": ("UPDATE book_head SET last_seq = NULL WHERE book_id = 2", "verify.head"),
    "the head's time moved": (
        "UPDATE book_head SET last_recorded_at_us = 5 WHERE book_id = 2",
        "verify.head",
    ),
    "the head deleted": ("DELETE FROM book_head WHERE book_id = 2", "verify.head"),
    "a month closed too early": (
        "UPDATE period SET state = 'closed' WHERE book_id = 3 AND period = '2026-05'",
        "verify.period_order",
    ),
    "a month closed without an event": (
        "UPDATE period SET state = 'closed' WHERE book_id = 3 AND period = '2026-01'",
        "verify.period_state",
    ),
    "a month reopened without an event": (
        "UPDATE period SET state = 'open' WHERE book_id = 2 AND period = '2026-01'",
        "verify.period_state",
    ),
    "an end pushed out": (
        "UPDATE period SET open_until_us = 5 WHERE book_id = 2 AND period = '2026-01'",
        "verify.period_state",
    ),
    "an event deleted": ("DELETE FROM period_event WHERE event_no = 1", "verify.event_order"),
    "the last event deleted": (
        "DELETE FROM period_event WHERE event_no = 2",
        "verify.period_state",
    ),
    "an event of another month": (
        "UPDATE period_event SET period = '2026-07', at_seq = 0",
        "verify.closed_month",
    ),
    "an event moved to an earlier place": (
        "UPDATE period_event SET at_seq = 0 WHERE event_no = 2",
        "verify.event_order",
    ),
    "an event moved past the head": (
        "UPDATE period_event SET at_seq = 99 WHERE event_no = 2",
        "verify.event_ahead",
    ),
    "a reopening by nobody": (
        "UPDATE period_event SET from_state = 'closed', to_state = 'open' WHERE event_no = 2",
        "verify.event_change",
    ),
    "a month deleted": (
        "DELETE FROM period WHERE book_id = 2 AND period = '2026-07'",
        "verify.no_period",
    ),
    "an account deleted": ("DELETE FROM account WHERE code = '33881'", "verify.account"),
    "an account's rule changed": (
        "UPDATE account SET fund = 'required' WHERE code = '33881'",
        "verify.tags",
    ),
    "a book renamed": ("UPDATE book SET code = 'X' WHERE code = 'TLD'", "verify.counter_book"),
    "half a pair changed": (
        "UPDATE line SET amount_vnd = amount_vnd + 5 WHERE book_id = 1",
        "verify.ties",
    ),
    "half a pair on another day": (
        "UPDATE line SET accounting_on = '2026-07-15' WHERE book_id = 1",
        "verify.ties",
    ),
    "times turned round": (
        "UPDATE entry SET recorded_at_us = 5 WHERE book_id = 2 AND seq = 4",
        "verify.recorded_at",
    ),
    "an amount of nothing": (
        "UPDATE line SET amount_vnd = 0 WHERE book_id = 2 AND seq = 1",
        "verify.amount",
    ),
    "a reversal of nothing": (
        "UPDATE entry SET reverses_seq = 99 WHERE book_id = 2 AND seq = 5",
        "verify.reversal",
    ),
    "two reversals of each other": (
        "UPDATE entry SET reverses_seq = 5 WHERE book_id = 2 AND seq = 2",
        "verify.reversal",
    ),
    "a reversal turned": (
        (
            "UPDATE line SET side = CASE side WHEN 'D' THEN 'C' ELSE 'D' END "
            "WHERE book_id = 2 AND seq = 5"
        ),
        "verify.reversal",
    ),
}


@pytest.mark.parametrize("damage", OTHER_DAMAGE)
def test_other_damage_is_found(database: Database, owner_url: str, damage: str) -> None:
    """Rows taken away, rows put in, and what a book keeps beside its entries."""
    _filled(database)
    statement, code = OTHER_DAMAGE[damage]
    with past_the_guards(owner_url) as connection:
        assert connection.execute(text(statement)).rowcount > 0
    assert code in _found(database)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE line SET amount_vnd = 0.5",
        "UPDATE line SET amount_vnd = 'tien'",
        "UPDATE line SET amount_vnd = x'35'",
        "UPDATE line SET side = x'35'",
        "UPDATE line SET account = x'35'",
        "UPDATE line SET seq = 'x' WHERE seq = 6",
        "UPDATE entry SET seq = 'x' WHERE seq = 6",
        "UPDATE entry SET number = 'x' WHERE seq = 4",
        "UPDATE entry SET recorded_at_us = 'x'",
        "UPDATE entry SET content = 'x'",
        "UPDATE entry SET papers = x''",
        "UPDATE entry SET papers = 5",
        "UPDATE entry SET accounting_on = 5",
        "UPDATE turnover SET debit_vnd = 0.5",
        "UPDATE turnover SET account = x'35' WHERE account = '112' AND book_id = 2",
        "UPDATE counter SET last_number = 'x'",
        "UPDATE book_head SET last_seq = 'x'",
    ],
)
def test_values_of_the_wrong_kind_are_survived(new_sqlite: Database, change: str) -> None:
    """SQLite stores what it is given; a value that is no integer is a finding, not a crash."""
    _filled(new_sqlite)
    with past_the_guards(new_sqlite.url) as connection:
        assert connection.execute(text(change)).rowcount > 0
    assert not _verified(new_sqlite).clean


def test_a_flood_of_problems_is_counted(database: Database, owner_url: str) -> None:
    """A thousand problems are told, the others only counted: memory is bounded."""
    open_books(database)
    post(database, *(draft(str(number)) for number in range(600)))
    with past_the_guards(owner_url) as connection:
        connection.execute(text("UPDATE entry SET actor = 'x', leaf_hash = request_hash"))
    result = _verified(database)
    assert len(result.rows) == 1_000
    assert result.more == 200


def test_a_chart_that_cannot_be_read(database: Database, owner_url: str) -> None:
    """An account whose nature is none is told, and what was posted on it is not in the chart."""
    _filled(database)
    with past_the_guards(owner_url) as connection:
        connection.execute(text("UPDATE account SET nature = 'x' WHERE code = '33881'"))
    assert {"verify.chart", "verify.account"} <= _found(database)
    [told] = [each for each in _verified(database).rows if each.code == "verify.chart"]
    assert told.facts == {"account": "33881"}


def test_a_line_without_its_entry_is_told_by_its_number(database: Database, owner_url: str) -> None:
    """Each of them, with the seq that no entry has."""
    _filled(database)
    with past_the_guards(owner_url) as connection:
        connection.execute(text("DELETE FROM entry WHERE book_id = 2 AND seq = 4"))
    found = _verified(database)
    told = [each.facts for each in found.rows if each.code == "verify.orphan_line"]
    assert told == [{"line": 1, "seq": 4}, {"line": 2, "seq": 4}]
    assert found.entries == 7
    assert "verify.head" not in {each.code for each in found.rows}  # those behind it were read on


def test_a_head_that_is_gone_stood_nowhere(database: Database, owner_url: str) -> None:
    """As if nothing had been posted, at no time."""
    _filled(database)
    with past_the_guards(owner_url) as connection:
        connection.execute(text("DELETE FROM book_head WHERE book_id = 2"))
    [told] = [each for each in _verified(database).rows if each.code == "verify.head"]
    assert told.facts["stored"] == "0 / 0"


def test_a_pair_of_others_is_no_fault_of_this_book(database: Database, owner_url: str) -> None:
    """LDA and TLD do not tie; the third book has no part in it."""
    _filled(database)
    with past_the_guards(owner_url) as connection:
        connection.execute(text("UPDATE line SET amount_vnd = amount_vnd + 5 WHERE book_id = 1"))
    assert "verify.ties" in _found(database, "LDA")
    assert _found(database, "CĐCS-Ô/1") == set()
