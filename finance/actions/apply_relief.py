"""Register an application for relief, as the employer's form has it."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from finance.actions.deciding_unit import check_over, deciding_unit, level_of
from finance.actions.identify_receipt import UnknownEmployer
from finance.records.employers import EmployerRow, employer_in
from finance.records.relief_applications import (
    ApplicationState,
    ReliefApplicationRow,
    applications,
    waiting_for,
)
from finance.records.runs import next_numbers
from finance.rules.relief import Ground, ReliefKind
from finance.rules.relief_cases import (
    ApplicationDiffers,
    ApplicationWaits,
    DayAhead,
    FieldWanted,
)
from finance.rules.relief_fields import said
from finance.rules.relief_grounds import check_figures
from finance.rules.relief_limits import (
    MonthsTurned,
    check_level,
)
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law
from ledger.periods import Period, period_of

LONGEST: Final = 200
_REGISTERED: Final = ("name", "si_unit_code")  # the register's, where the form leaves them out
_AS_ASKED: Final = {"from_period": "first", "to_period": "last"}
_NUMBER: Final = ("số văn bản đề nghị", "the number of the request")


@dataclass(frozen=True, slots=True)
class ReliefForm:
    """The fields of annexes I and II that are words; what is left out is taken as empty."""

    name: str = ""
    si_unit_code: str = ""
    business_address: str = ""
    contact_address: str = ""
    employer_kind: str = ""
    phone: str = ""
    email: str = ""
    licence: str = ""
    licence_by: str = ""
    suspended_by: str = ""  # annex I, 11: the decision that suspended it
    confirmed_by: str = ""  # the grassroots union, or the one that collects
    quarterly: bool = False


@dataclass(frozen=True, slots=True)
class ReliefFigures:
    """What the dossier says of the employer: people, days, đồng."""

    workers_before: int = 0
    workers_off: int = 0
    stopped_days: int = 0
    assets_vnd: int = 0
    damage_vnd: int = 0
    workers_cut: int = 0
    members_cut: int = 0
    rehired: int = 0


@dataclass(frozen=True, slots=True)
class ApplyRelief:
    """An application as it came in, today when no day is named.

    `unit` decides on it, the nearest that may when empty.
    """

    tax_code: str
    kind: ReliefKind
    ground: Ground
    first: Period
    last: Period
    document_no: str
    document_on: dt.date
    received_on: dt.date | None = None
    form: ReliefForm = ReliefForm()
    figures: ReliefFigures = ReliefFigures()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """Which application it is, and whether it is new."""

    application: str  # UNIT/RA/SEQ
    fresh: bool


def apply_relief(ctx: Context, request: ApplyRelief) -> Registered:
    """Register an application; whoever does so will not decide on it.

    The name and the social-insurance code are the register's where the form leaves them out.
    Returns  the application; registered before under the same number and day, nothing changes.
    Raises   ApplicationDiffers where that one says otherwise; FieldWanted, DayAhead, MonthsTurned,
             WrongGround, NotSoMany, UnknownEmployer, LevelMayNotDecide, NoDecidingUnit,
             NotOverCollector, ApplicationWaits, PermissionRefused.
    """
    asked = replace(request, document_no=request.document_no.strip())
    if not asked.document_no:
        raise FieldWanted(vi=_NUMBER[0], en=_NUMBER[1])
    received_on = asked.received_on or ctx.today
    for day in (asked.document_on, received_on):
        if day > ctx.today:
            raise DayAhead(on=day.isoformat())
    if asked.last < asked.first:
        raise MonthsTurned(first=asked.first, last=asked.last)
    with ctx.database.writing() as session:
        employer = employer_in(session, asked.tax_code, period_of(received_on))
        if employer is None:
            raise UnknownEmployer(tax_code=asked.tax_code)
        unit = asked.unit or deciding_unit(
            session, [employer.collecting_unit], asked.kind, received_on
        )
        # It is brought to the unit that collects as well, which hands it on.
        ctx.require(session, "relief.apply", employer.collecting_unit)
        check_level(asked.kind, level_of(session, unit), unit, received_on, law())
        check_over(session, ctx, unit, [employer.collecting_unit], received_on)
        widen(session)
        there = _there(session, unit, asked)
        if there is not None:
            _check_same(there, asked)
            return Registered(there.public_id, fresh=False)
        waits = waiting_for(session, asked.tax_code, asked.kind)
        if waits is not None:
            raise ApplicationWaits(tax_code=asked.tax_code, application=waits.public_id)
        row = _row(session, ctx, unit, employer, asked)
        check_figures(asked.kind, row.facts)
        session.add(row)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "apply_relief",
            unit,
            row.public_id,
            {"tax_code": asked.tax_code, "kind": asked.kind.value, "document": asked.document_no},
        )
        session.commit()
        return Registered(row.public_id, fresh=True)


def _there(session: Session, unit: str, asked: ApplyRelief) -> ReliefApplicationRow | None:
    found = applications(
        session,
        ReliefApplicationRow.unit_code == unit,
        ReliefApplicationRow.tax_code == asked.tax_code,
        ReliefApplicationRow.kind == asked.kind.value,
        ReliefApplicationRow.document_no == asked.document_no,
        ReliefApplicationRow.document_on == asked.document_on,
    )
    return found[0] if found else None


def _check_same(there: ReliefApplicationRow, asked: ApplyRelief) -> None:
    """Hold what is asked again to what is registered; what it leaves to the register is as it is.

    Raises   ApplicationDiffers.
    """
    words = _words(asked.form)
    given: dict[str, object] = {
        "ground": asked.ground.value,
        "from_period": asked.first,
        "to_period": asked.last,
        "received_on": asked.received_on or there.received_on,
        "quarterly": asked.form.quarterly,
        **{name: text for name, text in words.items() if text or name not in _REGISTERED},
        **asdict(asked.figures),
    }
    other = {name for name, value in given.items() if getattr(there, name) != value}
    if other:
        fields = said(_AS_ASKED.get(name, name) for name in other)
        raise ApplicationDiffers(application=there.public_id, fields=fields)


def _words(form: ReliefForm) -> dict[str, str]:
    given = asdict(form)
    return {name: text.strip()[:LONGEST] for name, text in given.items() if isinstance(text, str)}


def _row(
    session: Session, ctx: Context, unit: str, employer: EmployerRow, asked: ApplyRelief
) -> ReliefApplicationRow:
    words = _words(asked.form)
    words["name"] = words["name"] or employer.name
    words["si_unit_code"] = words["si_unit_code"] or employer.si_unit_code
    return ReliefApplicationRow(
        unit_code=unit,
        seq=next_numbers(session, unit, "relief_application", 1),
        tax_code=asked.tax_code,
        kind=asked.kind.value,
        ground=asked.ground.value,
        from_period=asked.first,
        to_period=asked.last,
        document_no=asked.document_no[:100],
        document_on=asked.document_on,
        received_on=asked.received_on or ctx.today,
        quarterly=asked.form.quarterly,
        state=ApplicationState.WAITING.value,
        registered_by=ctx.actor.name,
        registered_at_us=ctx.clock.now_us(),
        **words,
        **asdict(asked.figures),
    )
