"""Give oneself another password; every open visit ends with the old one."""

from dataclasses import dataclass

from finance.actions.sign_in import SignInRefused, hold_to_tries, note_try
from finance.records import people
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.passwords import hashed, matches


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """The password one has and the one to have from now on."""

    old: str
    new: str
    address: str  # where the request came from


def change_password(ctx: Context, request: ChangePassword) -> None:
    """Change the actor's own password and end all their visits, this one included.

    Raises   WeakPassword before anything is read; SignInRefused when the old password is wrong,
             which counts as a failed try; TooManyTries as the sign-in does.
    """
    fresh = hashed(request.new)
    name = ctx.actor.name
    address = request.address[: people.ADDRESS_LENGTH]
    with ctx.database.reading() as session:
        hold_to_tries(session, ctx.clock, name, address)
        user = people.user_named(session, name)
    right = matches(None if user is None else user.password_hash, request.old)
    with ctx.database.writing() as session:
        hold_to_tries(session, ctx.clock, name, address)
        if right:
            people.set_password(session, name, fresh)
            people.end_sessions_of(session, name, ctx.clock.now_us())
            audit.write(session, ctx.clock, ctx.actor, "change_password", "", name, {})
        else:
            note_try(session, ctx.clock, name, address, succeeded=False)
        session.commit()
    if not right:
        raise SignInRefused
