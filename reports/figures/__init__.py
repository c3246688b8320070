"""What is shown: statements of sections, rows and figures, each figure with the way to its entries.

Pure. A statement is made once and shown as page, PDF, sheet or CSV; it carries both languages and
whole đồng, never a formatted amount.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from finance.rules.folding import fold


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; without an English one it is the same in English."""

    vi: str
    en: str = ""

    def __post_init__(self) -> None:
        """Say in English what has no English of its own, such as a name."""
        if not self.en:
            object.__setattr__(self, "en", self.vi)

    def of(self, language: str) -> str:
        """The text in a language, "vi" or "en"."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Drill:
    """Where the entries behind a figure are found: the lines of a book that carry these tags.

    An empty tag asks for nothing. With `below` the figure stands on several books.
    """

    unit_code: str
    first: dt.date
    last: dt.date
    account: str = ""
    fund: str = ""
    item: str = ""
    counter_book: str = ""
    entry_seq: int | None = None  # one entry, when the figure is one of its lines
    below: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount in đồng, or an empty cell, and the way to the entries behind it."""

    amount_vnd: int | None
    drill: Drill | None = None


Cell = Words | Figure


class Kind(StrEnum):
    """What a column holds."""

    WORDS = "words"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a section."""

    title: Words
    kind: Kind = Kind.WORDS


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell for each column."""

    cells: tuple[Cell, ...]
    total: bool = False

    def label(self, language: str) -> str:
        """Its words, one after the other."""
        found = (cell.of(language) for cell in self.cells if isinstance(cell, Words))
        return " · ".join(text for text in found if text)


@dataclass(frozen=True, slots=True)
class Section:
    """One table, with one sentence that says what its figures mean."""

    key: str  # stable, such as "income"
    title: Words
    meaning: Words
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        """Hold each row to the columns: money under money, words under words."""
        kinds = tuple(column.kind for column in self.columns)
        for row in self.rows:
            found = tuple(
                Kind.MONEY if isinstance(cell, Figure) else Kind.WORDS for cell in row.cells
            )
            assert found == kinds, (self.key, row)


@dataclass(frozen=True, slots=True)
class Statement:
    """One report about one unit and span."""

    key: str  # of the library
    title: Words
    unit_code: str
    unit_name: str
    span: Words
    span_key: str  # the same for programs: 2026-07, or two days 2026-07-01/2026-07-31
    sections: tuple[Section, ...]
    notes: tuple[Words, ...] = ()

    def file_name(self, ending: str) -> str:
        """A file name that every system takes: plain letters, digits, dashes."""
        whole = fold(f"{self.key} {self.unit_code} {self.span_key}").lower()
        plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in whole)
        return f"{'-'.join(part for part in plain.split('-') if part)}.{ending}"


def money(title_vi: str, title_en: str) -> Column:
    """A column of amounts."""
    return Column(Words(title_vi, title_en), Kind.MONEY)


def words(title_vi: str, title_en: str) -> Column:
    """A column of text."""
    return Column(Words(title_vi, title_en))


def known_note(known_at: dt.datetime | None) -> tuple[Words, ...]:
    """What is said under a statement that leaves out what was recorded after a moment."""
    if known_at is None:
        return ()
    return (
        Words(
            f"Theo những gì đã ghi sổ đến {known_at:%H:%M:%S %d/%m/%Y}.",
            f"By what had been recorded up to {known_at:%H:%M:%S %d/%m/%Y}.",
        ),
    )


def span_of_days(first: dt.date, last: dt.date) -> tuple[Words, str]:
    """A span for readers and for programs: 01/07/2026 – 31/07/2026, both days included."""
    return Words(f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"), f"{first}/{last}"
