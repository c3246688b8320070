"""The column profiles of the units: dated rows that only grow, the last one of a name counting."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Date, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from finance.rules.column_profiles import ColumnProfile, parse_profile
from finance.rules.folding import fold
from ledger.store.base import Base


class ColumnProfileRow(Base):
    """A profile as a unit has saved it, from a day on; `ended` says that there is none from then.

    It serves the accounts of the unit and of those below it.
    """

    __tablename__ = "column_profile"

    unit_code: Mapped[str] = mapped_column(String(40), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(60))
    valid_from: Mapped[dt.date] = mapped_column(Date)
    ended: Mapped[bool]
    body: Mapped[str] = mapped_column(Text)  # JSON, as `profile_data` writes it
    made_by: Mapped[str] = mapped_column(String(100))
    made_at_us: Mapped[int]


@dataclass(frozen=True, slots=True)
class SavedProfile:
    """A profile that is in force on the day it was asked for."""

    unit: str
    seq: int
    valid_from: dt.date
    made_by: str
    profile: ColumnProfile

    @property
    def ref(self) -> str:
        """What it is called in the batches that were read by it."""
        return f"{self.unit}/P/{self.seq}"


def profiles_in_force(session: Session, units: Sequence[str], on: dt.date) -> list[SavedProfile]:
    """The profiles that serve a unit on a day, by name.

    Takes    the unit and those above it, the nearest first: of two of one name its one counts.
    """
    found: dict[str, SavedProfile] = {}
    rows = session.scalars(
        select(ColumnProfileRow)
        .where(ColumnProfileRow.unit_code.in_(units), ColumnProfileRow.valid_from <= on)
        .order_by(ColumnProfileRow.valid_from.desc(), ColumnProfileRow.seq.desc())
    ).all()
    for unit in units:
        last: dict[str, ColumnProfileRow] = {}
        for row in rows:
            if row.unit_code == unit:
                last.setdefault(fold(row.name), row)
        for name, row in last.items():
            if not row.ended:
                found.setdefault(name, _saved(row))
    return [found[name] for name in sorted(found)]


def _saved(row: ColumnProfileRow) -> SavedProfile:
    profile = parse_profile(json.loads(row.body))
    return SavedProfile(row.unit_code, row.seq, row.valid_from, row.made_by, profile)
