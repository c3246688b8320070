"""The bytes of a published list say every case, the same way every time."""

import datetime as dt
import json

from finance.rules.relief import ReliefKind
from finance.rules.relief_lists import FORMAT, ReliefCase, list_content

CASE = ReliefCase(
    unit="LDA",
    decision="7/QĐ-LĐLĐ",
    decided_on=dt.date(2026, 6, 25),
    tax_code="9900000016",
    name="Công ty Ô",
    kind=ReliefKind.REDUCTION,
    first="2026-09",
    last="2026-12",
    rate="20",
    amount_vnd=8_000_000,
)


def test_every_case_is_told() -> None:
    """Who, what, which months, by which decision, and how much; amounts are integers."""
    content = list_content("LDA", "LĐLĐ tỉnh A", 2026, [CASE])
    document = json.loads(content)
    assert (document["format"], document["unit"], document["year"]) == (FORMAT, "LDA", 2026)
    assert document["unit_name"] == "LĐLĐ tỉnh A"
    assert document["cases"] == [
        {
            "decision": "7/QĐ-LĐLĐ",
            "decided_on": "2026-06-25",
            "tax_code": "9900000016",
            "name": "Công ty Ô",
            "kind": "reduction",
            "from": "2026-09",
            "to": "2026-12",
            "rate_percent": "20",
            "amount_vnd": 8_000_000,
        }
    ]
    assert content == list_content("LDA", "LĐLĐ tỉnh A", 2026, [CASE])


def test_a_list_is_written_in_one_way() -> None:
    """Names in order, letters as they are, nothing between: the same list, the same bytes."""
    empty = f'{{"cases":[],"format":"{FORMAT}","unit":"LDA","unit_name":"LĐLĐ tỉnh A","year":2026}}'
    assert list_content("LDA", "LĐLĐ tỉnh A", 2026, []) == empty.encode()
