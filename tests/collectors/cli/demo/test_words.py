"""Names that nobody bears."""

import pytest

from collectors.cli.demo import words
from collectors.matching.names import name_key


def test_no_two_companies_share_a_name() -> None:
    """A name is enough to tell small employers apart, as in a register that is in order."""
    names = [name_key(words.company_name(number)) for number in range(10_000)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        (words.company_name(3), "Công ty"),
        (words.cooperative_name(3), "Hợp tác xã"),
        (words.office_name(3), "Văn phòng"),
    ],
)
def test_a_name_says_the_legal_form(name: str, begins: str) -> None:
    """A company, a cooperative and an office are told apart by how their names begin."""
    assert name.startswith(begins)
    assert name.endswith(words.own_name(3))


def test_there_is_a_province_for_each_of_a_nation() -> None:
    """34 names, each once."""
    assert len(set(words.PROVINCES)) == 34
