"""Reads the made-up files back as the house reads any file."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from collectors.evidence import Feed, RawRow
from collectors.sources.feed_file import open_feed

_FEEDS = {
    "sao-ke": Feed.BANK,
    "si": Feed.SI,
    "tax": Feed.TAX,
    "units": Feed.UNITS,
    "employers": Feed.EMPLOYERS,
    "accounts": Feed.ACCOUNTS,
    "split-rules": Feed.SPLIT_RULES,
    "openings": Feed.OPENINGS,
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One line of mess.csv."""

    kind: str
    file: str
    row: int | None
    note: str


def feed_of(path: Path) -> Feed | None:
    """What a file is about, by its name; None for what is no feed."""
    return next((feed for start, feed in _FEEDS.items() if path.name.startswith(start)), None)


def rows_of(path: Path) -> dict[int, RawRow]:
    """The rows of a feed file by their numbers; none for what is no feed."""
    feed = feed_of(path)
    return {} if feed is None else {raw.row: raw for raw in open_feed(path, feed).rows}


def planted(folder: Path) -> list[Planted]:
    """What mess.csv says."""
    with (folder / "mess.csv").open(encoding="utf-8", newline="") as lines:
        return [
            Planted(each["mess"], each["file"], int(each["row"] or 0) or None, each["note"])
            for each in csv.DictReader(lines)
        ]


def folder_rows(folder: Path) -> Mapping[str, dict[int, RawRow]]:
    """Every feed file of a folder by its name."""
    return {path.name: rows_of(path) for path in sorted(folder.iterdir())}
