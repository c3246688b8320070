"""Pictures that stand in a page itself."""

import re

from finance.rules.vietqr import payload
from finance.web.pictures import qr
from tests.finance.web.desk import inline

LONG = payload("970405", "1" * 19, 10**12, "DP00000400001226066")


def test_a_code_is_drawn_and_says_nothing_else() -> None:
    """Modules alone: no style, no script, none of the payload's letters; white around it."""
    drawn = str(qr(LONG))
    assert drawn.startswith("<svg")
    assert inline(drawn) == []
    assert "DP0000" not in drawn
    assert re.search(r'fill="#fff"', drawn)
    assert qr(LONG) == qr(LONG)
    assert qr(LONG) != qr(LONG[:-1] + "X")


def test_without_a_payload_there_is_no_picture() -> None:
    """Nothing that a bank's program could misread."""
    assert qr("") == ""
