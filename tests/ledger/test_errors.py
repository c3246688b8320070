"""A refusal says why, in both languages, from its facts."""

import pytest

from ledger.errors import KeyConflict, Problem, Refusal, Unbalanced


def test_a_refusal_speaks_both_languages() -> None:
    """The same facts stand in both sentences."""
    refusal = Unbalanced(debit=5, credit=4)
    assert refusal.sentence() == "Bút toán không cân: Nợ 5 đồng, Có 4 đồng."
    assert refusal.sentence("en") == "The entry does not balance: debit 5, credit 4 đồng."
    assert str(refusal) == refusal.sentence("en")
    assert refusal.facts == {"debit": 5, "credit": 4}


class Unfit(Refusal):
    """Refused for a reason that has its own words in each language."""

    code = "test.unfit"
    vi = "Không nhận {name}: {why}."
    en = "{name} is not taken: {why}."


def test_a_fact_may_have_words_of_its_own_in_each_language() -> None:
    """Each sentence takes the words of its language; a log takes the English ones."""
    facts = {"name": "A1", "why_vi": "quá cũ", "why_en": "too old"}
    for told in (Unfit(**facts), Problem("test.unfit", Unfit.vi, Unfit.en, facts=facts)):
        assert told.sentence() == told.sentence("vi") == "Không nhận A1: quá cũ."
        assert told.sentence("en") == "A1 is not taken: too old."
    assert str(Unfit(**facts)) == "A1 is not taken: too old."


def test_a_missing_fact_is_no_second_fault() -> None:
    """A fact nobody gave shows as its name."""

    class Conflict(KeyConflict):
        code = "test.conflict"

    assert "{entry}" in Conflict(key="k", source="s").sentence("en")


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (299_696_826, "299.696.826"),
        (-10_000, "−10.000"),
        (9999, "9999"),
        (-9999, "-9999"),
        ("2026-11", "11/2026"),
        ("2026-11-05", "05/11/2026"),
        ("2026-13", "2026-13"),
        ("2026-11-05 x", "2026-11-05 x"),
        (None, "None"),
    ],
)
def test_facts_are_said_as_people_write_them(fact: str | int | None, said: str) -> None:
    """Amounts grouped, months and days as on paper; the facts themselves stay as they are."""
    refusal = Unfit(name=fact, why_vi="x", why_en="x")
    assert refusal.sentence() == f"Không nhận {said}: x."
    assert refusal.sentence("en") == f"{said} is not taken: x."
    assert refusal.facts["name"] == fact


@pytest.mark.parametrize("key", ["given", "text", "value"])
def test_what_was_typed_is_quoted_as_it_was(key: str) -> None:
    """Whoever reads the sentence looks for it in their file."""

    class Typed(Refusal):
        vi = f"«{{{key}}}»"

    assert Typed(**{key: "2026-07-01"}).sentence() == "«2026-07-01»"
    assert Typed(**{key: 20_000}).sentence() == "«20000»"


def test_a_plain_refusal_has_words() -> None:
    """Even the most general refusal can be read."""
    with pytest.raises(Refusal, match="Not allowed"):
        raise Refusal


def test_a_problem_speaks_both_languages() -> None:
    """A problem fills its sentences as a refusal does."""
    problem = Problem("x.y", "Dòng {row}", "Row {row}", facts={"row": 3})
    assert (problem.sentence(), problem.sentence("en")) == ("Dòng 3", "Row 3")
