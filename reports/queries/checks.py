"""Every check of books, run now: the book by itself, its control accounts, its papers."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.papers import check_papers
from finance.records.subledgers import compare
from ledger.errors import Problem
from ledger.store import reads
from ledger.store.verification import verify

SUB_LEDGER = "verify.sub_ledger"
_VI = "Tài khoản {account} là {book} đồng trong sổ, {sub_ledger} đồng trong sổ chi tiết."
_EN = "Account {account} is {book} đồng in the book and {sub_ledger} in its sub-ledger."


@dataclass(frozen=True, slots=True)
class Checked:
    """What was wrong, and how much was looked at."""

    rows: tuple[Problem, ...]
    entries: int
    lines: int
    more: int  # problems beyond those in `rows`

    @property
    def clean(self) -> bool:
        """Whether nothing was wrong."""
        return not self.rows


def check_books(session: Session, unit_code: str) -> Checked:
    """Hold the book of one unit, or (empty) all books, to every check.

    Raises   UnknownBook.
    """
    codes = [unit_code] if unit_code else None
    found = verify(session, codes)
    held = codes or sorted(reads.books_by_code(session))
    apart = tuple(_sub_ledgers(session, held))
    papers = tuple(problem for code in held for problem in check_papers(session, code))
    return Checked((*found.rows, *apart, *papers), found.entries, found.lines, found.more)


def unit_of(problem: Problem) -> str:
    """The unit a problem lies in: the first part of the public id it names."""
    return problem.where.split("/", maxsplit=1)[0]


def _sub_ledgers(session: Session, codes: list[str]) -> Iterator[Problem]:
    for code in codes:
        for account in compare(session, code):
            if account.difference_vnd:
                yield Problem(
                    SUB_LEDGER,
                    _VI,
                    _EN,
                    where=f"{code}/{account.account}",
                    facts={
                        "account": account.account,
                        "book": account.book_vnd,
                        "sub_ledger": account.sub_ledger_vnd,
                    },
                )
