"""Post entries from another program's file: each whole or not at all; or all of them, or none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from sqlalchemy.orm import Session

from finance.rules.vouchers import check_control
from finance.runtime import audit
from finance.runtime.context import Context
from ledger import book
from ledger.accounts import Chart
from ledger.entries import Draft
from ledger.errors import Problem, Refusal
from ledger.store import reads

_CALL: Final = 10_000  # entries judged and written at a time; all calls are one transaction

Asked = tuple[int, Draft | Refusal]  # the line of the file, and its entry or why it holds none


@dataclass(slots=True)
class Outcome:
    """What was posted, what stood there already, and what was refused, in order of the file."""

    posted: list[str] = field(default_factory=list)  # public ids
    known: list[str] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)  # each with its line of the file


def post_entries(ctx: Context, asked: Iterable[Asked], *, all_or_nothing: bool = False) -> Outcome:
    """Post entries that no sub-ledger of ours stands behind.

    Takes    the lines of a file, in order; they are read as they are needed.
    Returns  what became of each; an entry on a control account or between books is refused.
             Asked for all or nothing, one that is refused keeps all others out.
    Raises   PermissionRefused for a unit the actor may not post in; then nothing is posted.
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
            outcome.posted = []
            outcome.known = [entry for entry in outcome.known if entry not in undone]
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "post_entries",
            "",
            "entries",
            {
                "posted": len(outcome.posted),
                "known": len(outcome.known),
                "refused": len(outcome.refused),
            },
        )
        session.commit()
    return outcome


class _Desk:
    """Takes part after part of a file."""

    def __init__(self, ctx: Context, session: Session) -> None:
        self._ctx = ctx
        self._session = session
        self._charts: dict[str, Chart | None] = {}  # by unit; none where it has no book
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
            else:
                (outcome.posted if made.fresh else outcome.known).append(made.public_id)
        outcome.refused += [
            Problem(refusal.code, refusal.vi, refusal.en, row=row, facts=refusal.facts)
            for row, refusal in sorted(refused, key=lambda each: each[0])
        ]

    def _admit(self, units: Sequence[str]) -> None:
        """Ask the actor's right in units not seen before, and note their charts."""
        new = [unit for unit in units if unit not in self._charts]
        for unit in new:
            self._ctx.require(self._session, "ledger.post", unit)
        self._adjusting |= self._ctx.adjusting(self._session, "ledger.post", new)
        books = reads.books_by_code(self._session, new)
        regimes = {held.regime for held in books.values()}
        charts = {regime: reads.chart(self._session, regime) for regime in regimes}
        for unit in new:
            self._charts[unit] = charts[books[unit].regime] if unit in books else None

    def _fit(self, each: Draft | Refusal) -> Draft:
        if isinstance(each, Refusal):
            raise each
        chart = self._charts[each.book]
        if chart is not None:  # without a book the ledger refuses it
            check_control(each.lines, chart)
        return each
