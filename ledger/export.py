"""Text for other programs: a book as hledger and as Beancount read it.

Pure. Another program must come to the same balance for every account of every book; that is
the point of the export, so nothing is netted, rounded or left out.
"""

import re
from collections.abc import Iterable, Iterator

from ledger.entries import Line, Posted

_NOT_NAME = re.compile(r"[^0-9A-Za-z\-]")


def hledger_journal(books: Iterable[str], entries: Iterable[Posted]) -> Iterator[str]:
    """The journal text: accounts are BOOK:ACCOUNT, tags are comments, amounts whole VND.

    Takes    the codes of the books, and their entries in any order.
    Yields   lines of text without line ends.
    """
    yield "decimal-mark ."
    yield "commodity 1000. VND"
    for book in books:
        yield f"; book {book}"
    for posted in entries:
        draft = posted.draft
        yield ""
        yield f"{draft.accounting_on.isoformat()} * ({posted.public_id}) {_one_line(draft.text)}"
        yield f"    ; source: {_one_line(draft.source)}, key: {_one_line(draft.key)}"
        for line in draft.lines:
            # `=` assertions and inferred amounts are avoided: every amount is written out.
            yield f"    {draft.book}:{line.account}  {line.signed_vnd} VND{_tags(line)}"


def beancount_ledger(books: Iterable[str], entries: Iterable[Posted]) -> Iterator[str]:
    """The ledger text: accounts are Assets:BOOK:ACCOUNT, every amount whole VND.

    Beancount wants one of five roots; which one changes no balance, so all stand under Assets.
    Takes    the codes of the books, and their entries (read once, kept to open accounts first).
    Yields   lines of text without line ends.
    """
    kept = list(entries)
    yield 'option "operating_currency" "VND"'
    for book in books:
        yield f"; book {book}"
    first_used: dict[str, str] = {}
    for posted in kept:
        day = posted.draft.accounting_on.isoformat()
        for line in posted.draft.lines:
            name = _beancount_account(posted.draft.book, line.account)
            first_used[name] = min(day, first_used.get(name, day))
    for name, day in sorted(first_used.items()):
        yield f"{day} open {name} VND"
    for posted in kept:
        draft = posted.draft
        yield ""
        yield f'{draft.accounting_on.isoformat()} * "{_quoted(draft.text)}"'
        yield f'  number: "{posted.public_id}"'
        for line in draft.lines:
            yield f"  {_beancount_account(draft.book, line.account)}  {line.signed_vnd} VND"


def _beancount_account(book: str, account: str) -> str:
    # A component starts with a capital letter or a digit and holds letters, digits and dashes;
    # a character outside is written as its number, so that two books never become one name.
    name = _NOT_NAME.sub(lambda found: f"-u{ord(found.group()):04x}-", book)
    if name[:1].islower() or name[:1] == "-":
        name = f"B-{name}"
    return f"Assets:{name}:{account}"


def _tags(line: Line) -> str:
    pairs = (
        ("fund", line.fund),
        ("item", line.item),
        ("counter_book", line.counter_book),
        ("interbook_ref", line.interbook_ref),
    )
    text = ", ".join(f"{name}:{value}" for name, value in pairs if value)
    return f"  ; {text}" if text else ""


def _one_line(text: str) -> str:
    # A semicolon would start a comment, a pipe a payee; neither may change how a line is read.
    return re.sub(r"\s+", " ", text).replace(";", ",").replace("|", "/").strip()


def _quoted(text: str) -> str:
    return re.sub(r"\s+", " ", text).replace("\\", "\\\\").replace('"', '\\"').strip()
