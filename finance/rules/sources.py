"""The texts that legal values and rules come from.

Pure. Every parameter and every rule names a text by its key; a test holds that each resolves.
"""

import datetime as dt
import tomllib
from dataclasses import dataclass

from ledger.accounts import Status


@dataclass(frozen=True, slots=True)
class Source:
    """One legal or internal text, and how well we know it."""

    key: str
    instrument: str  # its Vietnamese name and number
    issued_by: str
    articles: str  # the articles we rely on
    from_date: dt.date | None  # in force from; None: not known
    until_date: dt.date | None  # in force until; None: still, or not known
    published: str  # where it is published or was read
    status: Status
    checked_on: dt.date
    note: str = ""


def parse_sources(text: str) -> dict[str, Source]:
    """Read the register of texts: TOML, one table per key. Returns them by key."""
    return {
        key: Source(
            key=key,
            instrument=entry["instrument"],
            issued_by=entry["issued_by"],
            articles=entry["articles"],
            from_date=entry.get("from"),
            until_date=entry.get("until"),
            published=entry["published"],
            status=Status(entry["status"]),
            checked_on=entry["checked_on"],
            note=entry.get("note", ""),
        )
        for key, entry in tomllib.loads(text).items()
    }
