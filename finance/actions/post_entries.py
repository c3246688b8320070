"""Post entries from another program's file: each whole or not at all; or all of them, or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from finance.rules.posting_sources import check_from_file
from finance.rules.vouchers import check_control
from finance.runtime import audit
from finance.runtime.context import Context, PermissionRefused
from ledger import book
from ledger.accounts import Chart
from ledger.entries import Draft, Posted, Side, total
from ledger.errors import Fact, Problem, Refusal
from ledger.store import reads

_CALL: Final = 10_000  # entries judged and written at a time; all calls are one transaction
_ACT: Final = "ledger.post"

Asked = tuple[int, Draft | Refusal]  # the line of the file, and its entry or why it holds none


@dataclass(slots=True)
class Outcome:
    """What was posted, what stood there already, and what was refused, in order of the file."""

    posted: list[str] = field(default_factory=list)  # public ids
    known: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)  # each with its line of the file
    by_unit: dict[str, "UnitTally"] = field(default_factory=dict)  # of what was posted


@dataclass(slots=True)
class UnitTally:
    """What was posted in one unit's book, in order of the file."""

    first: str  # public ids
    last: str = ""
    entries: int = 0
    amount_vnd: int = 0

    def add(self, made: Posted) -> None:
        """Count one more entry."""
        self.last = made.public_id
        self.entries += 1
        self.amount_vnd += total(made.draft.lines, Side.DEBIT)


def post_entries(ctx: Context, asked: Iterable[Asked], *, all_or_nothing: bool = False) -> Outcome:
    """Post entries that no sub-ledger of ours stands behind.

    Takes    the lines of a file, in order; they are read as they are needed.
    Returns  what became of each; an entry on a control account or between books is refused, and
             one of a unit the actor may not post in, or under a source or journal of our own
             verbs. Asked for all or nothing, one that is refused keeps all others out.

    One person does it: each unit's inspectors read in the log how much was posted in its book.
    """
    outcome = Outcome()
    lines = iter(asked)
    with ctx.database.writing() as session:
        way_back = session.begin_nested() if all_or_nothing else None
        desk = _Desk(ctx, session)
        while part := list(islice(lines, _CALL)):
            desk.post(part, outcome)
        if way_back is not None and outcome.refused:
            way_back.rollback()
            undone = set(outcome.posted)
            outcome.posted, outcome.by_unit = [], {}
            outcome.known = [entry for entry in outcome.known if entry not in undone]
        _write_down(session, ctx, outcome)
        session.commit()
    return outcome


def _write_down(session: Session, ctx: Context, outcome: Outcome) -> None:
    """A line of the log for each unit that was posted in, and one for the whole file."""
    for unit, told in sorted(outcome.by_unit.items()):
        facts: dict[str, Fact] = {
            "entries": told.entries,
            "first": told.first,
            "last": told.last,
            "amount_vnd": told.amount_vnd,
        }
        audit.write(session, ctx.clock, ctx.actor, "post_entries", unit, told.first, facts)
    counts: dict[str, Fact] = {
        "posted": len(outcome.posted),
        "known": len(outcome.known),
        "refused": len(outcome.refused),
    }
    if outcome.refused:
        counts["codes"] = " ".join(sorted({each.code for each in outcome.refused}))
    audit.write(session, ctx.clock, ctx.actor, "post_entries", "", "entries", counts)


class _Desk:
    """Takes part after part of a file."""

    def __init__(self, ctx: Context, session: Session) -> None:
        self._ctx = ctx
        self._session = session
        self._charts: dict[str, Chart | None] = {}  # by unit; none where it has no book
        self._shut: set[str] = set()  # units the actor may not post in
        self._adjusting: set[str] = set()  # units whose softly locked months the actor reaches

    def post(self, part: Sequence[Asked], outcome: Outcome) -> None:
        """Post what may be posted of a part, and add what became of all to the outcome."""
        self._admit(sorted({each.book for _, each in part if isinstance(each, Draft)}))
        good: list[tuple[int, Draft]] = []
        refused: list[tuple[int, Refusal]] = []
        for row, each in part:
            try:
                good.append((row, self._fit(each)))
            except Refusal as refusal:
                refused.append((row, refusal))
        now_us = self._ctx.clock.now_us()
        drafts = [draft for _, draft in good]
        posted = book.post_good(self._session, now_us, drafts, frozenset(self._adjusting))
        for (row, _), made in zip(good, posted, strict=True):
            if isinstance(made, Refusal):
                refused.append((row, made))
            elif made.fresh:
                outcome.posted.append(made.public_id)
                unit = made.draft.book
                outcome.by_unit.setdefault(unit, UnitTally(made.public_id)).add(made)
            else:
                outcome.known.append(made.public_id)
        outcome.refused += [
            Problem(refusal.code, refusal.vi, refusal.en, row=row, facts=refusal.facts)
            for row, refusal in sorted(refused, key=lambda each: each[0])
        ]

    def _admit(self, units: Sequence[str]) -> None:
        """Ask the actor's right in units not seen before, and note their charts."""
        asked = [unit for unit in units if unit not in self._charts and unit not in self._shut]
        new = [unit for unit in asked if self._ctx.may(self._session, _ACT, unit)]
        self._shut.update(set(asked).difference(new))
        self._adjusting |= self._ctx.adjusting(self._session, _ACT, new)
        books = reads.books_by_code(self._session, new)
        regimes = {held.regime for held in books.values()}
        charts = {regime: reads.chart(self._session, regime) for regime in regimes}
        for unit in new:
            self._charts[unit] = charts[books[unit].regime] if unit in books else None

    def _fit(self, each: Draft | Refusal) -> Draft:
        if isinstance(each, Refusal):
            raise each
        if each.book in self._shut:
            raise PermissionRefused(actor=self._ctx.actor.name, act=_ACT, unit=each.book)
        check_from_file(each.source, each.journal)
        chart = self._charts[each.book]
        if chart is not None:  # without a book the ledger refuses it
            check_control(each.lines, chart)
        return each
