"""What is said of a file on its way in."""

from pathlib import Path

from collectors.evidence import Feed
from collectors.intake.arrivals import Arrival, NoBankAccount


def test_a_files_format_is_told_from_its_bytes_unless_it_is_said() -> None:
    """And only a statement has an account."""
    arrival = Arrival(Feed.SI, Path("x.csv"))
    assert (arrival.file_format, arrival.account_no) == ("auto", "")


def test_a_missing_account_is_said_in_both_languages() -> None:
    """For a person who forgot it."""
    assert NoBankAccount().sentence("vi") != NoBankAccount().sentence("en")
