"""What the stories of payers and units that change have in common."""

from collections import defaultdict
from collections.abc import Iterable

from ledger.store import reads
from tests.builders import BOOKS
from tests.federation import Federation
from tests.scenarios.june_2026 import EntryLine, entries, line_of, lines_of, table

Posted = dict[str, list[EntryLine]]
OTHERS = ("LDB", "B1", "G9", "G3")


def posted(fed: Federation, before: Iterable[str]) -> Posted:
    """Lines posted since, by book."""
    known = set(before)
    found: Posted = defaultdict(list)
    for name, each in entries(fed, books(fed)).items():
        if name not in known:
            found[each.draft.book].extend(lines_of(each))
    return {book: sorted(lines) for book, lines in found.items()}


def there(fed: Federation) -> set[str]:
    """The entries that stand now."""
    return set(entries(fed, books(fed)))


def books(fed: Federation) -> list[str]:
    """The books of the federation, those of a story included."""
    with fed.database.reading() as session:
        held = set(reads.books_by_code(session))
    return [code for code in (*BOOKS, *OTHERS) if code in held]


def figures(number: str) -> Posted:
    """The lines of a case, as they were drawn up by hand."""
    found: Posted = defaultdict(list)
    for row in table("further_cases_lines"):
        if row["case"] == number:
            found[row["book"]].append(line_of(row))
    return {book: sorted(lines) for book, lines in found.items()}
