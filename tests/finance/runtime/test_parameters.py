"""Reading the law from the package."""

import datetime as dt
from fractions import Fraction

from finance.runtime.parameters import law, permissions, sources


def test_the_law_is_read_once() -> None:
    """Every caller works with the same law."""
    assert law() is law()
    assert sources() is sources()
    assert permissions() is permissions()


def test_the_law_holds_what_the_files_say() -> None:
    """The files that come with the package are found and understood."""
    assert law().value("levy.rate", dt.date(2026, 6, 30)).rate == Fraction(2, 100)
    assert sources()["nd_105_2026"].from_date == dt.date(2026, 5, 16)
    assert permissions().may(["inspector"], "ledger.read")
