"""End a column profile: from a day on no statement is read by it."""

import datetime as dt
import json
from dataclasses import dataclass

from finance.records.column_profiles import ColumnProfileRow, profiles_in_force
from finance.records.runs import next_numbers
from finance.rules.column_profiles import UnknownProfile, profile_data
from finance.rules.folding import fold
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class EndProfile:
    """Which profile of which unit, and the first day without it."""

    unit: str
    name: str
    on: dt.date


def end_profile(ctx: Context, request: EndProfile) -> str:
    """End a profile; its rows stay, so that what was read by them can be explained.

    Returns  what the profile is called in the batches that were read by it.
    Raises   UnknownProfile, also when it has ended already; PermissionRefused.
    """
    with ctx.database.writing() as session:
        ctx.require(session, "intake.profile", request.unit)
        next_numbers(session, request.unit, "profile", 0)  # one at a time in a unit
        in_force = profiles_in_force(session, [request.unit], request.on)
        named = [each for each in in_force if fold(each.profile.name) == fold(request.name)]
        if not named:
            raise UnknownProfile(name=request.name)
        ended = named[0]
        session.add(
            ColumnProfileRow(
                unit_code=request.unit,
                seq=next_numbers(session, request.unit, "profile", 1),
                name=ended.profile.name,
                valid_from=request.on,
                ended=True,
                body=json.dumps(profile_data(ended.profile), ensure_ascii=False),
                made_by=ctx.actor.name,
                made_at_us=ctx.clock.now_us(),
            )
        )
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "end_profile",
            request.unit,
            ended.ref,
            {"name": ended.profile.name, "on": request.on.isoformat()},
        )
        session.commit()
        return ended.ref
