"""No page has a text without its Vietnamese, and no Vietnamese without a page."""

from pathlib import Path

import pytest

from tests.architecture.catalogues import compiled, kept, texts, wanted, with_pages
from tests.architecture.house import shown

PACKAGES = sorted(with_pages())
HOW = "run `python -m tests.architecture.catalogues`, then translate what is empty"


@pytest.mark.parametrize("package", PACKAGES, ids=shown)
def test_each_text_of_a_page_is_in_the_catalogue(package: Path) -> None:
    """Neither missing nor left over."""
    assert set(texts(kept(package))) == set(texts(wanted(package))), HOW


@pytest.mark.parametrize("package", PACKAGES, ids=shown)
def test_each_text_has_its_vietnamese(package: Path) -> None:
    """None is empty or in doubt, and none was forgotten in English."""
    for text, said in texts(kept(package)).items():
        assert "".join(said), (text, HOW)
        assert said != text, text
    assert not [message.id for message in kept(package) if message.id and message.fuzzy]


@pytest.mark.parametrize("package", PACKAGES, ids=shown)
def test_facts_stand_in_both_languages(package: Path) -> None:
    """A placeholder of the English is one of the Vietnamese, or a figure would be lost."""
    for message in kept(package):
        assert not list(message.check()), message.id


@pytest.mark.parametrize("package", PACKAGES, ids=shown)
def test_what_the_app_reads_is_what_was_written(package: Path) -> None:
    """The compiled catalogue was made from the written one."""
    assert texts(compiled(package)) == texts(kept(package)), HOW


def test_one_text_has_one_translation() -> None:
    """The rooms' catalogues are read as one, so they must not contradict each other."""
    known: dict[str, object] = {}
    for package in PACKAGES:
        for text, said in texts(kept(package)).items():
            assert known.setdefault(text, said) == said, (shown(package), text)
