"""Save how a bank lays out its statements, from a day on."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from finance.records.column_profiles import ColumnProfileRow, SavedProfile, profiles_in_force
from finance.records.runs import next_numbers
from finance.records.units import latest_unit
from finance.rules.column_profiles import UnitOfNoProfile, parse_profile, profile_data
from finance.rules.folding import fold
from finance.runtime import audit
from finance.runtime.context import Context


@dataclass(frozen=True, slots=True)
class SaveProfile:
    """Whose profile it is, from which day on, and its fields as `parse_profile` reads them."""

    unit: str
    valid_from: dt.date
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ProfileSaved:
    """The profile as it stands now, and whether anything was written."""

    saved: SavedProfile
    changed: bool


def save_profile(ctx: Context, request: SaveProfile) -> ProfileSaved:
    """Save a profile for the accounts of a unit and of those below it.

    What was saved before under the same name stays, and counts up to the day before.
    Returns  the profile; the same one again changes nothing and says so.
    Raises   UnfitProfile, UnitOfNoProfile, PermissionRefused.
    """
    profile = parse_profile(request.data)
    with ctx.database.writing() as session:
        if latest_unit(session, request.unit) is None:
            raise UnitOfNoProfile(unit=request.unit)
        ctx.require(session, "intake.profile", request.unit)
        next_numbers(session, request.unit, "profile", 0)  # one at a time in a unit
        for there in profiles_in_force(session, [request.unit], request.valid_from):
            if fold(there.profile.name) == fold(profile.name) and there.profile == profile:
                return ProfileSaved(there, changed=False)
        row = ColumnProfileRow(
            unit_code=request.unit,
            seq=next_numbers(session, request.unit, "profile", 1),
            name=profile.name,
            valid_from=request.valid_from,
            ended=False,
            body=json.dumps(profile_data(profile), ensure_ascii=False),
            made_by=ctx.actor.name,
            made_at_us=ctx.clock.now_us(),
        )
        saved = SavedProfile(row.unit_code, row.seq, row.valid_from, row.made_by, profile)
        session.add(row)
        audit.write(
            session,
            ctx.clock,
            ctx.actor,
            "save_profile",
            request.unit,
            saved.ref,
            {
                "name": profile.name,
                "bank_bin": profile.bank_bin,
                "valid_from": request.valid_from.isoformat(),
            },
        )
        session.commit()
        return ProfileSaved(saved, changed=True)
