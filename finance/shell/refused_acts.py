"""What was tried and refused stands in the audit log too; nothing else of it does.

A refusal rolls its own transaction back, so its line is written in one of its own, afterwards.
Reading that is refused is not an act and is not written down.
"""

from flask import Flask, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from finance.runtime import audit
from finance.runtime.context import Context
from finance.runtime.log import logger
from finance.shell.frame import UNIT, context, visit
from finance.shell.refusals import answered_with
from ledger.errors import Refusal

ACTION = "refused"


def write_down(ctx: Context, act: str, unit_code: str, refusal: Refusal) -> None:
    """Write down who tried what (a page or a command), in which unit, and what said no.

    A database that cannot take the line leaves the refusal itself as it is.
    """
    details = {"code": refusal.code, "sentence": refusal.sentence("vi")}
    try:
        with ctx.database.writing() as session:
            audit.write(session, ctx.clock, ctx.actor, ACTION, unit_code, act, details)
            session.commit()
    except DBAPIError as error:
        logger().warning("a refusal was not written down", code=refusal.code, why=str(error.orig))


def install(app: Flask) -> None:
    """Write down what signed-in people are refused in this app."""
    app.after_request(_after)


def _after(response: Response) -> Response:
    refusal, found = answered_with(), visit()
    if refusal is not None and request.method == "POST" and found is not None:
        # Before a door that stayed shut the unit was never looked at: the line is of no unit.
        unit = str((request.view_args or {}).get(UNIT, "")) if found.scope.own else ""
        write_down(context(), str(request.endpoint), unit, refusal)
    return response
