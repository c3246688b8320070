"""Writes the audit log, in the transaction of the act itself."""

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from finance.runtime.clock import Clock
from finance.runtime.identity import Actor
from ledger.errors import Fact
from ledger.store.cursor import Question, Reader

# The number of the line is not asked back, so who may not read it may write it.
_INSERT: Final = (
    "INSERT INTO audit_line (at_us, actor, action, unit_code, subject, details) "
    "VALUES (%s, %s, %s, %s, %s, %s)"
)


def write(  # noqa: PLR0913, PLR0917 - one line of the log has these six parts, and no caller leaves one out
    session: Session,
    clock: Clock,
    actor: Actor,
    action: str,
    unit_code: str,
    subject: str,
    details: Mapping[str, Fact],
) -> None:
    """Record who did what to what.

    Takes    `action` as the verb of finance.actions; `subject` names the thing in the reader's
             terms; `details` are the facts that decided it, amounts in đồng.
    """
    session.flush()  # what the act did stands before the line that tells of it
    told = line(clock, actor, action, unit_code, subject, details)
    Reader(session.connection()).tell([told])


def line(  # noqa: PLR0913, PLR0917 - as above: the six parts of a line
    clock: Clock,
    actor: Actor,
    action: str,
    unit_code: str,
    subject: str,
    details: Mapping[str, Fact],
) -> Question:
    """The statement that records who did what to what, for acts that write all at once."""
    told = json.dumps(dict(details), ensure_ascii=False, sort_keys=True)
    return _INSERT, (clock.now_us(), actor.name, action, unit_code, subject, told)
