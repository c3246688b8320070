"""The register of texts."""

import datetime as dt

from finance.rules.sources import Source, parse_sources
from finance.runtime.parameters import law, sources
from ledger.accounts import Status


def test_a_text_is_read_with_its_dates() -> None:
    """A text says who issued it, since and until when it holds, and when it was checked."""
    register = parse_sources(
        """
        [a]
        instrument = "Luật A"
        issued_by = "Quốc hội"
        articles = "Điều 1"
        from = 2020-01-01
        until = 2024-12-31
        published = "Công báo"
        status = "sourced"
        checked_on = 2026-11-21
        note = "thay bằng Luật B"
        """
    )
    assert register == {
        "a": Source(
            "a",
            "Luật A",
            "Quốc hội",
            "Điều 1",
            dt.date(2020, 1, 1),
            dt.date(2024, 12, 31),
            "Công báo",
            Status.SOURCED,
            dt.date(2026, 11, 21),
            "thay bằng Luật B",
        )
    }


def test_what_is_not_known_of_a_text_is_left_open() -> None:
    """A text without an end still holds, as far as we know; without a note there is none."""
    register = parse_sources(
        """
        [a]
        instrument = "Luật A"
        issued_by = "Quốc hội"
        articles = "Điều 1"
        published = "Công báo"
        status = "recalled"
        checked_on = 2026-11-21
        """
    )
    assert (register["a"].from_date, register["a"].until_date) == (None, None)
    assert (register["a"].status, register["a"].note) == (Status.RECALLED, "")


def test_every_value_rests_on_a_text_that_knows_no_less() -> None:
    """A value read in a text cannot rest on a text nobody has read."""
    register = sources()
    for key in law().rows:
        for row in law().history(key):
            text = register[row.source]
            if row.status is Status.SOURCED:
                assert text.status is Status.SOURCED, key
            if row.status is Status.CONFIGURED:
                assert text.status is Status.CONFIGURED, key


def test_no_value_is_older_than_a_text_repealed_before_it() -> None:
    """A value does not rest on a text that had ceased to hold when the value began."""
    register = sources()
    for key in law().rows:
        for row in law().history(key):
            until = register[row.source].until_date
            assert until is None or row.from_date <= until, key
