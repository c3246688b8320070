"""Every check of books, run now: each by itself, its seals, and what stands beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from finance.records.dues_pairs import check_dues_waiting
from finance.records.histories import check_histories
from finance.records.papers import check_papers
from finance.records.posted_vouchers import check_posted
from finance.records.subledgers import compare
from ledger.checks.seal_checks import SEAL_LOG
from ledger.errors import Problem
from ledger.store import reads
from ledger.store.verification import verify
from reports.queries.month_acts import month_acts
from reports.queries.seal_checks import CHECKPOINT, Kept, check_seals
from reports.queries.surroundings import surroundings

_OF_ALL = frozenset({SEAL_LOG, CHECKPOINT})
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


def check_books(session: Session, unit_code: str, kept: Kept | None = None) -> Checked:
    """Hold the book of one unit, or (empty) all books, to every check.

    Takes    a checkpoint from outside, that today's seal log has to begin with.
    Raises   UnknownBook; UnknownKey, WrongSignature for the checkpoint.
    """
    codes = [unit_code] if unit_code else None
    sealed = tuple(check_seals(session, codes, kept))
    found = verify(session, codes)
    held = codes or sorted(reads.books_by_code(session))
    apart = (
        *_sub_ledgers(session, held),
        *check_histories(session, unit_code),
        *check_dues_waiting(session, unit_code),
    )
    papers = tuple(problem for code in held for problem in check_papers(session, code))
    signed = tuple(problem for code in held for problem in check_posted(session, code))
    beside = (*surroundings(session, unit_code), *month_acts(session, unit_code))
    rows = (*found.rows, *sealed, *apart, *papers, *signed, *beside)
    return Checked(rows, found.entries, found.lines, found.more)


def unit_of(problem: Problem) -> str:
    """The unit a problem lies in, by the public id it names; empty for what all units share."""
    unit = problem.where.split("/", maxsplit=1)[0]
    return "" if unit in _OF_ALL else unit


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
