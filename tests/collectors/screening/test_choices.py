"""The words a cell may choose from."""

import pytest

from collectors.screening import choices
from collectors.screening.choices import Choices, key

ALL = (
    choices.PLACES,
    choices.UNIT_KINDS,
    choices.EMPLOYER_TYPES,
    choices.PAY_CYCLES,
    choices.DECLARATION_STATUSES,
    choices.TAX_STATUSES,
    choices.SOURCES,
    choices.PURPOSES,
)


@pytest.mark.parametrize("table", ALL)
def test_every_word_means_itself_and_stands_folded(table: Choices) -> None:
    """The contract's own words are among the choices; every key is in the form looked up by."""
    assert all(table[key(word)] == word for word in table.values())
    assert all(written == key(written) for written in table)


def test_vietnamese_words_mean_the_same() -> None:
    """Doanh nghiệp is an enterprise, Quý a quarter, with or without diacritics."""
    assert choices.EMPLOYER_TYPES[key("Doanh nghiệp")] == "enterprise"
    assert choices.PAY_CYCLES[key("hàng quý")] == "quarterly"
    assert choices.DECLARATION_STATUSES[key("TAM NGUNG")] == "inactive"
