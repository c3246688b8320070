"""Balances of one book and of several, read from the database."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from finance.runtime.database import Database
from ledger import book
from ledger.balances import balance, totals, trial_balance
from ledger.entries import Draft, credit, debit
from ledger.errors import UnknownBook
from ledger.periods import Period, PeriodState
from reports.queries import books
from reports.queries.books import Asked
from tests.reports import june_2026
from tests.reports.june_2026 import FIRST, JULY, LAST


def _closing(session: Session, unit: str, *, below: bool) -> dict[str, int]:
    moved = books.movements(session, Asked(unit, FIRST, LAST, below=below))
    rows = trial_balance(moved.rows, moved.chart)
    closing = {row.key: row.closing_debit_vnd - row.closing_credit_vnd for row in rows}
    return {key: amount for key, amount in closing.items() if amount}


def test_the_trial_balance_of_a_unit(june: Database) -> None:
    """July of the province: debit equals credit, column by column, to the đồng."""
    with june.reading() as session:
        moved = books.movements(session, Asked("LDA", FIRST, LAST))
    whole = totals(trial_balance(moved.rows, moved.chart))
    assert (whole.opening_debit_vnd, whole.opening_credit_vnd) == (127_777_777, 127_777_777)
    assert (whole.debit_vnd, whole.credit_vnd) == (492_328_939, 492_328_939)
    assert (whole.closing_debit_vnd, whole.closing_credit_vnd) == (102_827_723, 102_827_723)


def test_what_units_owe_each_other_leaves(june: Database) -> None:
    """Of the whole federation nothing is left between books; of a province, what goes beyond it."""
    with june.reading() as session:
        whole = _closing(session, "TLD", below=True)
        province = _closing(session, "LDA", below=True)
        assert books.untied(session, "TLD", FIRST, LAST) == {}
    assert whole["337861"] == -94_354_967
    assert whole["112"] == 705_613_635
    assert not {"1361", "1362", "1363", "3361", "3362", "3363"} & set(whole)
    assert province["1363"] == 9_000_000
    assert province["3361"] == -405_556


def test_as_known_at_a_moment(june: Database) -> None:
    """What was recorded later is left out; known at the end, it is what the turnovers say."""
    with june.reading() as session:
        late = books.movements(session, Asked("G1", FIRST, LAST, known_at_us=10**18))
        now = books.movements(session, Asked("G1", FIRST, LAST))
        early = books.movements(session, Asked("G1", FIRST, LAST, known_at_us=1))
        below = books.movements(session, Asked("TLD", FIRST, LAST, below=True, known_at_us=10**18))
    assert trial_balance(late.rows, late.chart) == trial_balance(now.rows, now.chart)
    assert early.rows == ()
    assert balance(below.rows, account="337861") == -94_354_967


def test_a_unit_without_a_book(june: Database) -> None:
    """There is no trial balance of a unit that keeps no book."""
    with june.reading() as session, pytest.raises(UnknownBook):
        books.movements(session, Asked("NOBODY", FIRST, LAST))


def test_names_and_states(june: Database) -> None:
    """A book is named as its unit, its chart is its regime's, its months have states."""
    with june.reading() as session:
        assert books.name_of(session, "G1") == "Công đoàn cơ sở Đồng Tâm"
        assert books.chart_of(session, "G1")["112"].name_en == "Bank and treasury"
        assert books.above(session, "G1", LAST) == {"A1", "LDA", "TLD"}
        assert books.period_state(session, "G1", JULY) is PeriodState.CLOSED
        assert books.period_state(session, "G1", Period("2026-08")) is PeriodState.OPEN
        assert books.period_state(session, "G1", Period("1999-01")) is None


def test_year_end_entries_are_no_turnover(database: Database) -> None:
    """Carrying forward moves income into the balance; the year's income is still seen."""
    june_2026.fill(database, closed=False)
    on = dt.date(2026, 7, 31)
    lines = (
        debit("337861", 297_757, fund="dues", item="22"),
        credit("4316", 297_757, fund="dues"),
    )
    draft = Draft("G1", "YE", on, on, "Kết chuyển", "year_end", "2026/1", lines, "system")
    with database.writing() as session:
        book.post(session, 10**15, [draft])
        session.commit()
    with database.reading() as session:
        rows = books.without_year_end(session, "G1", FIRST, LAST)
        moved = books.movements(session, Asked("G1", FIRST, LAST)).rows
    assert sum(row.credit_vnd - row.debit_vnd for row in moved if row.item == "22") == 127_610
    assert sum(row.credit_vnd - row.debit_vnd for row in rows if row.item == "22") == 425_367
    assert balance(rows, account="4316") == -7_000_000


def test_a_journal_s_name_hides_nothing(database: Database) -> None:
    """Spending in the journal of year ends, or under their source elsewhere, is still spending."""
    june_2026.fill(database, closed=False)
    on = dt.date(2026, 7, 31)
    lines = (debit("611", 9, fund="dues", item="34"), credit("112", 9))
    drafts = [
        Draft("G1", journal, on, on, "Chi", source, "1", lines, "system")
        for journal, source in (("YE", "erp"), ("GL", "year_end"))
    ]
    assert _shown_after(database, []) + 18 == _shown_after(database, drafts)


def test_a_year_end_that_is_undone_is_left_out_as_well(database: Database) -> None:
    """Both are no turnover: together they are nothing."""
    june_2026.fill(database, closed=False)
    on = dt.date(2026, 7, 31)
    lines = (debit("4316", 9, fund="dues"), credit("611", 9, fund="dues", item="34"))
    draft = Draft("G1", "YE", on, on, "Kết chuyển", "year_end", "2026/1", lines, "system")
    before = _shown_after(database, [draft])
    with database.writing() as session:
        posted = book.post(session, 10**15 + 1, [draft])[0]
        book.reverse(session, 10**15 + 1, posted, replace(draft, source="reversal"))
        session.commit()
    assert _shown_after(database, []) == before


def _shown_after(database: Database, drafts: list[Draft]) -> int:
    """What was spent of dues on line 34, once these are posted."""
    with database.writing() as session:
        if drafts:
            book.post(session, 10**15, drafts)
        session.commit()
    with database.reading() as session:
        rows = books.without_year_end(session, "G1", FIRST, LAST)
    spent = [row for row in rows if (row.account, row.fund, row.item) == ("611", "dues", "34")]
    return sum(row.debit_vnd - row.credit_vnd for row in spent)
