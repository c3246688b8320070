"""The same question gets the same answer."""

from hypothesis import given
from hypothesis import strategies as st

from collectors.cli.demo.chance import dice, weighted


@given(st.integers(), st.text(), st.text())
def test_a_question_has_one_answer(seed: int, one: str, other: str) -> None:
    """Who asks again hears the same; another question has its own chance."""
    assert dice(seed, one, other).random() == dice(seed, one, other).random()
    assert dice(seed, "wages", 1).random() != dice(seed, "wages", 2).random()


@given(st.integers())
def test_what_has_no_weight_is_never_drawn(seed: int) -> None:
    """A weight of nothing is nothing."""
    assert weighted(dice(seed), {"never": 0, "always": 3}) == "always"


def test_weights_say_how_often() -> None:
    """Nine in ten come about nine times in ten."""
    drawn = [weighted(dice("often", n), {"often": 9, "seldom": 1}) for n in range(1000)]
    assert 850 < drawn.count("often") < 950
