"""The public surface of the book, and its only writer.

Every function works inside the caller's open transaction and never commits.
"""

from ledger.book.closing import (
    Change,
    Reopening,
    close_period,
    make_final,
    reopen_period,
    soften,
    soften_through,
    unsoften,
)
from ledger.book.opening import load_chart, open_books, open_year
from ledger.book.posting import post, post_good, reverse
from ledger.book.sealing import log_seals, seal_period

__all__ = (
    "Change",
    "Reopening",
    "close_period",
    "load_chart",
    "log_seals",
    "make_final",
    "open_books",
    "open_year",
    "post",
    "post_good",
    "reopen_period",
    "reverse",
    "seal_period",
    "soften",
    "soften_through",
    "unsoften",
)
