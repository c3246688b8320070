"""What was said of debit rows, and what of it stands."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from finance.records.debits import (
    ClearingState,
    DebitClearingRow,
    clearing_named,
    clearing_waiting,
    debit_named,
    debits_seen,
    said_of,
    standing,
)
from finance.records.receipts import BankDebitRow
from finance.rules.bank_debits import ClearingDecided, Means, UnknownClearing, UnknownDebit
from finance.runtime.database import Database


def _debit(unit: str, seq: int, state: str = "waiting", cleared: int = 0) -> BankDebitRow:
    return BankDebitRow(
        unit_code=unit,
        seq=seq,
        account_no=f"10{unit}",
        booked_on=dt.date(2026, 7, seq),
        reference="X",
        occurrence=1,
        amount_vnd=100,
        cleared_vnd=cleared,
        batch_id=1,
        row_no=2,
        state=state,
    )


def _said(seq: int, **changes: object) -> DebitClearingRow:
    made: dict[str, object] = {
        "unit_code": "LDA",
        "seq": seq,
        "debit_seq": 1,
        "kind": "spends",
        "amount_vnd": 10,
        "name": "611",
        "clears_on": dt.date(2026, 7, 9),
        "state": "done",
        "maker": "lan",
        "made_at_us": 1,
    }
    return DebitClearingRow(**{**made, **changes})


def test_what_stands(database: Database) -> None:
    """Done, no taking back, and not taken back; an undoing that only waits takes nothing back."""
    with database.writing() as session:
        session.add(_debit("LDA", 1))
        session.flush()
        session.add_all(
            [
                _said(1),
                _said(2, undoes=1),
                _said(3, kind="returns", subject_seq=7),
                _said(4, state="asked"),
                _said(5),
                _said(6, state="asked", undoes=5),
                _said(7, state="refused", checker="minh"),
            ]
        )
        session.flush()
        debit = debit_named(session, "LDA/D/1")
        said = said_of(session, debit)
        assert [row.seq for row in said.clearings if said.stands(row)] == [3, 5]
        found = standing(session, debit, Means.RETURNS, 7)
        assert found is not None
        assert (found.public_id, found.debit) == ("LDA/XC/3", "LDA/D/1")
        assert standing(session, debit, Means.SETTLES, 7) is None
        assert clearing_waiting(session, "LDA/XC/4").state == ClearingState.ASKED
        assert clearing_named(session, "LDA/XC/7").state == ClearingState.REFUSED
        for name, person in (("LDA/XC/7", "minh"), ("LDA/XC/3", "lan")):
            with pytest.raises(ClearingDecided) as told:
                clearing_waiting(session, name)
            assert told.value.facts == {"clearing": name, "person": person}


def test_names_that_are_none(database: Database) -> None:
    """Of a row, and of what was said."""
    with database.writing() as session:
        for name in ("LDA/D/1", "LDA/D/9999999999", "LDA/D/x", "", "LDA/R/1"):
            with pytest.raises(UnknownDebit):
                debit_named(session, name)
            with pytest.raises(UnknownClearing):
                clearing_named(session, name)


def test_those_that_wait_the_earliest_first(database: Database) -> None:
    """Of some units or of all; and those that persons cleared when asked for."""
    with database.writing() as session:
        session.add_all(
            [
                _debit("LDA", 3),
                _debit("LDB", 2),
                _debit("LDA", 1, "cleared", 100),
                _debit("LDA", 4, "settles"),
            ]
        )
        session.flush()
        all_waiting = session.scalars(debits_seen(None, waiting=True))
        assert [row.public_id for row in all_waiting] == ["LDB/D/2", "LDA/D/3"]
        own = session.scalars(debits_seen(["LDA"], waiting=False))
        assert [row.public_id for row in own] == ["LDA/D/1", "LDA/D/3"]


def test_no_more_is_cleared_than_there_is(database: Database) -> None:
    """The table holds it too."""
    with database.writing() as session:
        session.add(_debit("LDA", 1, cleared=101))
        with pytest.raises(IntegrityError):
            session.flush()
