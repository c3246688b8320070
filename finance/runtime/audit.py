"""Writes the audit log, in the transaction of the act itself."""

import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from finance.records.audit_lines import AuditRow
from finance.runtime.clock import Clock
from finance.runtime.identity import Actor
from ledger.errors import Fact

# Inline: the number of the line is not asked back, so who may not read it may write it, and the
# object mapper need not stand between.
_INSERT: Final = insert(AuditRow).inline()


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
    session.connection().execute(
        _INSERT,
        {
            "at_us": clock.now_us(),
            "actor": actor.name,
            "action": action,
            "unit_code": unit_code,
            "subject": subject,
            "details": json.dumps(dict(details), ensure_ascii=False, sort_keys=True),
        },
    )
