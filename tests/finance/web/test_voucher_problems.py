"""What is wrong is told in both languages, at its place."""

import pytest

from finance.web import voucher_problems
from finance.web.voucher_problems import place_of, problem, problem_of
from ledger.errors import NotMoney

_SENTENCES: dict[str, tuple[str, str]] = vars(voucher_problems)["_SENTENCES"]


@pytest.mark.parametrize("code", sorted(_SENTENCES))
def test_each_problem_speaks_both_languages(code: str) -> None:
    """The same facts in both."""
    facts = dict.fromkeys(("month", "most", "account", "given"), 7)
    found = problem(code, "account", row=1, **facts)
    assert found.code == f"voucher.{code}"
    assert found.sentence("vi") != found.sentence("en")
    assert not any("{" in found.sentence(language) for language in ("vi", "en"))
    assert found.sentence("vi").count("7") == found.sentence("en").count("7")


def test_a_problem_names_its_field() -> None:
    """A cell by column and row, a field of the head by its name."""
    assert place_of(problem("no_account", "account", row=3)) == "account-3"
    assert place_of(problem("no_text", "text")) == "text"


def test_a_refusal_is_told_at_its_cell() -> None:
    """With its own code, sentence and facts."""
    found = problem_of(NotMoney(text="1,5"), 2, "credit")
    assert (found.code, place_of(found)) == ("money.not_whole", "credit-2")
    assert "1,5" in found.sentence("vi")
