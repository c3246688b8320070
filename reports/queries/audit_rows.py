"""The rows of an audit export: read once, in order, a few thousand at a time.

Everything is read by one look at the database: what is posted meanwhile is in none of the files.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from ledger.store.cursor import Reader
from reports.inspection.audit_files import AuditFile, Column, Kind

_BINARY: Final = ' COLLATE "C"'  # texts sort by their code points, whatever the database speaks


def hold_still(session: Session) -> None:
    """Let a session that has asked nothing yet see one moment of the database until it ends.

    SQLite does so by itself; PostgreSQL otherwise shows each question a newer state.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def rows(session: Session, file: AuditFile, book_ids: Sequence[int] | None) -> Iterator[list[str]]:
    """The rows of a file as the texts of their cells, in the file's order.

    Takes    the ids of the books that are wanted; None for all.
    """
    reader = Reader(session.connection())
    sql, values = _question(reader, file, book_ids)
    written = [_WRITTEN[column.kind] for column in file.columns]
    return (
        ["" if value is None else write(value) for write, value in zip(written, row, strict=True)]
        for row in reader.stream(f"audit_{file.name}", sql, values)
    )


def _question(
    reader: Reader, file: AuditFile, book_ids: Sequence[int] | None
) -> tuple[str, Sequence[object]]:
    columns = ", ".join(_stored(column) for column in file.columns)
    condition = ""
    values: Sequence[object] = ()
    if file.of_books and book_ids is not None:
        among, values = reader.among("b.book_id", book_ids)
        condition = f" WHERE {among}"
    order = ", ".join(_ordered(reader, file))
    sql = f"SELECT {columns} FROM {file.source}{condition} ORDER BY {order}"  # noqa: S608 - names are ours
    return sql, values


def _stored(column: Column) -> str:
    place = column.stored or f"x.{column.name}"
    return f"CAST({place} AS text)" if column.kind is Kind.DAY else place


def _ordered(reader: Reader, file: AuditFile) -> Iterator[str]:
    texts = {f"x.{column.name}" for column in file.columns if column.kind is Kind.TEXT}
    for place in file.order:
        yield place + (_BINARY if place in texts and not reader.sqlite else "")


def _flag(value: object) -> str:
    return "true" if value else "false"


def _hex(value: bytes) -> str:
    return value.hex()


_WRITTEN: Final[Mapping[Kind, Callable[[Any], str]]] = {
    Kind.TEXT: str,
    Kind.NUMBER: str,
    Kind.DAY: str,
    Kind.FLAG: _flag,
    Kind.HASH: _hex,
}
