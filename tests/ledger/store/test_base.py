"""All tables are declared on one base, and every constraint has a name."""

from sqlalchemy import BigInteger, Integer
from sqlalchemy.dialects import sqlite

from ledger.store.base import Base, BigInt
from ledger.store.tables import EntryRow


def test_constraints_have_names() -> None:
    """A constraint can be named in a migration, on either engine."""
    table = Base.metadata.tables["entry"]
    names = [constraint.name for constraint in table.constraints]
    assert all(names)
    assert "uq_entry_book_id_source_key" in names
    assert EntryRow.__table__ is table


def test_whole_numbers_are_wide() -> None:
    """An integer of a table has 64 bits on both engines."""
    assert isinstance(EntryRow.__table__.columns["recorded_at_us"].type, BigInteger)
    assert isinstance(BigInt.dialect_impl(sqlite.dialect()), Integer)
