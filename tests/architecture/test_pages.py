"""The pages of docs/ that are made from the code say what the code says."""

import pytest

from tests.architecture.house import ROOT
from tests.architecture.pages import PAGES


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_current(page: str) -> None:
    """Nobody writes these by hand; `make docs` writes them anew."""
    assert (ROOT / page).read_text("utf-8") == PAGES[page]()
