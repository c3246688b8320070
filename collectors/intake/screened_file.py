"""Read a file through once: what can be judged further in, what cannot, and every row as it came.

The rows as they came lie in a temporary file until the batch is kept, so that a long file needs
no memory for them.
"""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from collectors.evidence import Feed, RawRow
from collectors.screening import bank, declarations, members, registers
from collectors.screening.cells import Screened
from finance.rules.facts import MemberFacts, PayrollFacts
from finance.runtime.progress import Told
from ledger.errors import Problem

_IN_MEMORY = 1 << 23
_TELL_EVERY = 1000

_EACH: Mapping[Feed, Callable[[RawRow], Screened[Any]]] = {
    Feed.SI: declarations.screen_si,
    Feed.TAX: declarations.screen_tax,
    Feed.UNITS: registers.screen_unit,
    Feed.EMPLOYERS: registers.screen_employer,
    Feed.ACCOUNTS: registers.screen_account,
    Feed.SPLIT_RULES: registers.screen_split_rule,
    Feed.OPENINGS: registers.screen_opening,
    Feed.MEMBERS: members.screen_member,
    Feed.PAYROLL: members.screen_payroll,
}


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One row in the words of its file, and the key it is known by (empty: unreadable)."""

    row: int
    key: str
    cells: str  # JSON: column -> text, in the order of the file


@dataclass(slots=True)
class ScreenedFile:
    """A file after screening."""

    records: list[Any] = field(default_factory=list)  # facts of one feed, in the file's order
    problems: dict[int, tuple[Problem, ...]] = field(default_factory=dict)  # by row
    warnings: list[Problem] = field(default_factory=list)
    rows_read: int = 0
    spool: IO[str] | None = None

    @property
    def unit(self) -> str:
        """The one unit that a file of members or their wages is about; "" for several or none."""
        units = {r.unit_code for r in self.records if isinstance(r, MemberFacts | PayrollFacts)}
        return units.pop() if len(units) == 1 else ""

    def rows(self) -> Iterator[KeptRow]:
        """Every row of the file, in order."""
        assert self.spool is not None, "the file has been put away"
        self.spool.seek(0)
        for line in self.spool:
            yield KeptRow(*json.loads(line))


@contextmanager
def screened(feed: Feed, rows: Iterable[RawRow], told: Told) -> Iterator[ScreenedFile]:
    """Screen a file's rows; what is given lives until the context is left."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8") as spool:
        made = ScreenedFile(spool=spool)
        for one in _screen(feed, rows):
            cells = json.dumps(members.kept(one.raw.cells), ensure_ascii=False)
            key = f"{feed}|{one.key}" if one.key else ""
            spool.write(json.dumps((one.raw.row, key, cells), ensure_ascii=False) + "\n")
            _sort(made, one)
            if made.rows_read % _TELL_EVERY == 0:
                told(made.rows_read)
        told(made.rows_read)
        yield made
        made.spool = None


def _screen(feed: Feed, rows: Iterable[RawRow]) -> Iterator[Screened[Any]]:
    return bank.screen_bank(rows) if feed is Feed.BANK else map(_EACH[feed], rows)


def _sort(made: ScreenedFile, one: Screened[Any]) -> None:
    made.rows_read += 1
    if one.record is None:
        made.problems[one.raw.row] = one.problems
    else:
        made.records.append(one.record)
        made.warnings.extend(one.warnings)
