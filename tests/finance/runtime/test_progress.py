"""Work that nobody watches goes on all the same."""

from finance.runtime.progress import nobody


def test_nobody_hears_it() -> None:
    """Telling nobody how far it is does nothing."""
    nobody(10**7)
