"""Text for other programs: a book as hledger and as Beancount read it.

Pure. Another program must come to the same balance for every account of every book; that is
the point of the export, so nothing is netted, rounded or left out. What people wrote (texts,
keys, codes) is tamed: it may not change how a line is read.
"""

import re
from collections.abc import Iterable, Iterator

from ledger.entries import Line, Posted

_PLAIN_NAME = re.compile(r"(?!Z-)[0-9A-Z][0-9A-Za-z-]*", re.ASCII)
_NOT_PLAIN = re.compile(r"[^0-9A-Za-z]", re.ASCII)
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]+")
_MEANS_SOMETHING = re.compile(r"[;|:,\[\]()]")  # to hledger, in a description or a comment
_ALWAYS_OPEN = "1900-01-01"  # an account is open before anything was ever posted


def name_part(code: str) -> str:
    """A code of a book or an account as both programs take it in an account name.

    Returns  the code itself where it is letters, digits and dashes, beginning with a capital or
             a digit; else `Z-` and the code with each other character as its number between
             dashes. Two codes never become one name.
    """
    if _PLAIN_NAME.fullmatch(code):
        return code
    return "Z-" + _NOT_PLAIN.sub(lambda found: f"-{ord(found.group()):x}-", code)


def account_name(book: str, account: str) -> str:
    """BOOK:ACCOUNT, as hledger shows it and Beancount shows it under Assets."""
    return f"{name_part(book)}:{name_part(account)}"


def hledger_journal(books: Iterable[str], entries: Iterable[Posted]) -> Iterator[str]:
    """The journal text: accounts are BOOK:ACCOUNT, tags are comments, amounts whole VND.

    Takes    the codes of the books, and their entries in any order, read once.
    Yields   lines of text without line ends.
    """
    yield "decimal-mark ."
    yield "commodity 1000. VND"
    for book in books:
        yield f"; book {name_part(book)} is {_tamed(book)}"
    declared: set[str] = set()
    for posted in entries:
        draft = posted.draft
        yield ""
        for name in _new_names(posted, declared):
            yield f"account {name}"
        day = draft.accounting_on.isoformat()
        yield f"{day} * ({_tamed(posted.public_id)}) {_tamed(draft.text)}".rstrip()
        yield f"    ; source: {_tamed(draft.source)}, key: {_tamed(draft.key)}"
        if draft.papers:
            yield f"    ; papers: {_tamed(draft.papers)}"
        for line in draft.lines:
            # `=` assertions and inferred amounts are avoided: every amount is written out.
            name = account_name(draft.book, line.account)
            yield f"    {name}  {line.signed_vnd} VND{_tags(line)}"


def beancount_ledger(books: Iterable[str], entries: Iterable[Posted]) -> Iterator[str]:
    """The ledger text: accounts are Assets:BOOK:ACCOUNT, every amount whole VND.

    Beancount wants one of five roots; which one changes no balance, so all stand under Assets.
    Takes    the codes of the books, and their entries in any order, read once.
    Yields   lines of text without line ends.
    """
    yield 'option "operating_currency" "VND"'
    for book in books:
        yield f"; book {name_part(book)} is {_one_line(book)}"
    opened: set[str] = set()
    for posted in entries:
        draft = posted.draft
        yield ""
        for name in _new_names(posted, opened):
            yield f"{_ALWAYS_OPEN} open Assets:{name} VND"
        yield f'{draft.accounting_on.isoformat()} * "{_quoted(draft.text)}"'
        yield f'  number: "{_quoted(posted.public_id)}"'
        if draft.papers:
            yield f'  papers: "{_quoted(draft.papers)}"'
        for line in draft.lines:
            yield f"  Assets:{account_name(draft.book, line.account)}  {line.signed_vnd} VND"


def _new_names(posted: Posted, seen: set[str]) -> list[str]:
    names = {account_name(posted.draft.book, line.account) for line in posted.draft.lines}
    new = sorted(names - seen)
    seen.update(new)
    return new


def _tags(line: Line) -> str:
    pairs = (
        ("fund", line.fund),
        ("item", line.item),
        ("counter_book", line.counter_book),
        ("interbook_ref", line.interbook_ref),
    )
    text = ", ".join(f"{name}: {_tamed(value)}" for name, value in pairs if value)
    return f"  ; {text}" if text else ""


def _one_line(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _tamed(text: str) -> str:
    return _MEANS_SOMETHING.sub("_", _one_line(text))


def _quoted(text: str) -> str:
    return _one_line(text).replace("\\", "\\\\").replace('"', '\\"')
