"""The sources that the program's own verbs post under, and no file may.

Pure. A source and a key name an entry for ever: a file that could name them as our verbs do would
forge an act, or stand in its way. Journals (bank, vouchers, …) are shared with other programs; the
source tells who posted. Only the year's end is nobody's but ours.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from finance.rules.errors import RuleError

YEAR_END: Final = "year_end"  # the source of entries that carry a year forward
YEAR_END_JOURNAL: Final = "YE"
DUES_ASSESSMENT: Final = "dues.assess"  # asked for by its name when a rate is read

OWN_SOURCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "voucher": "an approved voucher: two people stand behind it",
        "reversal": "undoes an entry, once: two people stand behind it",
        YEAR_END: "carries a year forward: left out of the income and spending that are disclosed",
        "openings": "what stood in a unit's book when it began, once for each day",
        "intake.bank": "a row of a bank's statement",
        "levy.assess": "the levy an employer owes for a month",
        "levy.relief": "what a decision on relief takes off a month's levy",
        "levy.match": "a receipt that pays what is owed",
        "levy.distribute": "the shares of a receipt, in both books",
        "levy.return": "a distribution the bank brought back, in both books",
        "levy.support": "money given to a unit below, in both books",
        "levy.true_up": "the upper parts of a year brought to the approved estimate",
        "levy.hand_over": "what one unit took in for another",
        "levy.move": "what is open of an obligation goes to another collecting unit",
        "levy.pass_credit": "a payer's credit goes to another collecting unit with its money",
        "levy.pass_custody": "what is held for workers goes to another unit with its money",
        "levy.debit": "what a debit row was that nobody recognised, as a person said",
        "levy.refund": "a payer gets money back: two people stand behind it",
        "levy.state_support": "money that came in is the State's support",
        "unit.hand_over": "a unit that has gone hands over what it had, in both books",
        DUES_ASSESSMENT: "the dues members owe for a month",
        "dues.collect": "dues taken in from members",
        "dues.remit": "dues paid upwards, in both books",
    }
)

# A verb of these families that comes later is kept safe before it is known here.
_FAMILIES: Final = ("levy.", "dues.", "intake.", "unit.")
_JOURNAL: Final = re.compile(r"[A-Z0-9]{1,4}")


class OwnSource(RuleError):
    """A file names a source under which only the program itself posts."""

    code = "entry.own_source"
    vi = "Nguồn «{source}» chỉ dành cho nghiệp vụ của chương trình, tệp không được dùng."
    en = "Source “{source}” belongs to the program's own acts; a file may not use it."


class OwnJournal(RuleError):
    """A file names the journal of the year's end, in which only the program itself posts."""

    code = "entry.own_journal"
    vi = "Sổ nhật ký «{journal}» chỉ dành cho nghiệp vụ của chương trình, tệp không được dùng."
    en = "Journal “{journal}” belongs to the program's own acts; a file may not use it."


class NotAJournal(RuleError):
    """A journal that no command could name."""

    code = "entry.journal"
    vi = "Sổ nhật ký «{journal}» không hợp lệ: từ 1 đến 4 ký tự A–Z và 0–9."
    en = "“{journal}” is no journal: 1 to 4 of the signs A–Z and 0–9."


def check_from_file(source: str, journal: str) -> None:
    """Hold what a file names its entries by to what is left to files.

    A source that only looks like one of ours, in other letters or with blanks, is taken as ours.
    Raises   OwnSource, OwnJournal, NotAJournal.
    """
    plain = unicodedata.normalize("NFKC", source).casefold().strip()
    if plain in OWN_SOURCES or plain.startswith(_FAMILIES):
        raise OwnSource(source=source)
    if not _JOURNAL.fullmatch(journal):
        raise NotAJournal(journal=journal)
    if journal == YEAR_END_JOURNAL:
        raise OwnJournal(journal=journal)
