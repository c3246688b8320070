"""Bring obligations of a collecting unit to what declarations and decisions make of them.

Called by the verbs that assess and that grant relief; they own the transaction. What is posted is
the difference, in one entry; what was paid beyond a lower amount becomes the payer's credit.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.rematch import Move, Rematch, rematch
from finance.records.freed import Place, freed_before
from finance.records.loading import load, store_changes
from finance.records.obligations import EventReason, ObligationEventRow, ObligationRow
from finance.records.parts import part_amounts
from finance.records.runs import next_numbers
from finance.rules.posting import assessed
from finance.rules.relief import Effect, Owed, owed
from finance.runtime.context import Context
from ledger import book
from ledger.entries import Draft, Line, gathered
from ledger.money import Vnd
from ledger.store import reads

JOURNAL: Final = "AS"
Key = tuple[str, str]  # tax code, wage month


@dataclass(frozen=True, slots=True)
class Target:
    """What an obligation shall be: its levy by the ordinary rate (đồng), and what was granted."""

    gross_vnd: Vnd
    effect: Effect
    values: Mapping[str, object] = field(default_factory=dict)  # its other columns
    at_first: Mapping[str, object] = field(default_factory=dict)  # those that never change


@dataclass(frozen=True, slots=True)
class Adjustment:
    """In which collecting unit, for which day, and how the entry is named."""

    unit: str
    on: dt.date
    source: str
    key: str  # a number follows
    text: str
    lowered: str  # the text of what frees money
    posts: bool = True  # False: its book was handed over, and what comes of it is moved at once


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What came of it: by obligation how much more is owed now (đồng), and what was freed.

    `levies` tells by how much the levy itself changed, also where all of that is waived.
    """

    changes: dict[Key, int]
    freed_vnd: int
    levies: dict[Key, int] = field(default_factory=dict)


def adjust_obligations(
    session: Session,
    ctx: Context,
    order: Adjustment,
    held: Mapping[Key, ObligationRow],
    targets: Mapping[Key, Target],
) -> Adjusted:
    """Bring the obligations held to their targets, and make those that are new.

    Takes    for each new obligation all columns but its amounts; of what is paid nothing is told,
             it is read here. Credit that was freed from an exempted month goes back to it before
             anything of it is waived.
    Raises   what keeps freed money from being shared anew: then nothing is done.
    """
    freed = _free(session, ctx, order, held, targets)
    back = freed_before(session, order.unit, _short(held, targets)) if order.posts else {}
    events: list[tuple[Key, EventReason, int]] = []
    new: list[dict[str, object]] = []
    for key in sorted(targets):
        target, row = targets[key], held.get(key)
        paid = 0 if row is None else row.paid_vnd + sum(back.get(key, {}).values())
        then = owed(target.gross_vnd, Vnd(paid), target.effect, 0 if row is None else row.moved_vnd)
        events.extend((key, reason, delta) for reason, delta in _deltas(row, then) if delta)
        values = {**target.values, **_amounts(then)}
        if row is None:
            own = {"collecting_unit": order.unit, "tax_code": key[0], "period": key[1]}
            new.append({**own, "paid_vnd": 0, **target.at_first, **values})
        else:
            for name, value in values.items():
                setattr(row, name, value)
    store_changes(session, held.values())
    load(session, ObligationRow, new)
    changes: dict[Key, int] = {}
    for key, _, delta in events:
        changes[key] = changes.get(key, 0) + delta
    changes = {key: change for key, change in changes.items() if change}
    _post(session, ctx, order, events, changes)
    _put_back(session, ctx, order, back)
    levies = {key: delta for key, reason, delta in events if reason is EventReason.ASSESSMENT}
    return Adjusted(changes, freed, levies)


def _deltas(row: ObligationRow | None, then: Owed) -> list[tuple[EventReason, int]]:
    """By how much each reason changes what is owed."""
    gross, relief, waived = (
        (0, 0, 0) if row is None else (row.gross_vnd, row.relief_vnd, row.waived_vnd)
    )
    return [
        (EventReason.ASSESSMENT, then.gross_vnd - gross),
        (EventReason.REDUCTION, relief - then.relief_vnd),
        (EventReason.EXEMPTION, waived - then.waived_vnd),
    ]


def _amounts(then: Owed) -> dict[str, object]:
    return {
        "gross_vnd": then.gross_vnd,
        "amount_vnd": then.amount_vnd,
        "waived_vnd": then.waived_vnd,
    }


def _free(
    session: Session,
    ctx: Context,
    order: Adjustment,
    held: Mapping[Key, ObligationRow],
    targets: Mapping[Key, Target],
) -> int:
    """Take off what was paid beyond the lower amount; it becomes the payer's credit.

    The latest receipts give first: the earliest payment keeps paying.
    """
    over: dict[Key, int] = {}
    for key, target in targets.items():
        row = held.get(key)
        if row is not None:
            then = owed(target.gross_vnd, Vnd(row.paid_vnd), target.effect, row.moved_vnd)
            if row.paid_vnd > then.amount_vnd:
                over[key] = row.paid_vnd - then.amount_vnd
    if not over:
        return 0
    parts = part_amounts(session, order.unit, over)
    moves: list[Move] = []
    left = dict(over)
    for part in sorted(parts, reverse=True):
        key = (part.tax_code, part.period)
        freed = min(left[key], parts[part])
        if freed:
            left[key] -= freed
            moves.append(
                Move(part.holder_unit, part.receipt_seq, *key, -freed, freed, confidence=100)
            )
    moves.sort(key=lambda move: (move.tax_code, move.period))
    rematch(
        session,
        ctx,
        Rematch(order.unit, order.on, tuple(moves), order.lowered, decided_by=ctx.actor.name),
    )
    return sum(over.values())


def _short(held: Mapping[Key, ObligationRow], targets: Mapping[Key, Target]) -> dict[Key, int]:
    """What is unpaid of the exempted months (đồng), before it is waived."""
    short: dict[Key, int] = {}
    for key, target in targets.items():
        row = held.get(key)
        if row is not None and target.effect.exempt:
            then = owed(target.gross_vnd, Vnd(row.paid_vnd), target.effect, row.moved_vnd)
            if then.waived_vnd:
                short[key] = then.waived_vnd
    return short


def _put_back(
    session: Session, ctx: Context, order: Adjustment, back: Mapping[Key, Mapping[Place, int]]
) -> None:
    """Put credit back on the months from which it was freed."""
    moves = tuple(
        Move(*place, *key, amount, -amount, confidence=100)
        for key, places in sorted(back.items())
        for place, amount in sorted(places.items())
    )
    if moves:
        rematch(
            session,
            ctx,
            Rematch(order.unit, order.on, moves, order.text, decided_by=ctx.actor.name),
        )


def _post(
    session: Session,
    ctx: Context,
    order: Adjustment,
    events: list[tuple[Key, EventReason, int]],
    changes: Mapping[Key, int],
) -> None:
    """One entry for all changes, and the history behind the amounts."""
    if not events:
        return
    number = next_numbers(session, order.unit, "assessment", 1)
    key = f"{order.key}:{number}"
    on = order.on
    lines: tuple[Line, ...] = ()
    if order.posts:
        on = reads.first_open_day(session, [order.unit], order.on, ctx.clock.now_us())
        lines = gathered(line for _, change in sorted(changes.items()) for line in assessed(change))
    if lines:
        draft = Draft(
            book=order.unit,
            journal=JOURNAL,
            accounting_on=on,
            document_on=order.on,
            text=order.text,
            source=order.source,
            key=key,
            lines=lines,
            actor=ctx.actor.name,
        )
        book.post(session, ctx.clock.now_us(), [draft])
    first = next_numbers(session, order.unit, "obligation_event", len(events))
    load(
        session,
        ObligationEventRow,
        [
            {
                "collecting_unit": order.unit,
                "seq": first + offset,
                "tax_code": tax_code,
                "period": period,
                "delta_vnd": delta,
                "accounting_on": on,
                "reason": reason.value,
                "entry_key": key if lines else "",
            }
            for offset, ((tax_code, period), reason, delta) in enumerate(events)
        ],
    )
