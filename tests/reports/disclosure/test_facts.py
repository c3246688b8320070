"""What stands after a month is what stood before it and what moved."""

from tests.reports.facts import obligation, part, share


def test_what_is_open_after_the_month() -> None:
    """Open is owed less paid, before and within the month together."""
    assert obligation(owed=100, paid=130, before=50).open_vnd == 20


def test_what_stands_after_the_month() -> None:
    """A part or share stands at what it was before and what it moved."""
    assert share("upper", 12, before=20).now_vnd == 12
    assert part(-5, [], before=3).now_vnd == -5
