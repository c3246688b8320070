"""A session that opens its transaction itself, and says its scope at the beginning of each.

An act on a few rows speaks through the driver's cursor and never needs the mapper; opening and
closing the mapper's own transaction would take it longer than all its statements. So the
transaction is the connection's, begun when it is first asked for, and the mapper joins it only
when something mapped is read or written.
"""

from typing import Any, Final

from sqlalchemy import Connection, Engine, RootTransaction
from sqlalchemy.orm import Session, SessionTransaction

from finance.records.scope import Scope
from ledger.store.cursor import UNSAID, Reader

SAY: Final = (
    "SELECT set_config('union_finance.scope', %s, true), "
    "set_config('union_finance.scope_on', %s, true), "
    "set_config('union_finance.scope_units', %s, true)"
)
_SAY_READ_ONLY: Final = f"{SAY}, set_config('transaction_read_only', 'on', true)"


class ScopedSession(Session):
    """A session on one connection, whose every transaction sees the rows of a scope."""

    def __init__(self, engine: Engine, scope: Scope, *, reads_only: bool) -> None:
        """Take the engine, the scope, and whether its transactions only read."""
        super().__init__(expire_on_commit=False, join_transaction_mode="rollback_only")
        self._engine, self._scope, self._reads_only = engine, scope, reads_only
        self._held: Connection | None = None
        self._begun: RootTransaction | None = None

    def get_bind(self, *_: Any, **__: Any) -> Connection:  # noqa: ANN401 - the mapper's own arguments
        """The connection, its transaction begun: what the mapper joins."""
        if self._held is None:
            self._held = self._engine.connect()
        if self._begun is None or not self._begun.is_active:
            self._begun = self._held.begin()
            if self._held.dialect.name != "sqlite":
                said = _SAY_READ_ONLY if self._reads_only else SAY
                # It goes along with the first question: no round trip of its own.
                Reader(self._held).say_first((said, self._scope.setting()))
        return self._held

    def connection(
        self,
        *_: Any,  # noqa: ANN401 - as above
        execution_options: Any = None,  # noqa: ANN401 - as above
        **__: Any,  # noqa: ANN401 - as above
    ) -> Connection:
        """The same: the mapper is not asked to join.

        Takes    options of the connection, such as its isolation, before anything is asked.
        """
        if execution_options is not None:
            held = self._held or self._engine.connect()
            if self._begun is not None and self._begun.is_active:
                assert UNSAID in held.info, "a transaction that was asked something is what it is"
                self._begun.rollback()
            self._held = held.execution_options(**execution_options)
        return self.get_bind()

    def begin_nested(self) -> SessionTransaction:
        """A savepoint, set now: also what the mapper never sees is taken back to it."""
        made = super().begin_nested()
        super().connection()  # the mapper sets it when it joins, which it may not do otherwise
        return made

    def commit(self) -> None:
        """Write what the mapper still holds, and commit."""
        if self.in_transaction():
            super().commit()
        if self._begun is not None and self._begun.is_active:
            self._begun.commit()

    def rollback(self) -> None:
        """Go back to where the transaction began."""
        super().rollback()
        if self._begun is not None and self._begun.is_active:
            self._begun.rollback()

    def close(self) -> None:
        """Roll back what was not committed, and give the connection back."""
        super().close()
        if self._held is not None:
            self._held.close()
            self._held = self._begun = None
