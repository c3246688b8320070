"""What a unit still keeps of employers that others collect from now goes to those others."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from finance.actions.move_open import (
    Heir,
    MovedMonth,
    move_open,
    open_obligations,
    registered_heir,
)
from finance.actions.pass_credits import PassCredits, pass_credits
from finance.actions.pass_custody import pass_custody
from finance.records.obligations import ObligationRow
from finance.records.passed_custody import custody_employers
from finance.records.payments import Payment
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen


@dataclass(frozen=True, slots=True)
class FollowRegister:
    """Whose book is to follow the register, on which day."""

    unit: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Followed:
    """What went where (đồng), and the payments that go with credits."""

    employers: int
    months: tuple[MovedMonth, ...]
    credit_vnd: int
    custody_vnd: int
    payments: tuple[Payment, ...]


def follow_register(ctx: Context, request: FollowRegister) -> Followed:
    """Move open obligations, credits and custody of a unit to those that the register names by now.

    After a register of successor units and employers has come in (a merger of provinces), this
    brings the books after it; repeated, nothing is left to move.
    Raises   OrganisationsMonth, MoneyElsewhere; PermissionRefused unless the actor
             may do it in every unit concerned.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "employer.move", request.unit)
        take_turn(session)
        widen(session)
        done = _follow(session, ctx, request)
        if done.employers:
            audit.write(
                session,
                ctx.clock,
                ctx.actor,
                "follow_register",
                request.unit,
                request.on.isoformat(),
                {
                    "employers": done.employers,
                    "amount_vnd": sum(month.amount_vnd for month in done.months),
                    "credit_vnd": done.credit_vnd,
                    "custody_vnd": done.custody_vnd,
                },
            )
            session.commit()
        return done


def _follow(session: Session, ctx: Context, request: FollowRegister) -> Followed:
    months: list[MovedMonth] = []
    payments: list[Payment] = []
    credit = custody = employers = 0
    for tax_code in _kept(session, request.unit):
        heir = registered_heir(session, tax_code, request.on)
        if heir is None or heir.unit == request.unit:
            continue
        ctx.require(session, "employer.move", heir.unit)
        employers += 1
        passed, held = _one(session, ctx, request, heir, months)
        credit += passed[0]
        custody += held[0]
        payments += [*passed[1], *held[1]]
    return Followed(employers, tuple(months), credit, custody, tuple(payments))


def _one(
    session: Session, ctx: Context, request: FollowRegister, heir: Heir, months: list[MovedMonth]
) -> tuple[tuple[int, list[Payment]], tuple[int, list[Payment]]]:
    rows = [
        row
        for row in open_obligations(session, heir.tax_code)
        if row.collecting_unit == request.unit
    ]
    months += move_open(session, ctx, rows, heir, request.on)
    wish = PassCredits(request.unit, heir.tax_code, heir.unit, heir.tax_code, request.on)
    return pass_credits(session, ctx, wish), pass_custody(session, ctx, wish)


def _kept(session: Session, unit: str) -> list[str]:
    """The employers of which a unit keeps something open, a credit, or custody that may go."""
    owing = select(ObligationRow.tax_code).where(
        ObligationRow.collecting_unit == unit,
        ObligationRow.amount_vnd > ObligationRow.waived_vnd + ObligationRow.paid_vnd,
    )
    credited = select(ReceiptRow.tax_code).where(
        ReceiptRow.collecting_unit == unit, ReceiptRow.credit_vnd > 0
    )
    return sorted({*session.scalars(owing.union(credited)), *custody_employers(session, unit)})
