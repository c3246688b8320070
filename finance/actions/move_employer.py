"""Move an employer to another collecting unit, or into another employer, with what is open."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from finance.actions.identify_receipt import UnknownEmployer
from finance.actions.move_open import Heir, MovedMonth, move_open, open_obligations
from finance.actions.pass_credits import PassCredits, pass_credits
from finance.actions.pass_custody import pass_custody
from finance.records.audit_lines import MOVED
from finance.records.employers import EmployerRow
from finance.records.obligations import ObligationRow
from finance.records.passed_custody import custody_units
from finance.records.payments import Payment
from finance.records.receipts import ReceiptRow
from finance.records.runs import take_turn
from finance.records.units import line_up, unit_on
from finance.rules.errors import RuleError
from finance.rules.sharing import Role
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen


class DecisionMissing(RuleError):
    """An employer moves by a decision, and the log names it."""

    code = "move.decision_wanted"
    vi = "Phải ghi số quyết định chuyển đơn vị sử dụng lao động."
    en = "Name the decision by which the employer is moved."


class NoSuchPlace(RuleError):
    """Employers belong to units that stand on that day."""

    code = "move.no_such_unit"
    vi = "Ngày {on} không có đơn vị «{unit}» phù hợp để nhận."
    en = "On {on} there is no unit “{unit}” that could take it."


class NotInOneLine(RuleError):
    """Who shares in what an employer pays stands in one line with the unit that collects it."""

    code = "move.not_in_one_line"
    vi = "Ngày {on}, {place} không cùng tuyến với đơn vị thu {unit}: phải nêu đơn vị ở nơi mới."
    en = "On {on} {place} is not in one line with collecting unit {unit}: name the unit there."


class IntoItself(RuleError):
    """An employer is not merged into itself."""

    code = "move.into_itself"
    vi = "{tax_code} không thể sáp nhập vào chính mình."
    en = "{tax_code} cannot be merged into itself."


class NothingNamed(RuleError):
    """A move names where to: a unit, an employer, or both."""

    code = "move.nowhere"
    vi = "Phải nêu đơn vị thu mới hoặc đơn vị sử dụng lao động tiếp nhận."
    en = "Name the new collecting unit, or the employer that takes over."


@dataclass(frozen=True, slots=True)
class MoveEmployer:
    """Who moves, from which day, by which decision, and where to.

    `to_unit` collects from then on; `into` is the employer it is merged into. A grassroots or
    upper unit left out (None) stays as it was. With `periods` only those wage months go along:
    into another employer that is a split, and who was split goes on in the register.
    """

    tax_code: str
    on: dt.date
    decision: str
    to_unit: str = ""
    into: str = ""
    grassroots_unit: str | None = None
    upper_unit: str | None = None
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EmployerMoved:
    """What came of it: whether the register changed, what went along (đồng), what is to be paid."""

    unit: str
    tax_code: str
    registered: bool
    months: tuple[MovedMonth, ...]
    credit_vnd: int
    custody_vnd: int
    payments: tuple[Payment, ...]

    @property
    def changed(self) -> bool:
        """Whether anything was done."""
        return self.registered or bool(self.months) or self.credit_vnd + self.custody_vnd > 0


def move_employer(ctx: Context, request: MoveEmployer) -> EmployerMoved:
    """Move an employer: its row of the register, its open obligations, its credits and custody.

    What it paid, and how that was shared, stays in the book where it was paid. Repeated, it moves
    what has become open since.
    Raises   DecisionMissing, NothingNamed, IntoItself, UnknownEmployer, NoSuchPlace, NotInOneLine,
             OrganisationsMonth, MoneyElsewhere; PermissionRefused unless the actor may do it in
             every unit concerned.
    """
    _check(request)
    with ctx.database.writing() as session:
        take_turn(session)
        widen(session)
        row = _row(session, request.tax_code, request.on)
        heir = _heir(session, request, row)
        sources = _sources(session, request.tax_code, row)
        for unit in sorted({heir.unit, *sources}):
            ctx.require(session, "employer.move", unit)
        registered = _register(session, request, row, heir)
        rows = open_obligations(session, request.tax_code, request.periods)
        months = move_open(session, ctx, rows, heir, request.on)
        credit = custody = 0
        payments: list[Payment] = []
        for unit in [] if request.periods else sources:
            if (unit, request.tax_code) != (heir.unit, heir.tax_code):
                wish = PassCredits(unit, request.tax_code, heir.unit, heir.tax_code, request.on)
                passed, ordered = pass_credits(session, ctx, wish)
                held, also = pass_custody(session, ctx, wish)
                credit += passed
                custody += held
                payments += [*ordered, *also]
        done = EmployerMoved(
            heir.unit, heir.tax_code, registered, tuple(months), credit, custody, tuple(payments)
        )
        if done.changed:
            _write_audit(session, ctx, request, done, sources)
            session.commit()
        return done


def _check(request: MoveEmployer) -> None:
    if not request.decision.strip():
        raise DecisionMissing
    if not request.to_unit and not request.into:
        raise NothingNamed
    if request.into == request.tax_code:
        raise IntoItself(tax_code=request.tax_code)


def _row(session: Session, tax_code: str, on: dt.date) -> EmployerRow:
    """The employer's row of the register on a day, or the last before it."""
    found = session.scalars(
        select(EmployerRow)
        .where(EmployerRow.tax_code == tax_code, EmployerRow.valid_from <= on)
        .order_by(EmployerRow.valid_from.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise UnknownEmployer(tax_code=tax_code)
    return found


def _heir(session: Session, request: MoveEmployer, row: EmployerRow) -> Heir:
    base = row if not request.into else _row(session, request.into, request.on)
    if base.valid_to < request.on and request.into:
        raise UnknownEmployer(tax_code=request.into)
    heir = Heir(
        request.to_unit or base.collecting_unit,
        request.into or request.tax_code,
        base.grassroots_unit if request.grassroots_unit is None else request.grassroots_unit,
        base.upper_unit if request.upper_unit is None else request.upper_unit,
    )
    _stand(session, heir, request.on)
    if request.to_unit or request.grassroots_unit or request.upper_unit:
        _in_one_line(session, heir, request.on)
    return heir


def _stand(session: Session, heir: Heir, on: dt.date) -> None:
    """Hold the units to the register of the day, and to the levels they may have there."""
    every = frozenset(role.value for role in Role)
    grassroots = frozenset({Role.GRASSROOTS.value})
    for code, levels in (
        (heir.unit, every),
        (heir.grassroots_unit, grassroots),
        (heir.upper_unit, every - grassroots),
    ):
        unit = unit_on(session, code, on) if code else None
        if code and (unit is None or unit.level not in levels):
            raise NoSuchPlace(unit=code, on=on.isoformat())


def _in_one_line(session: Session, heir: Heir, on: dt.date) -> None:
    """Else nothing the employer pays could be shared from the unit that collects."""
    above = line_up(session, heir.unit, on)
    for code in (heir.grassroots_unit, heir.upper_unit):
        if code and code not in above and heir.unit not in line_up(session, code, on):
            raise NotInOneLine(place=code, unit=heir.unit, on=on.isoformat())


def _sources(session: Session, tax_code: str, row: EmployerRow) -> list[str]:
    """The units that keep something of an employer, or that the register names."""
    held = select(ObligationRow.collecting_unit).where(
        ObligationRow.tax_code == tax_code,
        ObligationRow.amount_vnd > ObligationRow.waived_vnd + ObligationRow.paid_vnd,
    )
    credited = select(ReceiptRow.collecting_unit).where(
        ReceiptRow.tax_code == tax_code, ReceiptRow.credit_vnd > 0
    )
    holding = custody_units(session, tax_code)
    units = {row.collecting_unit, *session.scalars(held), *session.scalars(credited)}
    return sorted(units | set(holding))


def _register(session: Session, request: MoveEmployer, row: EmployerRow, heir: Heir) -> bool:
    """End the row of before and, unless the employer ends with it, begin the next.

    One of which named months go to another employer was split: it stays as it is.
    """
    before = request.on - dt.timedelta(days=1)
    if request.into and request.periods:
        return False
    if request.into:
        changed = row.valid_to >= request.on
        row.valid_to = max(row.valid_from, min(row.valid_to, before))
        return changed
    wanted = {
        "collecting_unit": heir.unit,
        "grassroots_unit": heir.grassroots_unit,
        "upper_unit": heir.upper_unit,
    }
    if row.valid_to < request.on or all(getattr(row, k) == v for k, v in wanted.items()):
        return False
    if row.valid_from < request.on:
        columns = inspect(EmployerRow).columns.keys()
        values = {name: getattr(row, name) for name in columns}
        session.add(EmployerRow(**{**values, **wanted, "valid_from": request.on}))
        row.valid_to = before
    else:
        for name, value in wanted.items():
            setattr(row, name, value)
    session.flush()
    return True


def _write_audit(
    session: Session,
    ctx: Context,
    request: MoveEmployer,
    done: EmployerMoved,
    sources: list[str],
) -> None:
    """One line for each unit concerned: those who stand over either read it."""
    for unit in sorted({done.unit, *sources}):
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            MOVED,
            unit,
            request.tax_code,
            {
                "to_unit": done.unit,
                "to_tax_code": done.tax_code,
                "on": request.on.isoformat(),
                "decision": request.decision.strip(),
                "amount_vnd": sum(month.amount_vnd for month in done.months),
                "credit_vnd": done.credit_vnd,
                "custody_vnd": done.custody_vnd,
            },
        )
