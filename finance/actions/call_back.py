"""Bring back what was moved from an obligation, when less is owed than stands with its heirs.

Called by the verbs that assess and that grant relief; they own the transaction.
"""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from finance.actions.adjust_obligations import Key, Target
from finance.actions.move_open import Going, Heir, sharers, write_moves
from finance.actions.rematch import Move, Rematch, rematch
from finance.records.obligations import ObligationRow
from finance.records.parts import part_amounts
from finance.rules.relief import owed
from finance.runtime.context import Context
from ledger.money import Vnd


def call_back_all(
    session: Session,
    ctx: Context,
    held: Mapping[Key, ObligationRow],
    targets: Mapping[Key, Target],
    on: dt.date,
) -> int:
    """Before a unit's obligations are brought to their targets: call back what they leave over.

    Returns  what was paid to the heirs and is the payers' credit now (đồng).
    """
    freed = 0
    for key, row in sorted(held.items()):
        if row.moved_vnd < 0:
            target = targets[key]
            reduced = owed(target.gross_vnd, Vnd(0), target.effect).amount_vnd
            freed += call_back(session, ctx, row, reduced, on)
    return freed


def call_back(
    session: Session, ctx: Context, row: ObligationRow, gross_vnd: int, on: dt.date
) -> int:
    """Bring back what is missing here for what was paid, and for what is owed at all.

    What is open or waived with the heirs comes back first. Where they were paid more than is owed
    by now, that becomes the payer's credit there.
    Takes    what is owed for the month by now, after a reduction (đồng).
    Returns  what became credit (đồng).
    """
    session.flush()
    _pull(session, ctx, row, row.paid_vnd - gross_vnd - row.moved_vnd, on)
    beyond = -(gross_vnd + row.moved_vnd)
    whole = 0
    for there in list(sharers(session, row)):
        freed = min(beyond, there.paid_vnd, there.moved_vnd)
        if freed > 0:
            _free(session, ctx, there, freed, on)
            write_moves(session, ctx, [Going(there, _home(row), freed)], on)
            beyond -= freed
            whole += freed
    return whole


def callable_vnd(session: Session, row: ObligationRow) -> int:
    """How much of what was moved from an obligation nobody has paid yet, to be called back."""
    return sum(_unpaid(there) for there in list(sharers(session, row)))


def _unpaid(there: ObligationRow) -> int:
    """What came to an heir and is not paid there, open or waived; its own levy stays its own."""
    return max(0, min(there.amount_vnd - there.paid_vnd, there.moved_vnd))


def _home(row: ObligationRow) -> Heir:
    return Heir(row.collecting_unit, row.tax_code, row.grassroots_unit, row.upper_unit)


def _pull(session: Session, ctx: Context, row: ObligationRow, needed_vnd: int, on: dt.date) -> None:
    """Bring back what nobody has paid yet, one heir after the other, as far as it is needed."""
    if needed_vnd <= 0:
        return
    for there in list(sharers(session, row)):
        taken = min(needed_vnd, _unpaid(there))
        if taken > 0:
            waived = max(0, taken - there.open_vnd)
            write_moves(session, ctx, [Going(there, _home(row), taken, waived)], on)
            needed_vnd -= taken


def _free(session: Session, ctx: Context, row: ObligationRow, amount_vnd: int, on: dt.date) -> None:
    """Take what was paid off an obligation; it becomes the payer's credit, the latest first."""
    left = amount_vnd
    moves: list[Move] = []
    place = (row.tax_code, row.period)
    parts = part_amounts(session, row.collecting_unit, [place])
    for key in sorted(parts, reverse=True):
        freed = min(left, parts[key])
        if freed:
            head = (key.holder_unit, key.receipt_seq)
            moves.append(Move(*head, *place, -freed, freed, confidence=100))
            left -= freed
    text = f"Điều chỉnh kinh phí công đoàn tháng {row.period}"
    rematch(session, ctx, Rematch(row.collecting_unit, on, tuple(moves), text, ctx.actor.name))
