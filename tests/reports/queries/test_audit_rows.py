"""The rows of an audit export."""

from itertools import islice

from sqlalchemy import insert

from finance.runtime.database import Database
from ledger.store.tables import AccountRow
from reports.inspection.audit_files import ACCOUNTS, BOOKS, ENTRIES, LINES, TURNOVER, AuditFile
from reports.queries.audit_rows import hold_still, rows
from tests.ledger import books as stage


def _rows(database: Database, file: AuditFile, ids: list[int] | None = None) -> list[list[str]]:
    with database.reading() as session:
        return list(rows(session, file, ids))


def test_cells_are_the_texts_of_what_is_stored(database: Database) -> None:
    """Days are ISO, hashes hexadecimal, flags words, what is missing is empty; on either engine."""
    stage.open_books(database)
    [posted] = stage.post(database, stage.draft("k", text="=1+1\r\n“é”"))
    [entry] = _rows(database, ENTRIES)
    found = dict(zip([column.name for column in ENTRIES.columns], entry, strict=True))
    assert (found["text"], found["accounting_on"]) == ("=1+1\r\n“é”", "2026-07-14")
    assert (found["reverses_seq"], found["papers"]) == ("", "")
    assert found["recorded_at_us"] == str(posted.recorded_at_us)
    assert len(bytes.fromhex(found["leaf_hash"])) == 32
    assert [row[2:7] for row in _rows(database, LINES)] == [
        ["1", "2026-07-14", "112", "D", "1000"],
        ["2", "2026-07-14", "33881", "C", "1000"],
    ]
    [account] = [row for row in _rows(database, ACCOUNTS) if row[1] == "999"]
    assert account[8:10] == ["false", "false"]


def test_rows_come_in_order_and_of_the_books_asked_for(database: Database) -> None:
    """Books in the order they were opened; texts by their code points, whatever the engine."""
    stage.open_books(database)
    with database.writing() as session:
        odd = [{**stage.chart_rows()[0], "code": code} for code in ("b", "B", "Đ", "é", "_")]
        session.execute(insert(AccountRow), odd)
        session.commit()
    stage.post(database, *stage.shared("s", 7), stage.draft("k"))
    codes = [row[1] for row in _rows(database, ACCOUNTS)]
    assert codes == sorted(codes)
    assert [row[0] for row in _rows(database, BOOKS)] == list(stage.BOOKS)
    turnover = _rows(database, TURNOVER)
    assert [row[1:6] for row in turnover if row[0] == "LDA"] == sorted(
        row[1:6] for row in turnover if row[0] == "LDA"
    )
    assert {row[0] for row in turnover} == {"LDA", "TLD"}
    assert {row[0] for row in _rows(database, LINES, [2])} == {"LDA"}


def test_an_export_sees_one_moment(database: Database) -> None:
    """What is posted while the files are written is in none of them."""
    stage.open_books(database)
    stage.post(database, stage.draft("before"))
    with database.reading() as session:
        hold_still(session)
        first = list(islice(rows(session, ENTRIES, None), 10))
        stage.post(database, stage.draft("meanwhile"))
        lines = list(rows(session, LINES, None))
        assert (len(first), len(lines)) == (1, 2)
    assert len(_rows(database, ENTRIES)) == 2
