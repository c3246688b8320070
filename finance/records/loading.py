"""Many rows written, changed or asked for at once, in each engine's fastest way.

The mapper handles rows one by one; a nation's month has millions. On PostgreSQL rows go over as one
array for each column, because COPY is refused under row-level security; on SQLite the driver runs
one statement for each. Keys go over as arrays, or as one text of JSON.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    SmallInteger,
    Table,
    TextClause,
    inspect,
    text,
)
from sqlalchemy.orm import InstanceState, Session, make_transient, make_transient_to_detached

from ledger.store.base import Base
from ledger.store.cursor import Question, Reader

_ROWS: Final = 5_000  # of one statement
_FEWEST: Final = 16  # changed rows; fewer are left to the mapper

T = TypeVar("T")
Values = Mapping[str, Any]
Keyed = Mapping[str, Column[Any]]  # columns, by how a question calls them


def keyed(row: type[Base], *names: str) -> Keyed:
    """Columns of a table by which many rows are asked for."""
    columns = _table(row).columns
    return {name: columns[name] for name in names}


def load(session: Session, row: type[Base], rows: Sequence[Values]) -> None:
    """Insert rows into a table.

    Takes    the values by column, the same columns in each row; those left out take their
             defaults.
    """
    if not rows:
        return
    session.flush()
    table = _table(row)
    names = tuple(rows[0])
    columns = [table.columns[name] for name in names]
    listed = ", ".join(_quoted(column) for column in columns)
    reader = Reader(session.connection())
    for part in _parts(rows):
        given = [[one[name] for name in names] for one in part]
        if reader.sqlite:
            marks = ", ".join(["%s"] * len(columns))
            sql = f"INSERT INTO {table.name} ({listed}) VALUES ({marks})"  # noqa: S608 - names are ours
            reader.each(sql, _with_days(columns, given))
        else:
            source, values = _unnested(columns, given)
            reader.tell([(f"INSERT INTO {table.name} ({listed}) {source}", values)])


def store_changes(session: Session, rows: Iterable[Base]) -> None:
    """Write what was changed in mapped rows; afterwards the mapper takes them for unchanged.

    A row that was not changed is not written. Their keys must not have been changed, and their
    attributes are called as their columns are.
    """
    groups: dict[tuple[type[Base], tuple[str, ...]], list[Base]] = {}
    for row in rows:
        state: InstanceState[Any] = inspect(row)
        if state.modified:
            names = tuple(sorted(state.committed_state))
            groups.setdefault((type(row), names), []).append(row)
    if sum(len(own) for own in groups.values()) < _FEWEST:
        session.flush()
        return
    for (kind, names), own in groups.items():
        _update(session, _table(kind), names, own)
        for row in own:
            _settle(session, row)


def ask_among(
    session: Session,
    sql: str,
    names: Keyed,
    keys: Sequence[Sequence[object]],
    before: Sequence[object] = (),
) -> Iterator[tuple[Any, ...]]:
    """Ask a question about many keys.

    Takes    a question with `{among}` where it says which rows are meant; the columns, by how the
             question calls them; the keys, each a value for every column; what fills the marks
             that stand before `{among}`.
    Returns  the rows, part by part.
    """
    session.flush()
    reader = Reader(session.connection())
    called, columns = ", ".join(names), list(names.values())
    for part in _parts(keys):
        source, values = _keys(columns, part, sqlite=reader.sqlite)
        question = sql.format(among=f"({called}) IN ({source})"), [*before, *values]
        (rows,) = reader.ask([question])
        yield from rows


def among(session: Session, names: Keyed, keys: Sequence[Sequence[object]]) -> Iterator[TextClause]:
    """The same as conditions for the mapper's own questions, each for a part of the keys."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    called, columns = ", ".join(names), list(names.values())
    for part in _parts(keys):
        source, values = _keys(columns, part, sqlite=sqlite)
        given = {f"k{n}": value for n, value in enumerate(values)}
        named = source.replace("::", "\\:\\:").replace("%s", ":{}").format(*given)
        yield text(f"({called}) IN ({named})").bindparams(**given)


def tell_among(session: Session, sql: str, names: Keyed, keys: Sequence[Sequence[object]]) -> None:
    """Run a statement that gives no rows on many keys; as `ask_among`."""
    session.flush()
    reader = Reader(session.connection())
    called, columns = ", ".join(names), list(names.values())
    for part in _parts(keys):
        source, values = _keys(columns, part, sqlite=reader.sqlite)
        reader.tell([(sql.format(among=f"({called}) IN ({source})"), values)])


def _table(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table), "every row of ours stands in a table"
    return table


def _update(session: Session, table: Table, names: Sequence[str], rows: Sequence[Base]) -> None:
    reader = Reader(session.connection())
    keys, changed = list(table.primary_key.columns), [table.columns[name] for name in names]
    columns = [*changed, *keys]
    for part in _parts(rows):
        given = [[getattr(row, column.name) for column in columns] for row in part]
        if reader.sqlite:
            sets, where = (_equal(some, "%s") for some in (changed, keys))
            sql = f"UPDATE {table.name} SET {', '.join(sets)} WHERE {' AND '.join(where)}"  # noqa: S608 - names are ours
            reader.each(sql, _with_days(columns, given))
        else:
            sets = _equal(changed, 'w."{}"')
            where = [f"{table.name}.{each}" for each in _equal(keys, 'w."{}"')]
            source, values = _unnested(columns, given)
            called = ", ".join(_quoted(column) for column in columns)
            sql = (
                f"UPDATE {table.name} SET {', '.join(sets)} "  # noqa: S608 - as above
                f"FROM ({source}) AS w({called}) WHERE {' AND '.join(where)}"
            )
            reader.tell([(sql, values)])


def _equal(columns: Sequence[Column[Any]], to: str) -> list[str]:
    return [f"{_quoted(column)} = {to.format(column.name)}" for column in columns]


def _settle(session: Session, row: Base) -> None:
    """Let the mapper take a row, as it is, for what the database holds."""
    session.expunge(row)
    make_transient(row)
    make_transient_to_detached(row)
    session.add(row)


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), _ROWS):
        yield rows[start : start + _ROWS]


def _keys(
    columns: Sequence[Column[Any]], keys: Sequence[Sequence[object]], *, sqlite: bool
) -> Question:
    """Keys as something to select from, and what fills its marks: the same text for any number."""
    if sqlite:
        picked = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(columns)))
        return f"SELECT {picked} FROM json_each(%s)", [json.dumps([*map(list, keys)])]  # noqa: S608 - places are ours
    return _unnested(columns, keys)


def _unnested(columns: Sequence[Column[Any]], rows: Sequence[Sequence[object]]) -> Question:
    """Rows as PostgreSQL takes them apart again: one array for each column."""
    kinds = [_kind(column) for column in columns]
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    return f"SELECT * FROM unnest({arrays})", _arrays(kinds, rows)  # noqa: S608 - kinds are ours


def _arrays(kinds: Sequence[str], rows: Sequence[Sequence[object]]) -> list[object]:
    """The columns of rows, each as the text of an array: the driver's own way takes far longer."""
    columns = zip(*rows, strict=True)
    return [_ARRAYS[kind](column) for kind, column in zip(kinds, columns, strict=True)]


def _with_days(
    columns: Sequence[Column[Any]], rows: Sequence[list[Any]]
) -> Sequence[Sequence[object]]:
    """Rows with their days as SQLite keeps them."""
    places = [place for place, column in enumerate(columns) if isinstance(column.type, Date)]
    for row in rows:
        for place in places:
            day: dt.date | None = row[place]
            row[place] = None if day is None else day.isoformat()
    return rows


def _quoted(column: Column[Any]) -> str:
    return f'"{column.name}"'


def _kind(column: Column[Any]) -> str:
    for of, kind in _KINDS.items():
        if isinstance(column.type, of):
            return kind
    return "text"


def _of_numbers(column: Sequence[object]) -> str:
    return f"{{{','.join(['NULL' if value is None else str(value) for value in column])}}}"


def _of_texts(column: Sequence[str | None]) -> str:
    # No text may hold a NUL, so it can stand between two while they are quoted.
    if None in column:
        quoted = (_of_texts([each])[1:-1] if each is not None else "NULL" for each in column)
        return f"{{{','.join(quoted)}}}"
    joined = "\x00".join(column).replace("\\", "\\\\").replace('"', '\\"')  # type: ignore[arg-type] # None is dealt with
    return '{"' + joined.replace("\x00", '","') + '"}'


_KINDS: Final[Mapping[type, str]] = {
    SmallInteger: "smallint",
    Boolean: "boolean",
    Integer: "bigint",
    Date: "date",
}
_ARRAYS: Final[Mapping[str, Callable[[Sequence[Any]], str]]] = {
    "smallint": _of_numbers,
    "bigint": _of_numbers,
    "boolean": _of_numbers,
    "date": _of_numbers,
    "text": _of_texts,
}
