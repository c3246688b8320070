"""The columns of the feeds hang together."""

import pytest

from collectors.evidence import Feed
from collectors.sources.columns import CODES, COLUMNS, NUMBERS
from finance.rules.folding import fold


@pytest.mark.parametrize("feed", Feed)
def test_every_feed_names_its_columns(feed: Feed) -> None:
    """A required column is one of the feed's columns, and aliases are written folded."""
    columns = COLUMNS[feed]
    assert {*columns.required, *columns.either} <= set(columns.aliases)
    for aliases in columns.aliases.values():
        assert all(alias == fold(alias) for alias in aliases)


@pytest.mark.parametrize("feed", Feed)
def test_no_word_means_two_columns(feed: Feed) -> None:
    """An alias belongs to one column of a feed only."""
    words = [alias for aliases in COLUMNS[feed].aliases.values() for alias in aliases]
    assert len(words) == len(set(words))


def test_a_code_is_never_a_number() -> None:
    """What must stay text and what may be a number are two different things."""
    assert not CODES & NUMBERS
