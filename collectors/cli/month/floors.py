"""The floor of each step: the very rows it wrote, loaded again by the driver, looked at by nobody.

What a step changed counts as written once more: the engine writes a changed row anew. Rows are read
some at a time outside the measured seconds, so that the floor needs no memory either.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from collectors.cli.month.steps import Step
from finance.actions.measure_floor import floor
from finance.runtime.database import Database
from ledger.store.cursor import Reader

_AT_A_TIME: Final = 20_000  # rows


@dataclass(frozen=True, slots=True)
class Load:
    """How many rows a step left, and what the driver took to write them."""

    rows: int
    seconds: float
    processor_seconds: float  # of this process


def _posted(*sources: str) -> dict[str, str]:
    """The rows of all entries under these sources, by table."""
    named = f"e.source IN ({', '.join(repr(source) for source in sources)})"
    join = "JOIN entry e ON e.book_id = l.book_id AND e.seq = l.seq"
    tags = "l.book_id, e.period, l.account, l.fund, l.item, l.counter_book"
    sums = ", ".join(
        f"CAST(sum(CASE l.side WHEN '{side}' THEN l.amount_vnd ELSE 0 END) AS bigint)"
        for side in "DC"
    )
    return {
        "line": f"SELECT l.* FROM line l {join} WHERE {named} ORDER BY l.book_id, l.seq",  # noqa: S608 - names are ours
        "entry": f"SELECT e.* FROM entry e WHERE {named} ORDER BY e.book_id, e.seq",  # noqa: S608 - as above
        "turnover": f"SELECT {tags}, {sums}, count(*) FROM line l {join} WHERE {named} GROUP BY {tags}",  # noqa: E501, S608 - as above
        "counter": (
            "SELECT e.book_id, e.journal, e.year, max(e.number) FROM entry e "  # noqa: S608 - as above
            f"WHERE {named} GROUP BY e.book_id, e.journal, e.year"
        ),
        "book_head": (
            "SELECT e.book_id, max(e.seq), max(e.recorded_at_us) FROM entry e "  # noqa: S608 - as above
            f"WHERE {named} GROUP BY e.book_id"
        ),
    }


def _rows(table: str, condition: str = "1 = 1") -> dict[str, str]:
    return {table: f"SELECT * FROM {table} WHERE {condition}"}  # noqa: S608 - names are ours


def _arrived(feed: str) -> dict[str, str]:
    of_feed = f"batch_id IN (SELECT id FROM batch WHERE feed = '{feed}')"  # noqa: S608 - as above
    return {
        **_rows("batch", f"feed = '{feed}'"),
        **_rows("raw_row", of_feed),
        **_rows("quarantine", of_feed),
    }


_WROTE: Final[Mapping[Step, Mapping[str, str]]] = {
    Step.SI: {**_arrived("si"), **_rows("declaration")},
    Step.BANK: {
        **_arrived("bank"),
        **_rows("receipt"),
        **_rows("bank_debit"),
        **_posted("intake.bank"),
    },
    Step.ASSESS: {
        **_rows("obligation"),
        **_rows("obligation_event"),
        **_posted("levy.assess"),
    },
    Step.MATCH: {
        **_rows("receipt", "confidence > 0 OR evidence <> ''"),
        **_rows("obligation", "paid_vnd > 0"),
        **_rows("match_event"),
        **_rows("share_event", "delta_vnd <> 0"),
        **_posted("levy.match"),
    },
    Step.DISTRIBUTE: {
        **_rows("receipt", "handed_over_on IS NOT NULL"),
        **_rows("share_event", "delta_vnd = 0"),
        **_rows("payment"),
        **_posted("levy.distribute", "levy.hand_over"),
    },
    Step.CLOSE: {
        **_rows("period", "state <> 'open'"),
        **_rows("period_event"),
        **_rows("seal"),
    },
}


def floor_of(database: Database, step: Step) -> Load:
    """Write again what a step wrote, and say what it took."""
    questions = _WROTE[step]
    rows, seconds, own = 0, 0.0, 0.0
    with floor(database, tuple(questions)) as bare, database.reading() as session:
        reader = Reader(session.connection())
        for table, sql in questions.items():
            for part in _parts(reader.stream(f"wrote_{table}", sql, ())):
                began, used = time.perf_counter(), time.process_time()
                bare.bulk({table: part})
                seconds += time.perf_counter() - began
                own += time.process_time() - used
                rows += len(part)
    return Load(rows, seconds, own)


def _parts(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while part := list(islice(rows, _AT_A_TIME)):
        yield part
