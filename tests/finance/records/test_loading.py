"""Many rows at once are what they would be one by one."""

import datetime as dt

from sqlalchemy import func, select

from finance.records.declarations import DeclarationRow
from finance.records.employers import EmployerRow
from finance.records.loading import among, ask_among, keyed, load, store_changes, tell_among
from finance.records.receipts import ReceiptRow
from finance.runtime.database import Database

ODD = 'Công ty "A\\B", {C}\n\t‘NULL’ NULL, \N{SNOWMAN}'
KEY = keyed(ReceiptRow, "unit_code", "seq")
DAY = dt.date(2026, 7, 10)


def _receipt(seq: int, **other: object) -> dict[str, object]:
    given = {
        "unit_code": "LDA",
        "seq": seq,
        "account_no": "1",
        "booked_on": DAY,
        "reference": f"R{seq}",
        "occurrence": 1,
        "value_on": None if seq % 2 else DAY,
        "amount_vnd": 2**53 + seq,
        "content": ODD,
        "batch_id": 1,
        "row_no": seq,
        "matched_vnd": 0,
        "credit_vnd": 0,
        "returned_vnd": 0,
        "state": "unidentified",
        "confidence": 0,
    }
    return {**given, **other}


def test_rows_are_kept_to_the_letter(database: Database) -> None:
    """Quotes, braces, nothing at all, large numbers and days; what is left out has its default."""
    with database.writing() as session:
        load(session, ReceiptRow, [])
        load(session, ReceiptRow, [_receipt(seq) for seq in range(1, 6_001)])
        session.commit()
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReceiptRow)) == 6_000
        first = session.get_one(ReceiptRow, ("LDA", 1))
        last = session.get_one(ReceiptRow, ("LDA", 6_000))
    assert (first.content, first.amount_vnd, first.value_on) == (ODD, 2**53 + 1, None)
    assert (last.value_on, last.booked_on, last.counter_name, last.tax_code) == (DAY, DAY, "", "")
    assert last.handed_over_on is None


def test_a_truth_and_a_missing_text(database: Database) -> None:
    """A column that is true or false, and texts of which some are missing, keep what they say."""
    row = {
        "tax_code": "0100109106",
        "period": "2026-06",
        "si_unit_code": "A",
        "name": "A",
        "employees": 1,
        "wage_fund_vnd": 5,
        "status": "active",
        "batch_id": 1,
        "row_no": 1,
    }
    with database.writing() as session:
        rows = [{**row, "version": number, "current": number == 2} for number in (1, 2)]
        load(session, DeclarationRow, rows)
        session.commit()
    with database.reading() as session:
        held = session.execute(
            select(DeclarationRow.version).where(DeclarationRow.current)
        ).scalars()
        assert list(held) == [2]


def test_changes_are_written_and_then_known(database: Database) -> None:
    """Few or many, of one kind or several: each row holds what it was given, and no more is due."""
    for many in (3, 40):
        with database.writing() as session:
            rows = [_receipt(many * 100 + seq) for seq in range(many)]
            load(session, ReceiptRow, rows)
            held = session.scalars(select(ReceiptRow).where(ReceiptRow.seq >= many * 100)).all()
            for row in held:
                row.evidence = f"{ODD} {row.seq}"
                if row.seq % 2:
                    row.handed_over_on, row.confidence = DAY, 90
            store_changes(session, held)
            assert not session.dirty
            assert held[0] in session
            session.commit()
        with database.reading() as session:
            for row in session.scalars(select(ReceiptRow).where(ReceiptRow.seq >= many * 100)):
                given = (DAY, 90) if row.seq % 2 else (None, 0)
                assert (row.evidence, row.handed_over_on, row.confidence) == (
                    f"{ODD} {row.seq}",
                    *given,
                )
        with database.writing() as session:
            tell_among(
                session,
                "DELETE FROM receipt WHERE {among}",
                KEY,
                [("LDA", int(str(row["seq"]))) for row in rows],
            )
            session.commit()


def test_what_was_settled_may_change_again(database: Database) -> None:
    """A row the mapper was told of is its row still: the next change of it is written."""
    with database.writing() as session:
        load(session, ReceiptRow, [_receipt(seq) for seq in range(1, 41)])
        held = session.scalars(select(ReceiptRow)).all()
        for row in held:
            row.evidence = "first"
        store_changes(session, held)
        held[7].evidence = "second"
        session.commit()
    with database.reading() as session:
        said = session.scalars(select(ReceiptRow.evidence).order_by(ReceiptRow.seq)).all()
    assert sorted(said) == ["first"] * 39 + ["second"]


def test_many_are_asked_for_by_key(database: Database) -> None:
    """By a question of one's own or the mapper's: those that are meant, and no others."""
    with database.writing() as session:
        load(session, ReceiptRow, [_receipt(seq) for seq in range(1, 31)])
        keys = [("LDA", 3), ("LDA", 30), ("LDB", 4), ("LDA", 99)]
        sql = "SELECT seq FROM receipt WHERE amount_vnd > %s AND {among} ORDER BY seq"
        assert list(ask_among(session, sql, KEY, keys, (5,))) == [(3,), (30,)]
        assert list(ask_among(session, sql, KEY, [], (5,))) == []
        found = [
            row.seq
            for those in among(session, KEY, keys)
            for row in session.scalars(select(ReceiptRow).where(those).order_by(ReceiptRow.seq))
        ]
        assert found == [3, 30]
        assert list(among(session, keyed(EmployerRow, "tax_code"), [])) == []
