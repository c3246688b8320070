"""The driver's own cursor inside a SQLAlchemy transaction: either engine's SQL, few round trips."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any, Final

from sqlalchemy import Connection

Question = tuple[str, Sequence[object]]
Row = tuple[Any, ...]

UNSAID: Final = "ledger.unsaid"  # in the notes of a connection: what goes before all else
_FETCH = 5_000  # rows a stream holds at a time


class Reader:
    """Asks questions on a connection whose transaction is open; marks are `%s` on both engines."""

    def __init__(self, connection: Connection) -> None:
        """Take the connection of an open transaction."""
        self._driver: Any = connection.connection.driver_connection
        self._info = connection.info
        self.sqlite = connection.dialect.name == "sqlite"

    @property
    def driver_error(self) -> type[Exception]:
        """What the driver raises when a statement fails."""
        error: type[Exception] = self._driver.Error
        return error

    def say_first(self, question: Question) -> None:
        """Let a question go before whatever is asked next; its answer is not wanted."""
        self._info[UNSAID] = question

    def settle(self) -> None:
        """Say what was to go first, if it still waits: another way of asking comes now."""
        if UNSAID in self._info:
            self.ask([])

    def ask(self, questions: Sequence[Question]) -> list[list[Row]]:
        """Ask all, in order, in one round trip where the engine can; one list of rows for each."""
        if self.sqlite:
            with closing(self._driver.cursor()) as cursor:
                return [
                    cursor.execute(sql.replace("%s", "?"), values).fetchall()
                    for sql, values in questions
                ]
        unsaid = self._info.pop(UNSAID, None)
        with self._driver.pipeline():
            if unsaid is not None:
                self._driver.execute(*unsaid)
            cursors = [self._driver.execute(sql, values) for sql, values in questions]
            return [cursor.fetchall() for cursor in cursors]

    def tell(self, statements: Sequence[Question]) -> None:
        """Run statements that give no rows, in order, in one round trip where the engine can."""
        if self.sqlite:
            for sql, values in statements:
                self._driver.execute(sql.replace("%s", "?"), values)
            return
        self.settle()
        if not statements:
            return
        with self._driver.pipeline():
            for sql, values in statements:
                self._driver.execute(sql, values)

    def each(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run a statement for each row."""
        self.settle()
        with closing(self._driver.cursor()) as cursor:
            cursor.executemany(sql.replace("%s", "?") if self.sqlite else sql, rows)

    def stream(self, name: str, sql: str, values: Sequence[object]) -> Iterator[Row]:
        """Ask for many rows and hold few; `name` is unique among the streams open at a time."""
        if self.sqlite:
            with closing(self._driver.cursor()) as cursor:
                cursor.execute(sql.replace("%s", "?"), values)
                while rows := cursor.fetchmany(_FETCH):
                    yield from rows
            return
        self.settle()
        # In binary form: bytes and numbers need no reading of text.
        with self._driver.cursor(name=name, binary=True) as cursor:
            cursor.itersize = _FETCH
            cursor.execute(sql, values)
            yield from cursor

    def among(self, column: str, values: Sequence[object]) -> tuple[str, Sequence[object]]:
        """A condition that a column is one of these values, and what fills its marks."""
        if self.sqlite:
            return f"{column} IN ({', '.join(['%s'] * len(values))})", values
        return f"{column} = ANY(%s)", [list(values)]

    def day(self, day: dt.date) -> object:
        """A date as the driver takes it."""
        return day.isoformat() if self.sqlite else day

    def day_of(self, stored: Any) -> dt.date:  # noqa: ANN401 - a text or a date, as the driver gives it
        """A date as the driver gave it."""
        return dt.date.fromisoformat(stored) if self.sqlite else stored
