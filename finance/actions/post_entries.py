"""Post entries from another program's file: all or nothing for each entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from finance.rules.vouchers import check_control
from finance.runtime import audit
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Posted
from ledger.errors import Problem, Refusal, UnknownBook
from ledger.store import reads


@dataclass(slots=True)
class Outcome:
    """What was posted, what stood there already, and what was refused, by line of the file."""

    posted: list[Posted] = field(default_factory=list)
    known: list[Posted] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


def post_entries(ctx: Context, drafts: Sequence[tuple[int, Draft]]) -> Outcome:
    """Post entries that no sub-ledger of ours stands behind.

    Takes    (line of the file, entry) in order.
    Returns  what became of each; an entry on a control account or between books is refused.
    Raises   PermissionRefused for a unit the actor may not post in.
    """
    outcome = Outcome()
    with ctx.database.writing() as session:
        for unit in sorted({draft.book for _, draft in drafts}):
            ctx.require(session, "ledger.post", unit)
        books = reads.books_by_code(session, {draft.book for _, draft in drafts})
        charts = {held.regime: reads.chart(session, held.regime) for held in books.values()}
        for line_no, draft in drafts:
            try:
                if draft.book not in books:
                    raise UnknownBook(book=draft.book)
                check_control(draft.lines, charts[books[draft.book].regime])
                with session.begin_nested():
                    posted = book.post(session, ctx.clock.now_us(), [draft])[0]
            except Refusal as refusal:
                outcome.refused.append(
                    Problem(refusal.code, refusal.vi, refusal.en, row=line_no, facts=refusal.facts)
                )
            else:
                (outcome.posted if posted.fresh else outcome.known).append(posted)
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
