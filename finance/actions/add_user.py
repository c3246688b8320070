"""Give a person a name to sign in with and a role in a unit."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records import people
from finance.records.units import FOREVER, unit_on
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.identity import SYSTEM_NAME
from finance.runtime.parameters import permissions
from finance.runtime.passwords import hashed
from ledger.errors import Refusal

_FORM = re.compile(r"[a-z][a-z0-9._-]{1,79}", re.ASCII)


class WrongUserName(Refusal):
    """A name to sign in with that cannot be typed the same way everywhere."""

    code = "people.wrong_user_name"
    vi = "Tên đăng nhập «{name}» phải bắt đầu bằng chữ a–z, sau đó là a–z, 0–9, . _ -, tối đa 80."
    en = "User name “{name}” must begin with a–z and go on with a–z, 0–9, . _ -, 80 at most."


class UnknownRole(Refusal):
    """The table of permissions has no such role."""

    code = "people.unknown_role"
    vi = "Không có vai trò «{role}»; có: {roles}."
    en = "There is no role “{role}”; there are: {roles}."


class UnknownUnit(Refusal):
    """A role is held in a unit that stands today."""

    code = "people.unknown_unit"
    vi = "Hôm nay không có đơn vị {unit}."
    en = "There is no unit {unit} today."


class NoPassword(Refusal):
    """A new person needs a password."""

    code = "people.no_password"
    vi = "Người dùng mới {name} cần có mật khẩu."
    en = "The new user {name} needs a password."


@dataclass(frozen=True, slots=True)
class AddUser:
    """A person, a role and the unit it reaches from."""

    name: str
    role: str
    unit: str
    password: str | None  # for a new person; one who is known keeps theirs


@dataclass(frozen=True, slots=True)
class AddedUser:
    """What was new; both False when the same was asked before."""

    user: bool
    grant: bool


def add_user(ctx: Context, request: AddUser) -> AddedUser:
    """Add a person, or another role for one who is known; it holds from today on.

    Takes    a name in small letters; a role of the table of permissions; a unit that stands today.
    Returns  what was new. The password of a person who is known is never touched.
    Raises   WrongUserName, UnknownRole, UnknownUnit, NoPassword, WeakPassword, PermissionRefused.
    """
    _check(request)
    fresh = None if request.password is None else hashed(request.password)
    with ctx.database.writing() as session:
        if unit_on(session, request.unit, ctx.today) is None:
            raise UnknownUnit(unit=request.unit)
        ctx.require(session, "user.add", request.unit)
        added = AddedUser(_user(session, ctx, request.name, fresh), _grant(session, ctx, request))
        if added.user or added.grant:
            facts = {"role": request.role, "new": "user" if added.user else "role"}
            audit.write(
                session, ctx.clock, ctx.actor, "add_user", request.unit, request.name, facts
            )
        session.commit()
    return added


def _check(request: AddUser) -> None:
    if not _FORM.fullmatch(request.name) or request.name == SYSTEM_NAME:
        raise WrongUserName(name=request.name)
    roles = set(permissions().roles) - {SYSTEM_NAME}
    if request.role not in roles:
        raise UnknownRole(role=request.role, roles=", ".join(sorted(roles)))


def _user(session: Session, ctx: Context, name: str, password_hash: str | None) -> bool:
    if people.user_named(session, name) is not None:
        return False
    if password_hash is None:
        raise NoPassword(name=name)
    now_us = ctx.clock.now_us()
    session.add(people.User(name=name, password_hash=password_hash, created_at_us=now_us))
    session.flush()
    return True


def _grant(session: Session, ctx: Context, request: AddUser) -> bool:
    held = people.grants_on(session, request.name, ctx.today)
    if any((row.unit_code, row.role) == (request.unit, request.role) for row in held):
        return False
    session.add(
        people.RoleGrant(
            user_name=request.name,
            unit_code=request.unit,
            role=request.role,
            valid_from=ctx.today,
            valid_to=FOREVER,
        )
    )
    return True
