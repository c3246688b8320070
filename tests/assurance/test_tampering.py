"""Whoever changes the book past its guards is found out by `ledger verify`."""

import datetime as dt

import pytest

from finance.runtime.clock import FixedClock
from finance.runtime.database import Database
from ledger.entries import credit, debit
from ledger.periods import Period
from ledger.store.base import Base
from tests.architecture.pages import import_rooms
from tests.assurance.tampering import (
    administrator,
    changes,
    deletions,
    insertion,
    swap,
)
from tests.builders import E1, E2, opening
from tests.federation import federation
from tests.reports.publishing import publish

import_rooms()
DAY = dt.date(2026, 7, 10)
JUNE = Period("2026-06")

TABLES = (
    "account",
    "book",
    "book_head",
    "period",
    "counter",
    "entry",
    "line",
    "turnover",
    "disclosure",
)


@pytest.fixture
def filled(database: Database) -> Database:
    fed = federation(database)
    fed.openings(opening("G1", "112", 900_000), opening("G1", "4316", -900_000, "levy"))
    fed.pay(E1, JUNE, 1_000, DAY)
    fed.pay(E2, JUNE, 2_000, DAY)
    fed.distribute(DAY)
    lines = [debit("611", 5, fund="levy", item="31"), credit("112", 5)]
    fed.voucher("G1", DAY, "Chi", lines)
    for unit in ("TLD", "LDA", "A1", "G1", "G2"):
        fed.close(unit, "2026-06", dt.date(2026, 7, 20))
    publish(database, FixedClock(dt.date(2026, 7, 20)), "G1", JUNE)
    return database


def _sample(rows, count):
    step = max(1, len(rows) // count)
    return rows[step // 2 :: step][:count]


def test_x(filled, engine, engine_url, figures):
    import collections

    misses = collections.Counter()
    tried = 0
    with administrator(engine.as_superuser(engine_url)) as admin:
        print([(p.code, p.where) for p in admin.verdict()])
        for name in TABLES:
            table = Base.metadata.tables[name]
            rows = admin.rows(table)
            print(name, len(rows))
            atts = []
            for row in _sample(rows, 4):
                others = [r for r in rows if r is not row]
                for column in table.columns:
                    atts += [(column.name, a) for a in changes(table, column, row, others)]
            atts += [("delete", a) for a in deletions(table, rows)]
            atts.append(("insert", insertion(table, rows)))
            sw = swap(table, rows)
            if sw:
                atts.append(("swap", sw))
            for c, a in atts:
                tried += 1
                try:
                    f = admin.found(a)
                except Exception as e:
                    print("   CRASH", a.name, type(e), e)
                    misses["crash", c] += 1
                    continue
                if f is None:
                    print("   refused", a.name[:100])
                elif not f:
                    misses[name, c] += 1
                    print("   MISS", a.name[:140])
    print(tried, misses)
    assert 0
