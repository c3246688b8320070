"""Nil, inactive, ceased and silent are four things, and none is taken for another."""

import pytest

from finance.rules.heard import Heard, heard_of


@pytest.mark.parametrize(
    ("now", "before", "owes", "heard"),
    [
        (["active"], [], True, Heard.ACTIVE),
        (["nil"], ["active"], True, Heard.NIL),
        (["inactive"], ["nil"], True, Heard.INACTIVE),
        (["ceased"], ["active"], True, Heard.CEASED),
        (["ceased", "active"], [], True, Heard.ACTIVE),
        (["ceased", "nil"], [], True, Heard.NIL),
        (["ceased", "inactive"], [], True, Heard.INACTIVE),
        ([], [], True, Heard.SILENT),
        ([], ["active"], True, Heard.SILENT),
        ([], ["nil"], True, Heard.SILENT),
        ([], ["inactive"], True, Heard.SILENT),
        ([], ["ceased"], True, Heard.CEASED),
        ([], ["ceased", "active"], True, Heard.SILENT),
        ([], [], False, Heard.NO_PAYER),
        ([], ["active"], False, Heard.NO_PAYER),
        (["active"], [], False, Heard.ACTIVE),
    ],
)
def test_what_was_heard(now: list[str], before: list[str], owes: bool, heard: Heard) -> None:  # noqa: FBT001 - a row of the table
    """What was said for the month counts; without it, who had ceased is not expected any more."""
    assert heard_of(now, before, owes=owes) is heard
