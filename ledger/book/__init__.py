"""The public surface of the book, and its only writer.

Every function works inside the caller's open transaction and never commits.
"""

from ledger.book.closing import close_period
from ledger.book.opening import load_chart, open_books, open_year
from ledger.book.posting import post, post_good, reverse

__all__ = ("close_period", "load_chart", "open_books", "open_year", "post", "post_good", "reverse")
