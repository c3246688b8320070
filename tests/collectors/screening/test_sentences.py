"""What can be wrong with a cell is said in both languages, with the same facts."""

import re

from collectors.screening import sentences


def test_both_sentences_ask_for_the_same_facts() -> None:
    """Neither language tells less than the other, and no code stands for two things."""
    wrong = [value for name, value in vars(sentences).items() if name.isupper()]
    for _, (vi, en) in wrong:
        assert vi != en
        assert set(re.findall(r"{(\w+)}", vi)) == set(re.findall(r"{(\w+)}", en))
    codes = [code for code, _ in wrong]
    assert len(codes) == len(set(codes)) > 10
