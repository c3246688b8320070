"""End a visit."""

from finance.records import people
from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.passwords import digest


def sign_out(ctx: Context, token: str) -> None:
    """End the actor's visit with that token; from then on the token opens nothing."""
    with ctx.database.writing() as session:
        people.end_session(session, digest(token), ctx.clock.now_us())
        audit.write(session, ctx.clock, ctx.actor, "sign_out", "", ctx.actor.name, {})
        session.commit()
