"""From the words of a header to the names of columns."""

import re
from collections import Counter
from collections.abc import Sequence

from collectors.evidence import Feed
from collectors.sources.columns import COLUMNS, Columns
from collectors.sources.refusals import BadHeader
from finance.rules.folding import fold

_BRACKETS = re.compile(r"\([^)]*\)")
_NO_WORD = re.compile(r"[^0-9A-Z]+")
_NONE = "–"


def read_header(feed: Feed, cells: Sequence[str]) -> tuple[str, ...]:
    """Name each column of a file.

    Takes    the cells of the first row, in any order of columns, in the contract's names or
             their Vietnamese aliases, with or without diacritics.
    Returns  one name per cell: the canonical name where it is known, else the header's own
             words, `#7` for the seventh without any. A canonical name wins over an alias of
             the same column, which then counts as unknown.
    Raises   BadHeader with every required column that is missing and every name that stands
             there twice.
    """
    columns = COLUMNS[feed]
    keys = [key(cell) for cell in cells]
    exact = {key(name): name for name in columns.aliases}
    present = {exact[words] for words in keys if words in exact}
    other = {
        alias: name
        for name, aliases in columns.aliases.items()
        for alias in aliases
        if name not in present
    }
    names = tuple(
        exact.get(words) or other.get(words) or cell.strip() or f"#{place}"
        for place, (words, cell) in enumerate(zip(keys, cells, strict=True), start=1)
    )
    duplicated = [name for name, times in Counter(names).items() if times > 1]
    missing = _missing(columns, names)
    if missing or duplicated:
        raise BadHeader(
            missing=", ".join(missing) or _NONE, duplicated=", ".join(duplicated) or _NONE
        )
    return names


def _missing(columns: Columns, names: Sequence[str]) -> list[str]:
    missing = [name for name in columns.required if name not in names]
    if columns.either and not any(name in names for name in columns.either):
        missing.append("/".join(columns.either))
    return missing


def key(cell: str) -> str:
    """The form in which the words of a header are compared."""
    return _NO_WORD.sub(" ", _BRACKETS.sub(" ", fold(cell))).strip()
