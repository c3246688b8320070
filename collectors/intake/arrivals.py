"""A file that arrives, and what is said of it afterwards."""

from dataclasses import dataclass
from pathlib import Path

from collectors.evidence import Feed
from collectors.sources.text_encoding import AUTO
from ledger.errors import Problem, Refusal


class AnotherAccountsFile(Refusal):
    """A statement is of one account; the same file was taken in as another one's."""

    code = "intake.another_accounts_file"
    vi = "Chính tệp này đã được nhận là sao kê của tài khoản {account_no}."
    en = "This very file was taken in as a statement of account {account_no}."


class NoBankAccount(Refusal):
    """A statement names no account, and nobody has named one for it."""

    code = "intake.no_bank_account"
    vi = "Sao kê ngân hàng phải kèm số tài khoản."
    en = "A bank statement needs the number of its account."


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file on its way in; `account_no` and `profile` only for a bank statement."""

    feed: Feed
    path: Path
    file_format: str = AUTO
    account_no: str = ""
    encoding: str = AUTO
    profile: str = (
        ""  # the name of a column profile; empty: the one of the account's bank that fits
    )


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """What became of a file, row by row added up: read = the four others.

    `same_as` is the earlier batch that keeps this very file's rows, when it came before and
    brought nothing new; `warnings` are odd things about rows that were taken all the same.
    """

    batch: int
    rows_read: int
    rows_taken: int
    rows_unchanged: int
    rows_superseded: int
    rows_quarantined: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...] = ()
    same_as: int | None = None
