"""Receipts are looked up by state and words, within what one may see."""

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

from collectors.intake.receipts import (
    EVERYWHERE,
    Filter,
    Part,
    Queue,
    count_by_state,
    one_receipt,
    parts_of,
    queue,
    queue_size,
    seen_in,
)
from finance.records.units import UnitRow
from finance.runtime.database import Database
from tests.collectors.federation import E1, E4, LDA, OPENING, TLD, Federation, credit

DAY = dt.date(2026, 7, 15)


@pytest.fixture
def federation(database: Database, tmp_path: Path) -> Federation:
    """E4 has paid into TLD's account; three other receipts lie on LDA's."""
    made = Federation(database, tmp_path).register()
    made.declare(OPENING, ("SE4", E4, "2026-06", 50_000_000))
    made.assess(OPENING, "2026-06")
    made.bank(DAY, TLD, credit("T", "2026-07-09", 1_500_000, f"MST {E4} T6/2026"))
    made.bank(
        DAY,
        LDA,
        credit("A", "2026-07-12", 100, "An Phát nộp kinh phí") | {"counter_name": "100%"},
        credit("B", "2026-07-11", 200, f"MST {E1}"),
        credit("C", "2026-07-10", 300, "CHUYEN TIEN"),
    )
    made.match(DAY)
    return made


FOUND = [
    (Queue(), ["C", "A"]),
    (Queue(Filter.ALL), ["T", "C", "B", "A"]),
    (Queue(Filter.ALL, first=1, most=2), ["C", "B"]),
    (Queue(Filter.SUGGESTED), ["A"]),
    (Queue(Filter.UNIDENTIFIED), ["C"]),
    (Queue(Filter.CREDIT), ["B"]),
    (Queue(Filter.MATCHED), ["T"]),
    (Queue(Filter.RETURNED), []),
    (Queue(Filter.ALL, "chuyển tiền"), ["C"]),
    (Queue(Filter.ALL, "An Phát"), ["A"]),
    (Queue(Filter.ALL, E1), ["B", "A"]),
    (Queue(Filter.ALL, "1.500.000"), ["T"]),
    (Queue(Filter.ALL, "100%"), ["A"]),
    (Queue(Filter.ALL, "%"), ["A"]),
    (Queue(Filter.ALL, "9" * 30), []),
]


def test_the_queue_is_filtered(federation: Federation) -> None:
    """By state, by words with or without diacritics, tax code or amount; the earliest first."""
    with federation.database.reading() as session:
        for asked, references in FOUND:
            found = [row.reference for row in queue(session, EVERYWHERE, asked)]
            assert found == references, asked


def test_the_queue_has_its_size(federation: Federation) -> None:
    """All that the filter lets through, whatever page is shown."""
    with federation.database.reading() as session:
        assert queue_size(session, EVERYWHERE, Queue(most=1)) == (2, 400)
        assert queue_size(session, EVERYWHERE, Queue(Filter.RETURNED)) == (0, 0)
        assert count_by_state(session, EVERYWHERE) == {
            "matched": 1,
            "suggested": 1,
            "unidentified": 1,
            "credit": 1,
        }


def test_one_sees_ones_accounts_and_what_one_collects(federation: Federation) -> None:
    """LDA sees what it collects on TLD's account; G1 sees nothing."""
    seen = {}
    with federation.database.reading() as session:
        for unit in ("LDA", "TLD", "G1"):
            within = seen_in(select(UnitRow.code).where(UnitRow.code == unit))
            rows = queue(session, within, Queue(Filter.ALL))
            seen[unit] = [row.reference for row in rows]
            hidden = one_receipt(session, within, "LDA", 1)
            assert (hidden is None) == (unit != "LDA")
    assert seen == {"LDA": ["T", "C", "B", "A"], "TLD": ["T"], "G1": []}


def test_what_a_receipt_pays(federation: Federation) -> None:
    """By employer and month; nothing for one that pays nothing."""
    with federation.database.reading() as session:
        assert parts_of(session, [("TLD", 1), ("LDA", 1)]) == {
            ("TLD", 1): [Part(E4, "2026-06", 1_000_000)],
            ("LDA", 1): [],
        }
