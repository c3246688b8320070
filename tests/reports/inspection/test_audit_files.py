"""The files of an audit export hold every column of the tables they are read from."""

import pytest
from sqlalchemy import Table

from ledger.store import seal_tables, tables
from ledger.store.base import Base
from reports.inspection.audit_files import FILES, AuditFile, Kind
from reports.verifier import verify_books

assert seal_tables.SealRow.metadata is tables.EntryRow.metadata, "one set of tables"

# What is left out on purpose: it is computed anew from what is there, or has no meaning outside.
LEFT_OUT = {
    "accounts": set[str](),
    "books": {"book_id"},
    "entries": {"book_id", "content"},  # the bytes are made anew from the columns
    "lines": {"book_id"},
    "period_events": {"book_id"},
    "periods": {"book_id"},
    "seal_log": {"book_id", "sums", "nodes"},  # helps to answer quickly
    "seals": {"book_id", "frontier", "sums", "content", "leaf_hash"},  # as above
    "turnover": {"book_id"},
}
KINDS = {"String": Kind.TEXT, "BigInteger": Kind.NUMBER, "SmallInteger": Kind.NUMBER}
KINDS |= {"Date": Kind.DAY, "Boolean": Kind.FLAG, "LargeBinary": Kind.HASH}


def _table(file: AuditFile) -> Table:
    name = "book" if file.name == "books" else file.source.partition(" ")[0]
    return Base.metadata.tables[name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_column_is_forgotten(file: AuditFile) -> None:
    """Every column of the table is in the file under its name, or is left out with a reason."""
    columns = {column.name for column in file.columns}
    there = {column.name for column in _table(file).columns} - LEFT_OUT[file.name]
    renamed = {"code": "book"} if file.name == "books" else {}
    assert {renamed.get(name, name) for name in there} <= columns


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_column_is_of_the_kind_it_is_stored_as(file: AuditFile) -> None:
    """Numbers are numbers, days are days; what may be missing is marked."""
    table = _table(file)
    for column in file.columns:
        stored = table.columns.get(column.name)
        if column.stored or stored is None:
            continue
        assert column.kind is KINDS[type(stored.type).__name__], column.name
        assert column.optional == bool(stored.nullable), column.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_keys_and_references_name_columns(file: AuditFile) -> None:
    """A key is of the file's own columns, a reference of both files' columns."""
    named = {file.name: {column.name for column in file.columns} for file in FILES}
    assert set(file.key) <= named[file.name]
    for lead in file.leads:
        assert set(lead.columns) <= named[file.name]
        assert set(lead.to) <= named[lead.file]


def test_the_files_are_those_the_verifier_asks_for() -> None:
    """In order of their names, and no other; column by column."""
    columns = {file.name: [column.name for column in file.columns] for file in FILES}
    assert columns == verify_books.FILES
    assert [file.path for file in FILES] == [f"{name}.csv" for name in verify_books.FILES]
