"""Books, entries and charts for the tests of the ledger."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, create_engine, event

from finance.runtime.database import Database
from ledger import book
from ledger.accounts import Account, Chart, Nature, Status, TagRule
from ledger.entries import Draft, Line, Posted, credit, debit, mirrored
from ledger.periods import Period
from ledger.store import reads

REGIME = "R1"
TABLES = (
    "entry",
    "line",
    "turnover",
    "counter",
    "book_head",
    "period",
    "period_event",
    "book",
    "account",
    "seal",
    "seal_log",
    "checkpoint",
    "signing_key",
)
DAY = dt.date(2026, 7, 14)
NOW_US = 1_784_000_000_000_000
HOUR_US = 3_600_000_000

_REQUIRED, _REFUSED, _ALLOWED = TagRule.REQUIRED, TagRule.REFUSED, TagRule.ALLOWED


def account(code: str, nature: Nature, rules: str, family: str = "") -> Account:
    """An account; `rules` are R, -, or U for fund, item and counter book."""
    read = {"R": _REQUIRED, "-": _REFUSED, "U": _ALLOWED}
    fund, item, counter_book = (read[letter] for letter in rules)
    return Account(
        regime=REGIME,
        code=code,
        name_vi=f"Tài khoản {code}",
        name_en=f"Account {code}",
        nature=nature,
        fund=fund,
        item=item,
        counter_book=counter_book,
        control=False,
        postable=code != "999",
        family=family,
        parent="",
        status=Status.INTERNAL,
    )


ACCOUNTS = (
    account("111", Nature.DEBIT, "---"),
    account("112", Nature.DEBIT, "---"),
    account("1361", Nature.BOTH, "R-R", "levy"),
    account("3361", Nature.BOTH, "RUR", "levy"),
    account("33881", Nature.CREDIT, "---"),
    account("337861", Nature.CREDIT, "RRU"),
    account("4316", Nature.CREDIT, "RUU"),
    account("611", Nature.DEBIT, "RRU"),
    account("999", Nature.DEBIT, "---"),
)
CHART = Chart(REGIME, ACCOUNTS)
BOOKS = ("TLD", "LDA", "CĐCS-Ô/1")


def chart_rows(accounts: Sequence[Account] = ACCOUNTS) -> list[dict[str, object]]:
    """Accounts as rows of the chart."""
    return [
        {
            "regime": each.regime,
            "code": each.code,
            "name_vi": each.name_vi,
            "name_en": each.name_en,
            "nature": each.nature.value,
            "fund": each.fund.value,
            "item": each.item.value,
            "counter_book": each.counter_book.value,
            "control": each.control,
            "postable": each.postable,
            "family": each.family,
            "parent": each.parent,
            "status": each.status.value,
        }
        for each in accounts
    ]


def open_books(database: Database, years: Sequence[int] = (2026,)) -> None:
    """The chart, and three books with the months of these years."""
    with database.writing() as session:
        book.load_chart(session, chart_rows())
        book.open_books(session, [(code, f"Sổ {code}") for code in BOOKS], REGIME, years)
        session.commit()


def draft(key: str, lines: Sequence[Line] | None = None, **fields: object) -> Draft:
    """An entry of 1,000 đồng into the bank of LDA, or whatever the fields say."""
    given: dict[str, object] = {
        "book": "LDA",
        "journal": "BK",
        "accounting_on": DAY,
        "document_on": DAY,
        "text": "Thu kinh phí công đoàn",
        "source": "test",
        "key": key,
        "actor": "kế toán",
        "lines": received(1_000) if lines is None else tuple(lines),
    }
    return Draft(**{**given, **fields})  # type: ignore[arg-type] # the fields are the test's own


def received(amount_vnd: int) -> tuple[Line, ...]:
    """Money in the bank that nobody knows yet."""
    return (debit("112", amount_vnd), credit("33881", amount_vnd))


def shared(key: str, amount_vnd: int, ref: str = "LDA/SH/1") -> tuple[Draft, Draft]:
    """What LDA owes TLD, in both books."""
    tags = {"fund": "levy", "interbook_ref": ref}
    return (
        draft(
            f"{key}-1",
            (
                debit("337861", amount_vnd, fund="levy", item="23"),
                credit("3361", amount_vnd, counter_book="TLD", **tags),
            ),
            journal="MT",
        ),
        draft(
            f"{key}-2",
            (
                debit("1361", amount_vnd, counter_book="LDA", **tags),
                credit("337861", amount_vnd, fund="levy", item="23"),
            ),
            journal="MT",
            book="TLD",
        ),
    )


def post(database: Database, *drafts: Draft, now_us: int = NOW_US) -> list[Posted]:
    """Post and commit."""
    with database.writing() as session:
        posted = book.post(session, now_us, drafts)
        session.commit()
    return posted


BY = book.Change("kế toán", NOW_US)


def close(database: Database, period: str, code: str = "LDA", by: book.Change = BY) -> bool:
    """Close a month of a book and commit."""
    with database.writing() as session:
        closed = book.close_period(session, code, Period(period), by)
        session.commit()
    return closed


def soften(database: Database, period: str, code: str = "LDA", by: book.Change = BY) -> bool:
    """Lock a month of a book softly and commit."""
    with database.writing() as session:
        locked = book.soften(session, code, Period(period), by)
        session.commit()
    return locked


def unsoften(database: Database, period: str, code: str = "LDA") -> bool:
    """Lift the soft lock of a month and commit."""
    with database.writing() as session:
        lifted = book.unsoften(session, code, Period(period), BY)
        session.commit()
    return lifted


def reopen(database: Database, period: str, code: str = "LDA", **fields: object) -> None:
    """Open a closed month for an hour, or as the fields say, and commit."""
    given: dict[str, object] = {
        "asked_by": "kế toán",
        "granted_by": "trưởng ban",
        "reason": "Chứng từ về muộn",
        "now_us": NOW_US,
        "until_us": NOW_US + HOUR_US,
    }
    by = book.Reopening(**{**given, **fields})  # type: ignore[arg-type] # the fields are the test's own
    with database.writing() as session:
        book.reopen_period(session, code, Period(period), by)
        session.commit()


def make_final(database: Database, period: str, code: str = "LDA") -> bool:
    """Make a month of a book final and commit."""
    with database.writing() as session:
        final = book.make_final(session, code, Period(period), BY)
        session.commit()
    return final


def reverse(database: Database, posted: Posted, key: str, on: dt.date = DAY) -> Posted:
    """Post the reversal of an entry and commit."""
    with database.writing() as session:
        made = book.reverse(session, NOW_US, posted, draft(key, accounting_on=on))
        session.commit()
    return made


def entries_of(database: Database, code: str = "LDA") -> list[Posted]:
    """Every entry of a book, in order."""
    with database.reading() as session:
        return list(reads.entries(session, code))


@contextmanager
def past_the_guards(owner_url: str, *more: str) -> Iterator[Connection]:
    """A connection on which no trigger and no key speaks: the owner of the database at work.

    Takes    tables beyond those of the book whose guards are silenced too.
    """
    engine = create_engine(owner_url)
    if engine.dialect.name == "sqlite":

        def prepare(connection: object, _record: object) -> None:
            connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[attr-defined] # the driver's own

        event.listen(engine, "connect", prepare)
    with engine.begin() as connection:
        _silence(connection, more)
        yield connection
    engine.dispose()


def _silence(connection: Connection, more: Sequence[str]) -> None:
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in found.all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        return
    for table in (*TABLES, *more):
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        checks = connection.exec_driver_sql(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass "
            "AND contype IN ('c', 'f')",
            (table,),
        )
        for (name,) in checks.all():
            connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


def mirror_of(key: str, seq: int) -> Draft:
    """The reversal of an entry of 1,000 đồng."""
    return draft(key, mirrored(received(1_000)), reverses_seq=seq)
