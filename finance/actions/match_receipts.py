"""Put receipts on what they pay: what is certain is posted, the rest waits with a suggestion."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.rematch import Move, Rematch, rematch
from finance.records.loading import among, keyed, store_changes
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from ledger.errors import Refusal

_KEY = keyed(ReceiptRow, "unit_code", "seq")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a receipt is for: parts on obligations and the payer's credit, or a suggestion.

    `certain` decisions are posted. A decision about a receipt whose money is already the
    payer's credit takes it from there (`from_credit`).
    """

    holder_unit: str
    receipt_seq: int
    certain: bool
    confidence: int  # 0 to 100
    evidence: tuple[str, ...]
    tax_code: str = ""
    collector: str = ""
    parts: tuple[tuple[str, int], ...] = ()  # (period, đồng)
    credit_vnd: int = 0
    from_credit: bool = False

    @property
    def matched_vnd(self) -> int:
        """What goes onto obligations."""
        return sum(amount for _, amount in self.parts)


@dataclass(slots=True)
class Matched:
    """What came of a run; amounts in đồng."""

    receipts: int = 0
    matched_vnd: int = 0
    credit_vnd: int = 0
    suggested: int = 0
    unidentified: int = 0
    refs: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)


def match_receipts(ctx: Context, decisions: Sequence[Decision], on: dt.date) -> Matched:
    """Post certain matches, one batch for each collecting unit, and keep suggestions.

    Takes    decisions made against what is open now; the day of the match.
    Returns  what came of it. Where a unit's batch cannot be shared (no rule is configured), the
             receipts that cannot are left waiting with the reason, the others are posted.
    Raises   PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "levy.match", "")
        take_turn(session)
        widen(session)
        result = Matched()
        certain: dict[str, list[Decision]] = {}
        waiting: list[Decision] = []
        for decision in decisions:
            if decision.certain:
                certain.setdefault(decision.collector, []).append(decision)
            else:
                waiting.append(decision)
        _suggest(session, [(decision, "") for decision in waiting], result)
        for collector, own in sorted(certain.items()):
            _match_unit(session, ctx, collector, own, on, result)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "match_receipts",
            "",
            on.isoformat(),
            {
                "receipts": result.receipts,
                "matched_vnd": result.matched_vnd,
                "credit_vnd": result.credit_vnd,
                "refused": len(result.refused),
            },
        )
        session.commit()
    return result


def _match_unit(  # noqa: PLR0913, PLR0917 - the surroundings of one unit's batch
    session: Session,
    ctx: Context,
    collector: str,
    own: Sequence[Decision],
    on: dt.date,
    result: Matched,
) -> None:
    try:
        with session.begin_nested():
            _post(session, ctx, collector, own, on, result)
    except Refusal:
        # One receipt must not hold up a province: try them one by one.
        for decision in own:
            _match_one(session, ctx, collector, decision, on, result)


def _match_one(  # noqa: PLR0913, PLR0917 - the surroundings of one receipt
    session: Session,
    ctx: Context,
    collector: str,
    decision: Decision,
    on: dt.date,
    result: Matched,
) -> None:
    try:
        with session.begin_nested():
            _post(session, ctx, collector, [decision], on, result)
    except Refusal as refusal:
        _suggest(session, [(decision, refusal.code)], result)
        result.refused.append(
            {
                "receipt": f"{decision.holder_unit}/R/{decision.receipt_seq}",
                "code": refusal.code,
                "message": refusal.sentence("vi"),
                "message_en": refusal.sentence("en"),
            }
        )


def _post(  # noqa: PLR0913, PLR0917 - the surroundings of one batch
    session: Session,
    ctx: Context,
    collector: str,
    own: Sequence[Decision],
    on: dt.date,
    result: Matched,
) -> None:
    order = Rematch(
        collector=collector,
        on=on,
        moves=tuple(move for decision in own for move in moves_of(decision)),
        text=f"Ghép thu kinh phí công đoàn ngày {on.isoformat()}",
        decided_by=ctx.actor.name,
        evidence={
            (d.holder_unit, d.receipt_seq): " ".join(d.evidence) for d in own if not d.from_credit
        },
    )
    ref = rematch(session, ctx, order)
    result.refs.append(ref)
    result.receipts += len(own)
    result.matched_vnd += sum(decision.matched_vnd for decision in own)
    result.credit_vnd += sum(0 if d.from_credit else d.credit_vnd for d in own)


def moves_of(decision: Decision) -> Iterable[Move]:
    """The moves of a decision: one for each part, and one for the credit."""
    head = (decision.holder_unit, decision.receipt_seq, decision.tax_code)
    for period, amount in decision.parts:
        taken = -amount if decision.from_credit else 0
        yield Move(*head, period, amount, taken, decision.confidence)
    if decision.credit_vnd and not decision.from_credit:
        yield Move(*head, "", 0, decision.credit_vnd, decision.confidence)


def _suggest(session: Session, decisions: Sequence[tuple[Decision, str]], result: Matched) -> None:
    """Keep what is thought of receipts that a person has to decide, and why they were refused."""
    keys = [(each.holder_unit, each.receipt_seq) for each, _ in decisions]
    rows = {
        (row.unit_code, row.seq): row
        for those in among(session, _KEY, keys)
        for row in session.scalars(select(ReceiptRow).where(those))
    }
    for decision, refused_code in decisions:
        row = rows[decision.holder_unit, decision.receipt_seq]
        if row.open_vnd == 0:
            continue  # decided meanwhile
        evidence = (*decision.evidence, refused_code) if refused_code else decision.evidence
        row.suggested_tax_code = decision.tax_code
        row.confidence = decision.confidence
        row.evidence = " ".join(evidence)
        row.state = row.settled_state().value
        if row.suggested_tax_code:
            result.suggested += 1
        else:
            result.unidentified += 1
    store_changes(session, rows.values())
