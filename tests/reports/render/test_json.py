"""JSON of a statement."""

import json

from reports.render.json import json_bytes
from tests.reports.statement import hostile


def test_amounts_are_integers_and_titles_bilingual() -> None:
    """A program reads integers, and both languages whichever is asked for."""
    document = json.loads(json_bytes(hostile(), "en"))
    [section] = document["sections"]
    assert [row[1] for row in section["rows"]] == [0, -1, 1_234_567, 10**14, 10**16, None, 7]
    assert section["columns"][1] == {"vi": "Số tiền", "en": "Amount"}
    assert document["span"] == "2026-07"
    assert json_bytes(hostile(), "vi") == json_bytes(hostile(), "en")
