"""Long lists are turned page by page."""

import pytest

from collectors.web.asked import Paging


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2)])
def test_a_list_has_as_many_pages_as_it_needs(count: int, pages: int) -> None:
    """An empty one still has one."""
    assert Paging(1, 50, count).pages == pages


def test_what_stands_before_a_page() -> None:
    """Nothing before the first."""
    assert [Paging(page, 50, 200).first for page in (1, 2, 3)] == [0, 50, 100]
