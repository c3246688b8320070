"""Publish the yearly list of the employers that were relieved; frozen, in versions."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from finance.records.relief_lists import ReliefListRow, latest_list
from finance.records.relief_register import cases
from finance.records.units import latest_unit
from finance.rules.relief_cases import ListYearNotOver, NoSuchDecidingUnit
from finance.rules.relief_limits import check_any_level
from finance.rules.relief_lists import list_content
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.database import widen
from finance.runtime.parameters import law


@dataclass(frozen=True, slots=True)
class PublishReliefList:
    """Whose decisions, of which year."""

    unit: str
    year: int


@dataclass(frozen=True, slots=True)
class PublishedList:
    """Which version it is, how many decisions stand in it, and whether it is new."""

    version: int
    cases: int
    digest: str
    fresh: bool


def publish_relief_list(ctx: Context, request: PublishReliefList) -> PublishedList:
    """Publish what the unit decided in the year; a list that says the same is left as it is.

    Raises   ListYearNotOver, NoSuchDecidingUnit, LevelMayNotDecide for a unit that decides on no
             kind of relief, PermissionRefused.
    """
    year = (dt.date(request.year, 1, 1), dt.date(request.year, 12, 31))
    with ctx.database.writing() as session:
        ctx.require(session, "disclosure.publish", request.unit)
        if ctx.today < year[1]:
            raise ListYearNotOver(year=request.year)
        widen(session)
        unit = latest_unit(session, request.unit)
        if unit is None:
            raise NoSuchDecidingUnit(unit=request.unit)
        check_any_level(unit.level, unit.code, year[1], law())
        found = cases(session, request.unit, *year)
        content = list_content(request.unit, unit.name, request.year, found)
        digest = hashlib.sha256(content).hexdigest()
        latest = latest_list(session, request.unit, request.year)
        if latest is not None and latest.digest == digest:
            return PublishedList(latest.version, len(found), digest, fresh=False)
        version = 1 if latest is None else latest.version + 1
        session.add(
            ReliefListRow(
                unit_code=request.unit,
                year=request.year,
                version=version,
                content=content,
                digest=digest,
                published_at_us=ctx.clock.now_us(),
                published_by=ctx.actor.name,
            )
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "publish_relief_list",
            request.unit,
            str(request.year),
            {"version": version, "cases": len(found), "digest": digest},
        )
        session.commit()
        return PublishedList(version, len(found), digest, fresh=True)
