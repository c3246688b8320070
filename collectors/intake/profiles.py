"""Which column profiles are on offer for a statement, and what one would make of it.

What is tried here is kept nowhere.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from collectors.evidence import Feed
from collectors.intake.screened_file import screened
from collectors.sources.feed_file import Wish, open_feed
from collectors.sources.profiled import NO_OFFER, Offer, Offered
from finance.records.bank_accounts import BankAccountRow
from finance.records.column_profiles import SavedProfile, profiles_in_force
from finance.records.units import line_over
from finance.rules.column_profiles import ColumnProfile, UnknownProfile
from finance.rules.facts import BankFacts
from finance.rules.folding import fold
from finance.runtime.progress import nobody
from ledger.errors import Problem
from ledger.money import ZERO, Vnd

_DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a profile makes of a file: what would be taken, and what would wait in quarantine."""

    format: str
    encoding: str
    rows_read: int
    rows: tuple[BankFacts, ...]
    problems: tuple[Problem, ...]
    quarantined: int

    @property
    def credit_vnd(self) -> Vnd:
        """What would come in."""
        return Vnd(sum((row.credit_vnd for row in self.rows), ZERO))

    @property
    def debit_vnd(self) -> Vnd:
        """What would go out."""
        return Vnd(sum((row.debit_vnd for row in self.rows), ZERO))


def offer_for(session: Session, account_no: str, name: str, on: dt.date) -> Offer:
    """The profiles by which an account's statement may be read on a day.

    Takes    an account that may be unknown, and the name of a profile or nothing.
    Returns  the one that is named, or those for the account's bank.
    Raises   UnknownProfile for a name that no profile in force has.
    """
    account = session.get(BankAccountRow, account_no) if account_no else None
    in_force: Sequence[SavedProfile] = ()
    if account is not None:
        over = line_over(session, account.unit_code, on)
        in_force = profiles_in_force(session, over, on)
    if not name:
        own = [each for each in in_force if account and each.profile.bank_bin == account.bank_bin]
        return Offer(tuple(Offered(each.ref, each.profile) for each in own)) if own else NO_OFFER
    for each in in_force:
        if fold(each.profile.name) == fold(name):
            return Offer((Offered(each.ref, each.profile),), asked=True)
    raise UnknownProfile(name=name)


def try_profile(path: Path, profile: ColumnProfile, wish: Wish) -> Tried:
    """Read a sample by a profile and keep nothing.

    Takes    the file, the profile as it would be saved, and the format and encoding somebody named.
    Raises   what `open_feed` refuses; ProfileDoesNotFit when the header is not found.
    """
    offer = Offer((Offered(_DRAFT, profile),), asked=True)
    source = open_feed(path, Feed.BANK, Wish(wish.file_format, wish.encoding, "", offer))
    with screened(Feed.BANK, source.rows, nobody) as found:
        return Tried(
            source.format,
            source.encoding,
            found.rows_read,
            tuple(found.records),
            tuple(each for row in sorted(found.problems) for each in found.problems[row]),
            len(found.problems),
        )
