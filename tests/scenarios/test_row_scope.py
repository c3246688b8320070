"""A month lived by five units, looked at and written to from inside each one's scope.

What a person sees of their own unit is whole, to the đồng: nothing their figures rest on is kept
from them. What is another unit's they neither see nor write, whatever the statement says; on
SQLite, which enforces nothing, the pages and commands narrow by the same scope.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import pytest
from sqlalchemy import Table, and_, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from finance.actions.store_disclosure import StoreDisclosure, store_disclosure
from finance.records.month_end import tasks
from finance.records.runs import NoticeRow
from finance.records.scope import EVERYTHING, Scope
from finance.records.subledgers import compare, untied
from finance.records.units import below
from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from finance.web.month_reads import months
from ledger.periods import Period
from ledger.store.base import Base
from reports.library import Wanted, period_content, report
from reports.queries.checks import check_books
from reports.queries.lines import Span, Tags, account_lines, journal
from tests.architecture.test_row_scope import REGISTERS
from tests.builders import BOOKS
from tests.doors import seed
from tests.engines import Engine, PostgresEngine
from tests.federation import federation
from tests.scenarios.june_2026 import run

DAY: Final = dt.date(2026, 8, 20)
FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 7, 31)
JULY = Period("2026-07")
# The columns by which a row may be a unit's; a row is seen by whoever sees one of them.
UNIT_COLUMNS = (
    "unit_code",
    "collecting_unit",
    "holder_unit",
    "grassroots_unit",
    "upper_unit",
    "beneficiary",
    "counter_book",
)


@pytest.fixture(scope="module")
def lived_months() -> Iterator[dict[str, Database]]:
    """One lived month for each engine, for tests that only read or are refused."""
    held: dict[str, Database] = {}
    yield held
    for database in held.values():
        database.dispose()


@pytest.fixture
def lived(engine: Engine, lived_months: dict[str, Database]) -> Database:
    """The month after its books were closed, each unit reminded and disclosed."""
    return _lived(engine, lived_months)


@pytest.fixture
def enforced(postgresql_engine: PostgresEngine, lived_months: dict[str, Database]) -> Database:
    """The same where the database itself keeps scopes."""
    return _lived(postgresql_engine, lived_months)


def _lived(engine: Engine, lived_months: dict[str, Database]) -> Database:
    if engine.name not in lived_months:
        database = Database(engine.fresh()).within(EVERYTHING)
        fed = run(federation(database))
        for code in BOOKS:
            fed.add(NoticeRow(unit_code=code, kind="k", slot="1", vi="", en="", made_at_us=0))
            ctx = fed.ctx(DAY)
            store_disclosure(ctx, StoreDisclosure(code, "period", JULY, b"{}"))
        lived_months[engine.name] = database
    return lived_months[engine.name]


def _figures(session: Session, unit: str) -> dict[str, object]:
    """All that pages and commands tell of a unit from its own and its sub-ledgers' rows."""
    span = (FIRST, LAST)
    wanted = Wanted(unit, *span)
    verified = check_books(session, unit)
    return {
        "control accounts": compare(session, unit),
        "pairs": untied(session, unit),
        "tasks": tasks(session, unit, JULY),
        "months": months(session, unit, DAY),
        "disclosure": period_content(session, unit, JULY),
        "trial balance": report("trial-balance").build(session, wanted),
        "with all below": report("trial-balance").build(session, Wanted(unit, *span, below=True)),
        "settlement": report("settlement").build(session, wanted),
        "bank": account_lines(session, unit, Tags("112"), Span(*span)),
        "journal": journal(session, unit, Span(*span)),
        "verified": (verified.rows, verified.entries, verified.lines),
    }


@pytest.mark.parametrize("unit", BOOKS)
def test_what_one_sees_of_the_own_unit_is_whole(lived: Database, unit: str) -> None:
    """The same figures as the system's, which sees everything; nothing is left out in silence."""
    with lived.reading() as session:
        whole = _figures(session, unit)
    with lived.within(Scope((unit,), DAY)).reading() as session:
        own = _figures(session, unit)
    assert own == whole


def _tables() -> list[Table]:
    return [table for name, table in Base.metadata.tables.items() if name not in REGISTERS]


class _Whose:
    """Says which units a row concerns: by its own columns, its book, or its obligation."""

    def __init__(self, session: Session) -> None:
        """Read books and obligations, which the others are told by."""
        book, owed = (Base.metadata.tables[name] for name in ("book", "obligation"))
        self._books = {row.book_id: row.code for row in session.execute(select(book))}
        self._owed = {
            (row.collecting_unit, row.tax_code, row.period): (row.grassroots_unit, row.upper_unit)
            for row in session.execute(select(owed))
        }

    def units(self, row: Any) -> set[str]:  # noqa: ANN401 - a row of any table
        found = {row[name] for name in UNIT_COLUMNS if name in row}
        if "book_id" in row:
            found.add(self._books[row["book_id"]])
        if {"collecting_unit", "tax_code", "period"} <= set(row):
            found.update(self._owed[row["collecting_unit"], row["tax_code"], row["period"]])
        return found if found == {""} else found - {""}


@pytest.mark.parametrize("unit", BOOKS)
def test_a_query_without_a_condition_shows_no_other_units_row(
    enforced: Database, unit: str
) -> None:
    """Every row of every table concerns a unit of the scope; the month touched each table."""
    touched = set()
    with enforced.reading() as session:
        whose = _Whose(session)
    with enforced.within(Scope((unit,), DAY)).reading() as session:
        inside = below(session, [unit], DAY) | ({""} if unit == "TLD" else set())
        for table in _tables():
            for row in session.execute(select(table)).mappings():
                units = whose.units(row)
                open_to_all = table.name in {"book", "seal"} or row.get("state") == "published"
                assert open_to_all or not units or units & inside, (table.name, dict(row))
                touched.add(table.name)
    assert touched >= {"entry", "line", "turnover", "audit_line", "notice", "disclosure"}
    if unit == "TLD":
        with enforced.reading() as session:
            for table in _tables():
                count = select(func.count()).select_from(table)
                whole = session.scalar(count)
                with enforced.within(Scope(("TLD",), DAY)).reading() as narrow:
                    assert narrow.scalar(count) == whole, table.name


def _strangers(database: Database, unit: str) -> Iterator[tuple[Table, dict[str, Any]]]:
    """Of each table, a row that concerns no unit of the scope."""
    with database.reading() as session:
        inside, whose = below(session, [unit], DAY) | {""}, _Whose(session)
        for table in _tables():
            for row in session.execute(select(table)).mappings():
                units = whose.units(row)
                if units and not units & inside:
                    yield table, dict(row)
                    break


def test_no_row_of_another_unit_is_written(enforced: Database) -> None:
    """An INSERT for another unit is refused, an UPDATE of its rows finds none, for each table."""
    tried = set()
    for table, row in _strangers(enforced, "G1"):
        narrow = enforced.within(Scope(("G1",), DAY))
        with narrow.writing() as session, pytest.raises(DBAPIError) as refused:
            session.execute(insert(table).inline().values(row))
        said = str(refused.value)
        # Some guards speak before the policy does; seeing less, they refuse the more.
        assert "row-level security" in said or "PL/pgSQL function" in said, (table.name, said)
        with narrow.writing() as session:
            keys = and_(*(column == row[column.name] for column in table.primary_key))
            any_column = next(column for column in table.columns if not column.primary_key)
            changed = update(table).where(keys).values({any_column.name: row[any_column.name]})
            try:
                assert session.connection().execute(changed).rowcount == 0, table.name
            except DBAPIError as error:  # a history refuses every UPDATE, found or not
                assert "PL/pgSQL function" in str(error), table.name  # noqa: PT017 - either is right
        tried.add(table.name)
    assert tried >= {"entry", "line", "period", "receipt", "obligation", "share_event", "notice"}


def test_an_own_row_is_not_given_away(enforced: Database) -> None:
    """Nor may a row of one's own become another unit's."""
    with enforced.within(Scope(("G1",), DAY)).writing() as session:
        moved = update(NoticeRow).where(NoticeRow.unit_code == "G1").values(unit_code="G2")
        with pytest.raises(DBAPIError, match="row-level security"):
            session.execute(moved)


def test_the_owner_of_the_tables_is_bound_as_well(
    enforced: Database, postgresql_engine: PostgresEngine
) -> None:
    """FORCED: who owns the tables sees nothing either until a scope is told."""
    owner = Database(postgresql_engine.as_owner(enforced.url))
    try:
        with owner.reading() as session:
            assert session.scalar(select(func.count()).select_from(NoticeRow)) == 0
        with owner.within(EVERYTHING).reading() as session:
            assert session.scalar(select(func.count()).select_from(NoticeRow)) == len(BOOKS)
    finally:
        owner.dispose()


@pytest.fixture
def fed_house(postgresql_engine: PostgresEngine) -> Iterator[Database]:
    """Files of CTA, of LDB and of no unit, each with a row that waits; employers of both units."""
    url = postgresql_engine.fresh()
    opened = Database(url).within(EVERYTHING)
    seed(opened, FixedClock(DAY))
    with opened.writing() as session:
        for number, unit in enumerate(("CTA", "LDB", ""), start=1):
            session.execute(text(_BATCH), {"id": number, "unit": unit})
            session.execute(text(_RAW_ROW), {"id": number})
            session.execute(text(_QUARANTINE), {"id": number})
        for tax_code, collector, grassroots in (("E1", "TLD", "CTA"), ("E2", "LDB", "")):
            values = {"code": tax_code, "collector": collector, "grassroots": grassroots}
            for statement in (_EMPLOYER, _DECLARATION, _RELIEF):
                session.execute(text(statement), values)
        session.commit()
    yield opened
    opened.dispose()
    postgresql_engine.drop(url)


_BATCH = (
    "INSERT INTO batch (id, feed, file_name, format, digest, unit_code, received_at_us, actor, "
    "rows_read, rows_taken, rows_unchanged, rows_superseded, rows_quarantined) "
    "VALUES (:id, 'bank', 'f', 'csv', 'd', :unit, 1, 'a', 1, 0, 0, 0, 1)"
)
_RAW_ROW = (
    "INSERT INTO raw_row (batch_id, row_no, cells, state, digest, row_key) "
    "VALUES (:id, 1, '{}', 'quarantined', 'd', :id)"
)
_QUARANTINE = (
    'INSERT INTO quarantine (batch_id, row_no, position, "column", code, vi, en, facts) '
    "VALUES (:id, 1, 1, 'c', 'x', '', '', '{}')"
)
_EMPLOYER = (
    "INSERT INTO employer (tax_code, valid_from, valid_to, si_unit_code, name, name_folded, "
    "employer_type, pay_cycle, province_code, grassroots_unit, collecting_unit, upper_unit) "
    "VALUES (:code, '2020-01-01', '9999-12-31', 's', 'n', 'n', 't', 'monthly', 'p', :grassroots, "
    ":collector, '')"
)
_DECLARATION = (
    "INSERT INTO declaration (tax_code, period, si_unit_code, version, current, name, employees, "
    "wage_fund_vnd, status, agency_code, submitted_at, batch_id, row_no) "
    "VALUES (:code, '2026-06', 's', 1, true, 'n', 1, 1, 'ok', 'a', '', 1, 1)"
)
_RELIEF = (
    "INSERT INTO relief (tax_code, kind, from_period, to_period, decision, decided_on) "
    "VALUES (:code, 'suspension', '2026-01', '2026-02', 'd', '2026-01-01')"
)


@pytest.mark.parametrize(
    ("unit", "batches", "employers"),
    [
        ("CTA", [1], ["E1"]),
        ("LDA", [1], ["E1"]),
        ("LDB", [2], ["E2"]),
        ("CTC", [], []),
        ("TLD", [1, 2, 3], ["E1", "E2"]),
    ],
)
def test_files_and_declarations_are_seen_by_whom_they_concern(
    fed_house: Database, unit: str, batches: list[int], employers: list[str]
) -> None:
    """A file by its unit, one of no unit by the very top; wages by the employer's units."""
    with fed_house.within(Scope((unit,), DAY)).reading() as session:
        for column in ("batch.id", "raw_row.batch_id", "quarantine.batch_id"):
            table = column.split(".", maxsplit=1)[0]
            query = text(f"SELECT {column} FROM {table} ORDER BY 1")  # noqa: S608 - ours
            assert list(session.scalars(query)) == batches, table
        for table in ("declaration", "relief"):
            query = text(f"SELECT tax_code FROM {table} ORDER BY 1")  # noqa: S608 - ours
            assert list(session.scalars(query)) == employers, table
